using System.Reflection;
using CommunityRealtime.Tests.Hosts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Features;

namespace CommunityRealtime.Tests.Wire;

/// <summary>What the server still holds of a request while its socket is open.</summary>
public sealed class RequestMemoryTests
{
    [Theory]
    [InlineData(Transport.Direct)]
    [InlineData(Transport.Stream)]
    [InlineData(Transport.Tls)]
    public async Task Request_OfAnOpenSocket_HoldsNeitherTokenNorHeaders(Transport transport)
    {
        IHttpRequestFeature? request = null;
        await using var app = await ChatApp.StartAsync(
            map: app =>
            {
                app.Use((http, next) =>
                {
                    request = http.Features.Get<IHttpRequestFeature>();
                    return next(http);
                });
                app.MapCommunityChat();
            },
            transport: transport);
        var token = Tokens.For("42");

        await app.ConnectAsync(42);

        Assert.Empty(request!.Headers);
        Assert.DoesNotContain(StringsOf(request), text => text.Contains(token[..20], StringComparison.Ordinal));
    }

    private static IEnumerable<string> StringsOf(object of)
    {
        for (var type = of.GetType(); type is not null; type = type.BaseType)
        {
            foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                if (field.FieldType == typeof(string) && field.GetValue(of) is string text)
                {
                    yield return text;
                }
            }
        }
    }
}
