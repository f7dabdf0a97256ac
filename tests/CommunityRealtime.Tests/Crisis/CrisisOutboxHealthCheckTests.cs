using CommunityRealtime.Crisis;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;

namespace CommunityRealtime.Tests.Crisis;

/// <summary>What operators learn of notices that do not arrive.</summary>
public sealed class CrisisOutboxHealthCheckTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly ICrisisOutbox _outbox = Substitute.For<ICrisisOutbox>();

    [Theory]
    [InlineData(0, 0, 0, HealthStatus.Healthy)]
    [InlineData(3, 120, 0, HealthStatus.Healthy)]
    [InlineData(3, 121, 0, HealthStatus.Degraded)]
    [InlineData(0, 0, 1, HealthStatus.Degraded)]
    public async Task CheckHealthAsync_SaysWhetherNoticesArrive(int waiting, int seconds, int givenUp, HealthStatus status)
    {
        _outbox.ReadStateAsync(default).ReturnsForAnyArgs(
            new CrisisOutboxState(waiting, waiting == 0 ? null : _time.GetUtcNow() - TimeSpan.FromSeconds(seconds), givenUp));

        Assert.Equal(status, (await CheckAsync(new CrisisOutboxHealthCheck(_outbox, _time))).Status);
    }

    [Fact]
    public async Task CheckHealthAsync_StoreFailsOrHangs_IsDegradedWithoutWhatTheExceptionSays()
    {
        var check = new CrisisOutboxHealthCheck(_outbox, _time);
        _outbox.ReadStateAsync(default).ReturnsForAnyArgs(
            _ => ValueTask.FromException<CrisisOutboxState>(new CrisisCaseStoreException("secret")),
            _ => new ValueTask<CrisisOutboxState>(new TaskCompletionSource<CrisisOutboxState>().Task));

        var failed = await CheckAsync(check);
        var hanging = CheckAsync(check);
        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal((HealthStatus.Degraded, HealthStatus.Degraded), (failed.Status, (await hanging).Status));
        Assert.DoesNotContain("secret", failed.Description, StringComparison.Ordinal);
        Assert.Null(failed.Exception);
    }

    [Fact]
    public async Task CheckHealthAsync_AskedAgainAndAgain_ReadsOnceASecond()
    {
        _outbox.ReadStateAsync(default).ReturnsForAnyArgs(new CrisisOutboxState(0, null, 0));
        var check = new CrisisOutboxHealthCheck(_outbox, _time);

        for (var i = 0; i < 10; i++)
        {
            await CheckAsync(check);
        }

        await _outbox.ReceivedWithAnyArgs(1).ReadStateAsync(default);
    }

    private static Task<HealthCheckResult> CheckAsync(CrisisOutboxHealthCheck check) => check.CheckHealthAsync(
        new() { Registration = new(CrisisOutboxHealthCheck.Name, check, HealthStatus.Degraded, null) });
}
