using CommunityRealtime.Safety;
using CommunityRealtime.Tests.Hosts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CommunityRealtime.Tests.Safety;

/// <summary>Whether messages are judged can be seen from outside.</summary>
public sealed class SafetyGateHealthCheckTests
{
    [Fact]
    public async Task Health_OfAGateThatJudges_IsHealthyAndItsServiceIsNotAskedForEveryCheck()
    {
        var service = new ScriptedSafetyService(_ => SafetyVerdict.Allow);
        await using var app = await StartAsync(service);

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(HealthStatus.Healthy, await HealthAsync(app));
        }

        Assert.Equal(1, service.Calls);
    }

    [Fact]
    public async Task Health_OfAGateWhoseServiceFailsOrHangs_IsDegraded()
    {
        await using var failing = await StartAsync(new((_, _) => throw new InvalidOperationException("secret")));
        await using var hanging = await StartAsync(new((_, _) => new TaskCompletionSource<SafetyAssessment>().Task));

        Assert.Equal(HealthStatus.Degraded, await HealthAsync(failing));
        Assert.Equal(HealthStatus.Degraded, await HealthAsync(hanging));
    }

    private static Task<ChatApp> StartAsync(ScriptedSafetyService service) => ChatApp.StartAsync(
        options => options.Safety.TimeBudget = TimeSpan.FromMilliseconds(200), services => services.AddSingleton<ISafetyService>(service));

    private static async Task<HealthStatus> HealthAsync(ChatApp app)
    {
        var report = await app.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        var entry = report.Entries["community_chat_safety"];
        Assert.DoesNotContain("secret", $"{entry.Description} {entry.Exception}", StringComparison.Ordinal);
        return entry.Status;
    }
}
