using CommunityRealtime.Redis.Tests.Support;
using CommunityRealtime.TestSupport;
using CommunityRealtime.TestSupport.Redis;
using CommunityRealtime.TestSupport.Specifications;

namespace CommunityRealtime.Redis.Tests;

/// <summary>Nothing private in logs: no message, no user, no password, whatever goes wrong.</summary>
public sealed class PrivacyTests : IAsyncLifetime
{
    private const string Message = "what-nobody-may-read-7c1e";
    private const string User = "user-of-no-log-55d0";
    private const string Password = "password-of-no-log-9f3a";

    private readonly RedisServer _redis = new();
    private readonly CommunityId _community = Drafts.NewCommunity();

    public Task InitializeAsync() => _redis.InitializeAsync();

    public Task DisposeAsync() => _redis.DisposeAsync();

    [FactOnMachinesWith("redis-server")]
    public async Task Log_AtTraceWithFailuresOfEveryKind_HoldsNothingPrivate()
    {
        await _redis.CommandAsync("ACL", "SETUSER", "chat", "on", $">{Password}", "~*", "&*", "+@all");
        await using var server = await ChatServer.StartJoinedAsync($"{_redis.ConnectionString},user=chat,password={Password}");
        var subscriber = new RecordingSubscriber();
        using var subscription = server.Backplane.Subscribe(_community, subscriber);
        await subscriber.InForceAsync();
        await UseEverythingAsync(server);
        await subscriber.NextAsync();

        // Commands that are refused, then no answer, then no connection, then a user that is no longer let in.
        await _redis.CommandAsync("ACL", "SETUSER", "chat", "-@all");
        await UseEverythingAsync(server);
        await _redis.FreezeAsync();
        await UseEverythingAsync(server);
        await _redis.ThawAsync();
        await _redis.KillAsync();
        await UseEverythingAsync(server);
        await _redis.StartAgainAsync();
        await Patience.UntilAsync(
            () => server.Log.Lines.Any(line => line.StartsWith("Warning 2001", StringComparison.Ordinal)), "the loss to be logged");

        Assert.NotEmpty(server.Log.Lines);
        Assert.All(
            [Message, User, Password],
            secret => Assert.DoesNotContain(server.Log.Lines, line => line.Contains(secret, StringComparison.Ordinal)));
    }

    private async Task UseEverythingAsync(ChatServer server)
    {
        var user = new UserId(User);
        server.Backplane.Publish(_community, System.Text.Encoding.UTF8.GetBytes(Message));
        server.Presence.Enter(new PresentConnection(_community, user));
        await server.Presence.ListAsync(_community, CancellationToken.None);
        await server.Limiter.TakeAsync(_community, user, perSecond: 1, burst: 1, CancellationToken.None);
        await server.HealthAsync();
    }
}
