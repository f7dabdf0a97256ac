using System.Diagnostics;
using CommunityRealtime.Benchmarks.Broadcast;
using CommunityRealtime.Benchmarks.Hosting;

namespace CommunityRealtime.Benchmarks.Arrivals;

/// <summary>Clients that connect to a server, many at a time.</summary>
internal sealed class ArrivingClients(ServerProcess server, Dialect dialect)
{
    private const int Community = 1_000_001;

    /// <summary>So many handshakes are under way at a time: what a listening socket takes without refusing.</summary>
    private const int AtOnce = 256;

    /// <summary>One handshake, until the server says that the member is in.</summary>
    public Task<MemberSocket> ConnectAsync(int user, CancellationToken cancellationToken) =>
        MemberSocket.OpenAsync(server.Address, dialect.Address(Community, server.Tokens.MakeToken(user)), dialect, cancellationToken);

    /// <summary>Connects many, and keeps them.</summary>
    /// <returns>How long it took, and their sockets.</returns>
    public async Task<(TimeSpan Time, MemberSocket[] Sockets)> ConnectAsync(string[] addresses, CancellationToken cancellationToken)
    {
        var sockets = new MemberSocket[addresses.Length];
        var began = Stopwatch.GetTimestamp();
        await Parallel.ForAsync(
            0,
            addresses.Length,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (i, stop) => sockets[i] = await MemberSocket.OpenAsync(server.Address, addresses[i], dialect, stop));
        return (Stopwatch.GetElapsedTime(began), sockets);
    }

    /// <summary>Connects many, each of which goes with a close frame as soon as it is in.</summary>
    public Task ComeAndGoAsync(string[] addresses, CancellationToken cancellationToken) => Parallel.ForAsync(
        0,
        addresses.Length,
        new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
        async (i, stop) =>
        {
            using var socket = await MemberSocket.OpenAsync(server.Address, addresses[i], dialect, stop);
            await socket.SendAsync(FrameKind.Close, ReadOnlyMemory<byte>.Empty, stop);
        });

    /// <summary>Addresses with tokens in them, which take a while to make.</summary>
    public string[] MakeAddresses(int count) => [.. Enumerable.Range(1, count).Select(user => dialect.Address(Community, server.Tokens.MakeToken(user)))];
}
