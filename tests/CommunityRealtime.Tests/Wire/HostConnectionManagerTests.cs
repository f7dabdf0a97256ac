using System.Collections.Concurrent;
using CommunityRealtime.Connections;
using CommunityRealtime.Tests.Hosts;
using Microsoft.Extensions.DependencyInjection;

namespace CommunityRealtime.Tests.Wire;

/// <summary>A host may bring a connection manager of its own, over the public contract alone.</summary>
public sealed class HostConnectionManagerTests
{
    [Fact]
    public async Task Chat_WithAConnectionManagerOfTheHost_WorksAndReplaysWithoutGapOrRepeat()
    {
        const int Messages = 300;
        await using var app = await ChatApp.StartAsync(services: services => services.AddSingleton<IConnectionManager, SimpleManager>());
        var alice = await app.ConnectAsync(42);
        var sending = Task.Run(async () =>
        {
            for (var i = 0; i < Messages; i++)
            {
                await alice.SendAsync($"message {i}", isAnonymous: i % 2 == 0);
                await alice.ReceiveMessageAsync();
            }
        });

        var received = await Task.WhenAll(Enumerable.Range(0, 5).Select(async _ =>
        {
            var bob = await app.OpenAsync($"/api/communities/ws/5?token={Tokens.For("43")}&after=0");
            var ids = new List<long>();
            while (ids.LastOrDefault() < Messages)
            {
                ids.Add((await bob.ReceiveMessageAsync()).GetProperty("id").GetInt64());
            }

            return ids;
        }));
        await sending;

        Assert.All(received, ids => Assert.Equal(Enumerable.Range(1, Messages).Select(id => (long)id), ids));
    }

    [Fact]
    public async Task Chat_WithAConnectionManagerOfTheHost_ServesBothProfiles()
    {
        await using var app = await ChatApp.StartAsync(services: services => services.AddSingleton<IConnectionManager, SimpleManager>());
        var alice = await app.ConnectV1Async(42);
        var plain = await app.ConnectAsync(43);

        await alice.SendAsync("Hi", clientId: "a-1");
        var (own, others) = (await alice.ReceiveTextAsync(), await plain.ReceiveTextAsync());
        var acknowledged = (await alice.ReceiveJsonAsync("ack")).GetProperty("seq").GetInt64();
        var late = await app.OpenV1Async(43);
        await plain.SendAsync("after");

        Assert.Equal(1, acknowledged);
        Assert.Equal(own.Replace("\"seq\":1,", string.Empty, StringComparison.Ordinal), others);
        Assert.Equal(1, (await late.ReceiveJsonAsync("ready")).GetProperty("seq").GetInt64());
        Assert.Equal(2, (await late.ReceiveJsonAsync("message")).GetProperty("seq").GetInt64());
    }

    private sealed class SimpleManager : IConnectionManager
    {
        private readonly ConcurrentDictionary<IChatConnection, byte> _connections = new();

        public int ConnectionCount => _connections.Count;

        public void Connect(IChatConnection connection) => _connections.TryAdd(connection, 0);

        public void Disconnect(IChatConnection connection) => _connections.TryRemove(connection, out _);

        public int Broadcast(RoomEvent roomEvent) =>
            _connections.Keys.Count(connection => connection.Community == roomEvent.Community && connection.Send(roomEvent));

        public int CountConnections(CommunityId community) => _connections.Keys.Count(connection => connection.Community == community);
    }
}
