using CommunityRealtime.Redis.Tests.Support;
using CommunityRealtime.TestSupport;
using CommunityRealtime.TestSupport.Redis;
using CommunityRealtime.TestSupport.Specifications;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CommunityRealtime.Redis.Tests;

/// <summary>The rights that the package's page asks for are enough.</summary>
public sealed class RestrictedLoginTests : IAsyncLifetime
{
    private readonly RedisServer _redis = new();
    private readonly CommunityId _community = Drafts.NewCommunity();

    public Task InitializeAsync() => _redis.InitializeAsync();

    public Task DisposeAsync() => _redis.DisposeAsync();

    [FactOnMachinesWith("redis-server")]
    public async Task Everything_WithALoginForTheChatsKeysOnly_Works()
    {
        await _redis.CommandAsync(
            "ACL", "SETUSER", "chat", "on", ">password", "~community-chat:*", "&community-chat:*", "+@all", "-@admin", "-@dangerous", "+info");
        await _redis.CommandAsync("ACL", "SETUSER", "default", "resetpass", ">other");
        var login = $"{_redis.ConnectionString},user=chat,password=password";
        await using var here = await ChatServer.StartJoinedAsync(login);
        await using var there = await ChatServer.StartJoinedAsync(login, options => options.RateLimitTimeout = TimeSpan.FromSeconds(5));

        var subscriber = new RecordingSubscriber();
        using var subscription = there.Backplane.Subscribe(_community, subscriber);
        await subscriber.InForceAsync();
        here.Backplane.Publish(_community, "hello"u8.ToArray());
        here.Presence.Enter(new PresentConnection(_community, new UserId("42")));

        Assert.Equal("hello"u8.ToArray(), await subscriber.NextAsync());
        await Patience.UntilAsync(
            async () => (await there.Presence.ListAsync(_community, CancellationToken.None)).Count == 1, "the user to be listed");
        Assert.Equal(TimeSpan.Zero, await TakeAsync(there));
        Assert.NotEqual(TimeSpan.Zero, await TakeAsync(there));
        Assert.Equal(HealthStatus.Healthy, await there.HealthAsync());
    }

    private async Task<TimeSpan> TakeAsync(ChatServer server)
        => await server.Limiter.TakeAsync(_community, new UserId("42"), perSecond: 0.001, burst: 1, CancellationToken.None);
}
