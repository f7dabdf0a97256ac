using System.Net;
using System.Net.Sockets;

namespace CommunityRealtime.Tests.Hosts;

/// <summary>A network between client and server that can go dead: then nothing passes any more, not even an end.</summary>
internal sealed class PausableProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ending = new();
    private readonly int _serverPort;
    private readonly Task _running;
    private volatile bool _dead;

    public PausableProxy(int serverPort)
    {
        _serverPort = serverPort;
        _listener.Start();
        _running = RunAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Cuts the wire without telling anybody.</summary>
    public void Cut() => _dead = true;

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        _listener.Dispose();
        await _running;
        _ending.Dispose();
    }

    /// <summary>Carries one connection.</summary>
    private async Task RunAsync()
    {
        try
        {
            using var client = await _listener.AcceptSocketAsync(_ending.Token);
            using var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4_096 };
            await server.ConnectAsync(IPAddress.Loopback, _serverPort, _ending.Token);
            await Task.WhenAll(CarryAsync(client, server), CarryAsync(server, client));
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task CarryAsync(Socket from, Socket to)
    {
        try
        {
            var buffer = new byte[4_096];
            int read;
            while ((read = await from.ReceiveAsync(buffer, _ending.Token)) > 0)
            {
                if (_dead)
                {
                    await Task.Delay(Timeout.Infinite, _ending.Token);
                }

                await to.SendAsync(buffer.AsMemory(0, read), _ending.Token);
            }
        }
        catch (SocketException)
        {
            // One side is gone. A live wire would say so; nobody here asks.
        }
    }
}
