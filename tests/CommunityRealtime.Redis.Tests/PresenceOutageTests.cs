using CommunityRealtime.Redis.Tests.Support;
using CommunityRealtime.TestSupport;
using CommunityRealtime.TestSupport.Redis;
using CommunityRealtime.TestSupport.Specifications;

namespace CommunityRealtime.Redis.Tests;

/// <summary>Servers end, die and lose Redis, and Redis loses its memory: the list is right again within the timeout.</summary>
public sealed class PresenceOutageTests : IAsyncLifetime
{
    private static readonly UserId Alice = new("42");
    private static readonly UserId Bob = new("43");

    private readonly RedisServer _redis = new();
    private readonly CommunityId _community = Drafts.NewCommunity();
    private readonly List<ChatServer> _servers = [];

    public Task InitializeAsync() => _redis.InitializeAsync();

    public async Task DisposeAsync()
    {
        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }

        await _redis.DisposeAsync();
    }

    [FactOnMachinesWith("redis-server")]
    public async Task Server_Stopped_ItsUsersAreGoneAtOnce()
    {
        var here = await StartServerAsync();
        var there = await StartServerAsync(timeout: TimeSpan.FromHours(1));
        here.Presence.Enter(new PresentConnection(_community, Alice));
        there.Presence.Enter(new PresentConnection(_community, Bob));
        await ListsAsync(here, Alice, Bob);

        await there.StopAsync();

        Assert.Equal([Alice], await here.Presence.ListAsync(_community, CancellationToken.None));
    }

    [FactOnMachinesWith("redis-server")]
    public async Task Server_CutOffForGood_ItsUsersVanishAndItListsItsOwn()
    {
        await _redis.CommandAsync("ACL", "SETUSER", "doomed", "on", ">password", "~*", "&*", "+@all");
        var here = await StartServerAsync();
        var doomed = await StartServerAsync(login: ",user=doomed,password=password");
        here.Presence.Enter(new PresentConnection(_community, Alice));
        doomed.Presence.Enter(new PresentConnection(_community, Bob));
        await ListsAsync(here, Alice, Bob);

        // Redis takes nothing from it any more: as good as killed.
        await _redis.CommandAsync("ACL", "SETUSER", "doomed", "-@all");

        await ListsAsync(here, Alice);
        Assert.Equal([Bob], await doomed.Presence.ListAsync(_community, CancellationToken.None));
        await Patience.UntilAsync(
            async () => await _redis.CommandAsync("ZCARD", $"community-chat:{{{_community}}}:servers") == "1", "the index to be cleared");
    }

    [FactOnMachinesWith("redis-server")]
    public async Task Redis_RestartedEmpty_AllUsersComeBack()
    {
        var here = await StartServerAsync(timeout: TimeSpan.FromHours(1));
        var there = await StartServerAsync(timeout: TimeSpan.FromHours(1));
        here.Presence.Enter(new PresentConnection(_community, Alice));
        there.Presence.Enter(new PresentConnection(_community, Bob));
        await ListsAsync(here, Alice, Bob);

        await _redis.KillAsync();
        await ListsAsync(here, Alice);
        await _redis.StartAgainAsync();

        await ListsAsync(here, Alice, Bob);
        await ListsAsync(there, Alice, Bob);
    }

    [FactOnMachinesWith("redis-server")]
    public async Task Redis_LosesItsMemoryWithoutLosingAConnection_TheHeartbeatWritesEverythingAgain()
    {
        var here = await StartServerAsync();
        var there = await StartServerAsync();
        there.Presence.Enter(new PresentConnection(_community, Alice));
        there.Presence.Enter(new PresentConnection(_community, Bob));
        await ListsAsync(here, Alice, Bob);

        await _redis.CommandAsync("FLUSHALL");

        await ListsAsync(here, Alice, Bob);
    }

    [FactOnMachinesWith("redis-server")]
    public async Task Leave_WhileRedisIsAway_IsNotForgotten()
    {
        var here = await StartServerAsync(timeout: TimeSpan.FromHours(1));
        var there = await StartServerAsync(timeout: TimeSpan.FromHours(1));
        var alice = new PresentConnection(_community, Alice);
        here.Presence.Enter(alice);
        here.Presence.Enter(new PresentConnection(_community, Bob));
        await ListsAsync(there, Alice, Bob);

        await _redis.FreezeAsync();
        here.Presence.Leave(alice);
        Assert.Equal([Bob], await here.Presence.ListAsync(_community, CancellationToken.None));
        await _redis.ThawAsync();

        await ListsAsync(there, Bob);
    }

    [FactOnMachinesWith("redis-server")]
    public async Task Enter_ManyConnections_AreListedAndExpireByThemselves()
    {
        var here = await StartServerAsync(timeout: TimeSpan.FromSeconds(30));
        var there = await StartServerAsync(timeout: TimeSpan.FromSeconds(30));
        var communities = Enumerable.Range(0, 1_000).Select(_ => Drafts.NewCommunity()).ToArray();
        var users = Enumerable.Range(0, 10_000).Select(number => new UserId(number)).ToArray();

        foreach (var user in users)
        {
            there.Presence.Enter(new PresentConnection(_community, user));
        }

        foreach (var community in communities)
        {
            there.Presence.Enter(new PresentConnection(community, Alice));
        }

        await ListsAsync(here, users);
        foreach (var community in communities)
        {
            await Patience.UntilAsync(
                async () => (await here.Presence.ListAsync(community, CancellationToken.None)).Count == 1, "the last community");
        }

        foreach (var key in (await _redis.CommandAsync("KEYS", $"community-chat:{{{_community}}}:*")).Split('\n'))
        {
            Assert.InRange(int.Parse(await _redis.CommandAsync("PTTL", key), System.Globalization.CultureInfo.InvariantCulture), 1, 30_000);
        }
    }

    private Task ListsAsync(ChatServer server, params UserId[] expected) => Patience.UntilAsync(
        async () => expected.ToHashSet().SetEquals(await server.Presence.ListAsync(_community, CancellationToken.None)),
        $"{expected.Length} users to be listed");

    private async Task<ChatServer> StartServerAsync(TimeSpan? timeout = null, string login = "")
    {
        var server = await ChatServer.StartJoinedAsync(
            _redis.ConnectionString + login, options => options.PresenceTimeout = timeout ?? TimeSpan.FromSeconds(1));
        _servers.Add(server);
        return server;
    }
}
