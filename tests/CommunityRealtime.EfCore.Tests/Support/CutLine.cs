using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace CommunityRealtime.EfCore.Tests.Support;

/// <summary>The line to a database server, which can be cut before a request arrives or before its answer does.</summary>
internal sealed class CutLine : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ending = new();
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly int _server;
    private readonly Task _accepting;
    private int _requests;
    private int _answers;

    public CutLine(int serverPort)
    {
        _server = serverPort;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Whether nothing gets through at all.</summary>
    public bool IsDown { get; set; }

    /// <summary>How many cuts are still to come.</summary>
    public int Pending => Volatile.Read(ref _requests) + Volatile.Read(ref _answers);

    /// <summary>Cuts the line when the next request comes; the server never sees it.</summary>
    public void CutNextRequest() => Interlocked.Increment(ref _requests);

    /// <summary>Lets the next request through and cuts the line when its answer comes.</summary>
    public void CutNextAnswer() => Interlocked.Increment(ref _answers);

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_connections);
        _ending.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_ending.Token)));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The end.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var _ = client;
        using var server = new TcpClient();
        using var cut = CancellationTokenSource.CreateLinkedTokenSource(_ending.Token);
        var answerIsCut = false;
        try
        {
            await server.ConnectAsync(IPAddress.Loopback, _server, cut.Token);
            await Task.WhenAny(
                PumpAsync(
                    client,
                    server,
                    () =>
                    {
                        answerIsCut |= TryTake(ref _answers);
                        return !IsDown && !TryTake(ref _requests);
                    },
                    cut.Token),
                PumpAsync(server, client, () => !IsDown && !answerIsCut, cut.Token));
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException)
        {
            // The server is away.
        }

        await cut.CancelAsync();
    }

    private static async Task PumpAsync(TcpClient from, TcpClient to, Func<bool> letsThrough, CancellationToken cancellationToken)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            int count;
            while ((count = await from.GetStream().ReadAsync(buffer, cancellationToken)) > 0 && letsThrough())
            {
                await to.GetStream().WriteAsync(buffer.AsMemory(0, count), cancellationToken);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // One side has hung up, so the other is hung up on.
        }
    }

    private static bool TryTake(ref int count)
    {
        for (var seen = Volatile.Read(ref count); seen > 0; seen = Volatile.Read(ref count))
        {
            if (Interlocked.CompareExchange(ref count, seen - 1, seen) == seen)
            {
                return true;
            }
        }

        return false;
    }
}
