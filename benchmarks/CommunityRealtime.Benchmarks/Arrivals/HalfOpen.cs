using System.Net.Sockets;
using System.Text;

namespace CommunityRealtime.Benchmarks.Arrivals;

/// <summary>Connections that send the head of their request byte by byte and never end it.</summary>
internal sealed class HalfOpen : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private static readonly byte[] Letter = "x"u8.ToArray();

    private readonly CancellationTokenSource _end = new();
    private readonly List<Socket> _sockets = [];
    private Task _trickling = Task.CompletedTask;

    public static async Task<HalfOpen> OpenAsync(Uri server, int count, CancellationToken cancellationToken)
    {
        var halfOpen = new HalfOpen();
        for (var i = 0; i < count; i++)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            halfOpen._sockets.Add(socket);
            await socket.ConnectAsync(server.Host, server.Port, cancellationToken);
            await socket.SendAsync(Encoding.ASCII.GetBytes($"GET /api/communities/ws/1 HTTP/1.1\r\nHost: {server.Authority}\r\nX-Slow: "), cancellationToken);
        }

        halfOpen._trickling = halfOpen.TrickleAsync();
        return halfOpen;
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _trickling;
        _sockets.ForEach(socket => socket.Dispose());
        _end.Dispose();
    }

    private async Task TrickleAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            foreach (var socket in _sockets)
            {
                await socket.SendAsync(Letter);
            }

            await Task.Delay(Pause, _end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
