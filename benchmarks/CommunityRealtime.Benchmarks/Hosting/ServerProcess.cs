using System.Diagnostics;
using System.Security.Cryptography;
using CommunityRealtime.Benchmarks.Peers;

namespace CommunityRealtime.Benchmarks.Hosting;

/// <summary>This program once more, as a server in a process of its own, so that its processor time is its own.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    /// <summary>The first argument that makes this program a server.</summary>
    public const string Mode = "server";

    private const string SigningKeyVariable = "CHAT_SIGNING_KEY";
    private const string RedisVariable = "CHAT_REDIS";

    private readonly Process _process;

    private ServerProcess(Process process, Uri address, string signingKey)
    {
        _process = process;
        Address = address;
        Tokens = new TokenMaker(signingKey);
    }

    public Uri Address { get; }

    public TokenMaker Tokens { get; }

    /// <summary>What the process used so far.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>How much memory the process has now, and how many threads.</summary>
    public (long Bytes, int Threads) Size
    {
        get
        {
            _process.Refresh();
            return (_process.WorkingSet64, _process.Threads.Count);
        }
    }

    /// <summary>Starts a server and waits until it listens.</summary>
    /// <param name="kind">What it serves.</param>
    /// <param name="database">The library's database; <see langword="null"/> keeps messages in memory.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    public static Task<ServerProcess> StartAsync(ServerKind kind, Database? database, CancellationToken cancellationToken)
        => StartAsync(kind, database, redis: null, Convert.ToHexString(RandomNumberGenerator.GetBytes(32)), cancellationToken);

    /// <summary>Starts one of several servers and waits until it listens.</summary>
    /// <param name="kind">What it serves.</param>
    /// <param name="database">The library's database; <see langword="null"/> keeps messages in memory.</param>
    /// <param name="redis">Where the servers' Redis is; <see langword="null"/> for none.</param>
    /// <param name="signingKey">The key of the users' tokens.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    public static async Task<ServerProcess> StartAsync(
        ServerKind kind, Database? database, string? redis, string signingKey, CancellationToken cancellationToken)
    {
        var start = OwnProgram.With([Mode, $"{kind}", .. database is null ? Array.Empty<string>() : [database.Provider, database.ConnectionString]]);
        start.Environment[SigningKeyVariable] = signingKey;
        start.Environment[RedisVariable] = redis;

        var process = Process.Start(start)!;
        var address = await process.StandardOutput.ReadLineAsync(cancellationToken)
            ?? throw new InvalidOperationException("The server ended before it listened.");
        return new(process, new Uri(address), signingKey);
    }

    /// <summary>Serves until standard input ends, and so not longer than the process that started it.</summary>
    public static async Task<int> ServeAsync(string[] arguments)
    {
        var kind = Enum.Parse<ServerKind>(arguments[0]);
        var database = arguments is [_, var provider, var connectionString] ? new Database(provider, connectionString) : null;
        var signingKey = Environment.GetEnvironmentVariable(SigningKeyVariable)
            ?? throw new InvalidOperationException($"{SigningKeyVariable} is not set; the benchmarks start their servers themselves.");

        await using var app = kind switch
        {
            ServerKind.SignalR => await SignalRHost.StartAsync(signingKey, CancellationToken.None),
            ServerKind.HandWrittenLoop => await LoopHost.StartAsync(signingKey, CancellationToken.None),
            ServerKind.LinqPages => await LinqPagesHost.StartAsync(signingKey, database!, CancellationToken.None),
            _ => await ChatHost.StartAsync(
                signingKey, database, Environment.GetEnvironmentVariable(RedisVariable), isDefended: kind == ServerKind.DefendedCommunityRealtime, CancellationToken.None),
        };
        Console.WriteLine(app.Urls.Single());
        await Console.In.ReadToEndAsync();
        return 0;
    }

    public async ValueTask DisposeAsync() => await OwnProgram.EndAsync(_process);
}
