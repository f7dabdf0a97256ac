using System.Runtime.CompilerServices;
using CommunityRealtime.Messages;
using CommunityRealtime.Tests.Hosts;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;

namespace CommunityRealtime.Tests.Messages;

/// <summary>What a host sees of the store's health.</summary>
public sealed class MessageStoreHealthCheckTests
{
    private readonly IMessageStore _store = Substitute.For<IMessageStore>();
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task AddCommunityChat_Twice_RegistersEachCheckOnceAndMapHealthChecksShowsThem()
    {
        await using var app = await ChatApp.StartAsync(
            services: services => services.AddCommunityChat(),
            map: app =>
            {
                app.MapCommunityChat();
                app.MapHealthChecks("/health", new() { Predicate = check => check.Tags.Contains("ready") });
            });

        var report = await app.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();

        Assert.Equal("Healthy", await app.Http.GetStringAsync(new Uri(app.Address, "/health")));
        Assert.Equal(["community_chat", "community_chat_crisis", "community_chat_safety"], report.Entries.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task CheckHealthAsync_StoreFailsAndWorksAgain_SaysBothWithoutWhatTheExceptionSays()
    {
        _store.ProbeAsync(default).ReturnsForAnyArgs(
            _ => ValueTask.FromException(new MessageStoreException("private", new TimeoutException("secret text"))),
            _ => ValueTask.CompletedTask);
        var check = new MessageStoreHealthCheck(_store, _time);

        var failed = await CheckAsync(check);
        _time.Advance(TimeSpan.FromSeconds(1));
        var worked = await CheckAsync(check);

        Assert.Equal((HealthStatus.Unhealthy, HealthStatus.Healthy), (failed.Status, worked.Status));
        Assert.Equal("Messages cannot be stored just now: MessageStoreException < TimeoutException.", failed.Description);
        Assert.Null(failed.Exception);
    }

    [Fact]
    public async Task CheckHealthAsync_AskedAgainAndAgain_ProbesOnceASecond()
    {
        var check = new MessageStoreHealthCheck(_store, _time);

        for (var i = 0; i < 10; i++)
        {
            await CheckAsync(check);
        }

        await _store.ReceivedWithAnyArgs(1).ProbeAsync(default);
        _time.Advance(TimeSpan.FromSeconds(1));
        await CheckAsync(check);
        await _store.ReceivedWithAnyArgs(2).ProbeAsync(default);
    }

    [Fact]
    public async Task CheckHealthAsync_StoreThatHangs_IsUnhealthyInTimeAndAskedOnce()
    {
        var asked = new TaskCompletionSource();
        _store.ProbeAsync(default).ReturnsForAnyArgs(_ =>
        {
            asked.TrySetResult();
            return new ValueTask(new TaskCompletionSource().Task);
        });
        var check = new MessageStoreHealthCheck(_store, _time);

        for (var i = 0; i < 2; i++)
        {
            var checking = CheckAsync(check);
            await asked.Task;
            _time.Advance(TimeSpan.FromSeconds(5));
            var result = await checking.WaitAsync(TimeSpan.FromSeconds(10));

            Assert.Equal((HealthStatus.Unhealthy, "Messages cannot be stored just now: TimeoutException."), (result.Status, result.Description));
        }

        await _store.ReceivedWithAnyArgs(1).ProbeAsync(default);
    }

    [Fact]
    public async Task CheckHealthAsync_StoreThatFailsTooLate_LeavesNothingToTheHostsHandlers()
    {
        using var escaped = new EscapedExceptions();

        await FailLateAsync();

        escaped.AssertNone();
    }

    /// <summary>Apart, so that nothing of it is alive afterwards.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task FailLateAsync()
    {
        var asked = new TaskCompletionSource();
        var probe = new TaskCompletionSource();
        _store.ProbeAsync(default).ReturnsForAnyArgs(_ =>
        {
            asked.TrySetResult();
            return new ValueTask(probe.Task);
        });
        var checking = CheckAsync(new(_store, _time));
        await asked.Task;
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(HealthStatus.Unhealthy, (await checking).Status);

        probe.SetException(new MessageStoreException("private"));
        await Task.Delay(TimeSpan.FromMilliseconds(200));
    }

    private static Task<HealthCheckResult> CheckAsync(MessageStoreHealthCheck check) => check.CheckHealthAsync(new HealthCheckContext
    {
        Registration = new HealthCheckRegistration("any", check, HealthStatus.Unhealthy, tags: null),
    });
}
