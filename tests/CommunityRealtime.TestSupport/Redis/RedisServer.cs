using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace CommunityRealtime.TestSupport.Redis;

/// <summary>A real Redis on a free loopback port that keeps nothing on disk, for as long as the fixture lives.</summary>
/// <remarks>
/// Use it as a class or collection fixture, or create one and start it later: the address is known before. Where <c>redis-server</c> is missing
/// the fixture starts nothing, so that tests can be skipped; under <c>./test.sh</c> it fails.
/// </remarks>
public sealed class RedisServer : IAsyncLifetime
{
    private const string Program = "redis-server";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"chat-redis-{Guid.NewGuid():n}");
    private Process? _process;

    /// <summary>Where it listens, or will: <c>127.0.0.1:port</c>.</summary>
    public string ConnectionString => $"127.0.0.1:{Port.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>Its port, the same over every restart.</summary>
    public int Port { get; } = FreePort();

    /// <summary>Starts it unless it runs, and waits until it answers.</summary>
    public async Task StartAsync()
    {
        if (_process is not { HasExited: false })
        {
            _process?.Dispose();
            _process = Launch();
            await AnswersAsync(_process);
        }
    }

    /// <summary>Ends it without a warning, as a crash does. What it held is lost.</summary>
    public async Task KillAsync()
    {
        if (_process is { HasExited: false } process)
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    /// <summary>Starts it again after <see cref="KillAsync"/>, on the same port and empty.</summary>
    public Task StartAgainAsync() => StartAsync();

    /// <summary>Stops the process in its tracks: connections stay open and nothing is answered.</summary>
    public Task FreezeAsync() => SignalAsync("-STOP");

    /// <summary>Lets it run on after <see cref="FreezeAsync"/>.</summary>
    public Task ThawAsync() => SignalAsync("-CONT");

    /// <summary>Sends one command over a connection of its own, such as <c>CLIENT PAUSE 5000 ALL</c>.</summary>
    /// <returns>The answer as text; the elements of a list in lines.</returns>
    public async Task<string> CommandAsync(params string[] command)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, Port, patience.Token);
        return await RedisWire.AskAsync(client.GetStream(), command, patience.Token);
    }

    /// <summary>Starts the server.</summary>
    public Task InitializeAsync() => Programs.WhyMissing([Program]) is null ? StartAsync() : Task.CompletedTask;

    /// <summary>Ends the server and removes what is left of it.</summary>
    public async Task DisposeAsync()
    {
        await KillAsync();
        _process?.Dispose();
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    /// <remarks>Below the range from which systems take the ports of clients: one that calls a stopped server there may end up connected to itself.</remarks>
    private static int FreePort()
    {
        while (true)
        {
            try
            {
                var port = Random.Shared.Next(20_000, 32_000);
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody has it; the next one may be free.
            }
        }
    }

    private Process Launch()
    {
        var path = Programs.Find(Program) ?? throw new InvalidOperationException($"This machine has no {Program}; ./test.sh installs it.");
        Directory.CreateDirectory(_folder);

        // The test run's own output would stay open for as long as a server inherits it.
        var start = new ProcessStartInfo(path) { WorkingDirectory = _folder, RedirectStandardOutput = true, RedirectStandardError = true };
        string[] settings =
        [
            "--port", Port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no",
            "--dir", _folder, "--logfile", Path.Combine(_folder, "log"),
        ];
        foreach (var setting in settings)
        {
            start.ArgumentList.Add(setting);
        }

        return Process.Start(start)!;
    }

    private async Task AnswersAsync(Process process)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                await CommandAsync("PING");
                return;
            }
            catch (Exception exception) when (exception is SocketException or IOException)
            {
                if (process.HasExited || Stopwatch.GetElapsedTime(started) > Patience)
                {
                    throw new InvalidOperationException($"{Program} did not start: {await ReadLogAsync()}", exception);
                }

                await Task.Delay(10);
            }
        }
    }

    private async Task<string> ReadLogAsync()
    {
        var log = Path.Combine(_folder, "log");
        return File.Exists(log) ? await File.ReadAllTextAsync(log) : "it left no log.";
    }

    private async Task SignalAsync(string signal)
    {
        var process = _process ?? throw new InvalidOperationException("The server was not started.");
        using var kill = Process.Start("kill", [signal, process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        if (kill.ExitCode != 0)
        {
            throw new InvalidOperationException($"kill {signal} ended with {kill.ExitCode}.");
        }
    }
}
