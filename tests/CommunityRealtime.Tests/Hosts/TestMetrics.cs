using System.Diagnostics.Metrics;
using CommunityRealtime.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace CommunityRealtime.Tests.Hosts;

/// <summary>Measurements for parts that are tested without a host.</summary>
internal static class TestMetrics
{
    public static ChatMetrics Create() =>
        new(new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>());
}
