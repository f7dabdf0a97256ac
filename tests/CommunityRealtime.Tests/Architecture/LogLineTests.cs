using System.Reflection;
using CommunityRealtime.Protocol;
using Microsoft.Extensions.Logging;

namespace CommunityRealtime.Tests.Architecture;

public sealed class LogLineTests
{
    [Fact]
    public void LogLines_EachHaveANumberOfTheirOwn()
    {
        var numbers = typeof(ServerFrames).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>()?.EventId)
            .OfType<int>()
            .ToArray();

        Assert.NotEmpty(numbers);
        Assert.Equal(numbers.Order(), numbers.Distinct().Order());
    }
}
