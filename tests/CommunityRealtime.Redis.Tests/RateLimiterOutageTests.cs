using System.Diagnostics;
using System.Globalization;
using CommunityRealtime.Redis.Tests.Support;
using CommunityRealtime.TestSupport;
using CommunityRealtime.TestSupport.Redis;
using CommunityRealtime.TestSupport.Specifications;

namespace CommunityRealtime.Redis.Tests;

/// <summary>The shared account never keeps a message for long, whatever Redis does.</summary>
public sealed class RateLimiterOutageTests : IAsyncLifetime
{
    private const double OneAnHour = 1.0 / 3600;

    private static readonly UserId Alice = new("alice-4242");

    private readonly RedisServer _redis = new();
    private readonly CommunityId _community = Drafts.NewCommunity();
    private ChatServer? _server;

    private ChatServer Server => _server!;

    public async Task InitializeAsync()
    {
        await _redis.InitializeAsync();
        if (Programs.Find("redis-server") is not null)
        {
            _server = await ChatServer.StartJoinedAsync(_redis.ConnectionString);
        }
    }

    public async Task DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        await _redis.DisposeAsync();
    }

    [FactOnMachinesWith("redis-server")]
    public async Task TakeAsync_RedisKilledAndBack_LetsThroughAndLimitsAgain()
    {
        await EmptyAccountAsync();
        await _redis.KillAsync();
        await Patience.UntilAsync(async () => await TakeAsync() == TimeSpan.Zero, "the loss to be seen");

        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < 100; i++)
        {
            Assert.Equal(TimeSpan.Zero, await TakeAsync());
        }

        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(5));
        await _redis.StartAgainAsync();
        await EmptyAccountAsync();
    }

    [FactOnMachinesWith("redis-server")]
    public async Task TakeAsync_RedisFrozen_DelaysOneMessageASecondAndLimitsAgainAfterwards()
    {
        await EmptyAccountAsync();
        await _redis.FreezeAsync();

        var started = Stopwatch.GetTimestamp();
        Assert.Equal(TimeSpan.Zero, await TakeAsync());
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.FromMilliseconds(90), TimeSpan.FromSeconds(5));

        // A hundred one after another: without the pause they would take ten seconds.
        started = Stopwatch.GetTimestamp();
        for (var i = 0; i < 100; i++)
        {
            Assert.Equal(TimeSpan.Zero, await TakeAsync());
        }

        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Assert.Single(Server.Log.Lines, line => line.StartsWith("Warning 2011", StringComparison.Ordinal));
        await _redis.ThawAsync();
        await EmptyAccountAsync();
    }

    [FactOnMachinesWith("redis-server")]
    public async Task TakeAsync_ScriptsForgotten_AreSentAgain()
    {
        await EmptyAccountAsync();

        await _redis.CommandAsync("SCRIPT", "FLUSH");

        Assert.NotEqual(TimeSpan.Zero, await TakeAsync());
    }

    [FactOnMachinesWith("redis-server")]
    public async Task TakeAsync_Account_NamesNobodyAndEndsWhenItIsFull()
    {
        await Server.Limiter.TakeAsync(_community, Alice, perSecond: 10, burst: 100, CancellationToken.None);

        var key = await _redis.CommandAsync("KEYS", "*rate*");
        Assert.StartsWith($"community-chat:{{{_community}}}:rate:", key, StringComparison.Ordinal);
        Assert.DoesNotContain("4242", key, StringComparison.Ordinal);
        Assert.InRange(int.Parse(await _redis.CommandAsync("PTTL", key), CultureInfo.InvariantCulture), 0, 100);
        await Patience.UntilAsync(async () => await _redis.CommandAsync("EXISTS", key) == "0", "the account to be forgotten");
    }

    /// <summary>Until the account says no: a slow machine may let some through.</summary>
    private Task EmptyAccountAsync() => Patience.UntilAsync(async () => await TakeAsync() != TimeSpan.Zero, "the shared limit to hold");

    private async Task<TimeSpan> TakeAsync() => await Server.Limiter.TakeAsync(_community, Alice, OneAnHour, 1, CancellationToken.None);
}
