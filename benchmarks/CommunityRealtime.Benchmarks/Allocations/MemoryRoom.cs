using System.Diagnostics;
using System.Text;
using CommunityRealtime.Benchmarks.Hosting;
using CommunityRealtime.Connections;
using Microsoft.AspNetCore.Connections;

namespace CommunityRealtime.Benchmarks.Allocations;

/// <summary>A server in this process, and a room of members who joined it over WebSockets, but without a network.</summary>
internal sealed class MemoryRoom : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private static readonly CommunityId Community = new(5);

    private readonly MemoryListenerFactory _network;
    private readonly WebApplication _app;
    private readonly IConnectionManager _connections;
    private readonly int _members;
    private readonly byte[] _payload = Encoding.UTF8.GetBytes($$$"""
        {"type":"message","message":{"id":123,"community_id":5,"user_id":42,"content":"{{{SampleText.Content}}}","is_anonymous":false,"created_at":"2026-02-20T10:30:00.123Z","display_name":"Alice"}}
        """);

    private long _lastSequence;
    private long _due;

    private MemoryRoom(WebApplication app, MemoryListenerFactory network, int members)
    {
        _app = app;
        _network = network;
        _connections = app.Services.GetRequiredService<IConnectionManager>();
        _members = members;
    }

    public static async Task<MemoryRoom> OpenAsync(int members)
    {
        var signingKey = new string('k', 32);
        var network = new MemoryListenerFactory();
        var builder = ServerBuilder.Create();
        builder.Services.AddSingleton<IConnectionListenerFactory>(network);
        builder.Services.AddCommunityChat(options =>
        {
            options.Jwt.SigningKey = signingKey;
            options.Membership.Open = true;
            options.Connections.MaxPerAddress = 0;

            // Nobody here answers a ping.
            options.Sockets.KeepAliveInterval = TimeSpan.FromMinutes(10);
            options.Sockets.KeepAliveTimeout = TimeSpan.FromMinutes(10);
        });
        var app = builder.Build();
        app.MapCommunityChat();
        await app.StartAsync();

        var room = new MemoryRoom(app, network, members);
        var tokens = new TokenMaker(signingKey);
        for (var user = 1; user <= members; user++)
        {
            await network.ConnectAsync(Encoding.ASCII.GetBytes(UpgradeRequest(tokens.MakeToken(user))));
        }

        await WaitUntilAsync(() => room._connections.CountConnections(Community) == members);
        room._due = network.Sent.Value;
        return room;
    }

    /// <summary>Broadcasts a message and waits until the server has written it to every member.</summary>
    /// <exception cref="InvalidDataException">Something else than this message was sent.</exception>
    public void Broadcast()
    {
        if (_network.Sent.Value != _due)
        {
            throw new InvalidDataException($"{_network.Sent.Value} bytes were sent, not {_due}.");
        }

        // The header of a frame of this length has four bytes (RFC 6455, section 5.2).
        _due += (long)_members * (4 + _payload.Length);
        _connections.Broadcast(new EncodedRoomEvent(Community, ++_lastSequence, _payload));

        var started = Stopwatch.GetTimestamp();
        for (var spin = default(SpinWait); _network.Sent.Value < _due; spin.SpinOnce(sleep1Threshold: -1))
        {
            if (Stopwatch.GetElapsedTime(started) > Deadline)
            {
                throw new InvalidDataException($"{_due - _network.Sent.Value} bytes of a message were never sent.");
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _network.Disconnect();
        await WaitUntilAsync(() => _connections.ConnectionCount == 0);
        await _app.DisposeAsync();
    }

    private static string UpgradeRequest(string token) => $"""
        GET /api/communities/ws/{Community}?token={token} HTTP/1.1
        Host: localhost
        Upgrade: websocket
        Connection: Upgrade
        Sec-WebSocket-Version: 13
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==


        """.ReplaceLineEndings("\r\n");

    private static async Task WaitUntilAsync(Func<bool> condition)
    {
        for (var started = Stopwatch.GetTimestamp(); !condition();)
        {
            if (Stopwatch.GetElapsedTime(started) > Deadline)
            {
                throw new InvalidDataException("Members did not join or leave.");
            }

            await Task.Delay(1);
        }
    }
}
