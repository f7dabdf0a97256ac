using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using CommunityRealtime.Sample.Tests.Support;
using CommunityRealtime.TestSupport.Hosts;

namespace CommunityRealtime.Sample.Tests.Servers;

/// <summary>A member that reads all the time and never comes back: one socket from beginning to end.</summary>
internal sealed class Watcher : IDisposable
{
    private readonly JsonSocket _socket;
    private readonly ConcurrentQueue<JsonNode> _messages = new();

    private Watcher(JsonSocket socket) => _socket = socket;

    /// <summary>Ends when the server closes the socket: code and reason.</summary>
    public Task<string> Closed { get; private set; } = Task.FromResult(string.Empty);

    public IEnumerable<JsonNode> Messages => _messages;

    public long[] Numbers => [.. _messages.Select(message => message["id"]!.GetValue<long>())];

    public static async Task<Watcher> JoinAsync(SampleHost host, int community, int user, bool isPlain = false)
    {
        var address = host.Socket($"/api/communities/ws/{community}?token={ServersFixture.TokenFor(user)}");
        var watcher = new Watcher(await JsonSocket.ConnectAsync(address, isPlain ? [] : ["community-chat.v1"]));
        watcher.Closed = Task.Run(watcher.ReadAsync);
        return watcher;
    }

    /// <summary>Waits until it has seen a number, and everything before it, once and in order.</summary>
    public async Task SeesAsync(long last, TimeSpan within)
    {
        using var patience = new CancellationTokenSource(within);
        while (_messages.Count < last && !patience.IsCancellationRequested)
        {
            await Task.Delay(5, CancellationToken.None);
        }

        Assert.Equal(Enumerable.Range(1, (int)last).Select(number => (long)number), Numbers);
    }

    public void Dispose() => _socket.Dispose();

    private async Task<string> ReadAsync()
    {
        while (await _socket.ReceiveTextAsync(Timeout.InfiniteTimeSpan) is { } text)
        {
            var frame = JsonNode.Parse(text)!;
            if (frame["type"]!.GetValue<string>() == "message")
            {
                _messages.Enqueue(frame["message"]!);
            }
        }

        return string.Create(CultureInfo.InvariantCulture, $"{(int)_socket.CloseStatus!} {_socket.CloseReason}");
    }
}
