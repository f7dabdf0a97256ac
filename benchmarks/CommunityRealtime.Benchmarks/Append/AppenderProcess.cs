using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using CommunityRealtime.Benchmarks.Hosting;
using CommunityRealtime.Benchmarks.Measuring;

namespace CommunityRealtime.Benchmarks.Append;

/// <summary>A server with some of the senders in a process of its own, beside others on the same database.</summary>
internal sealed class AppenderProcess : IAsyncDisposable
{
    /// <summary>The first argument that makes this program one.</summary>
    public const string Mode = "appender";

    private const string Ready = "ready";
    private const string Measuring = "measuring";

    private readonly Process _process;

    private AppenderProcess(Process process) => _process = process;

    /// <summary>Starts a server and waits until its senders may begin.</summary>
    public static async Task<AppenderProcess> StartAsync(
        Database database, int firstUser, int senders, BenchmarkOptions options, CancellationToken cancellationToken)
    {
        var started = new AppenderProcess(Process.Start(OwnProgram.With(
        [
            Mode,
            database.Provider,
            database.ConnectionString,
            firstUser.ToString(CultureInfo.InvariantCulture),
            senders.ToString(CultureInfo.InvariantCulture),
            .. options.Quick ? ["--quick"] : Array.Empty<string>(),
        ]))!);
        await started.ExpectAsync(Ready, cancellationToken);
        return started;
    }

    /// <summary>Lets the senders begin.</summary>
    /// <returns>When they are warm, and what follows is measured.</returns>
    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        await _process.StandardInput.WriteLineAsync();
        await _process.StandardInput.FlushAsync(cancellationToken);
        await ExpectAsync(Measuring, cancellationToken);
    }

    /// <summary>Waits for the end of the measurement.</summary>
    public async Task<AppenderResult> ResultAsync(CancellationToken cancellationToken)
    {
        var line = await _process.StandardOutput.ReadLineAsync(cancellationToken) ?? throw Ended();
        return JsonSerializer.Deserialize<AppenderResult>(line)!;
    }

    public async ValueTask DisposeAsync() => await OwnProgram.EndAsync(_process);

    /// <summary>The other side: this program as such a server.</summary>
    public static async Task<int> ServeAsync(string[] arguments)
    {
        var (provider, connectionString, firstUser, senders) = (arguments[0], arguments[1], Number(arguments[2]), Number(arguments[3]));
        if (!BenchmarkOptions.TryParse(arguments[4..], out var options))
        {
            return 1;
        }

        await using var appender = await StoreAppender.OpenAsync(new Database(provider, connectionString), CancellationToken.None);
        await TellAsync(Ready);
        if (await Console.In.ReadLineAsync() is null)
        {
            return 0;
        }

        var appended = 0L;
        Task? telling = null;
        var clocks = new ProcessorClocks(
            () =>
            {
                // The first reading is where the measurement begins.
                telling ??= TellAsync(Measuring);
                return Environment.CpuUsage.TotalTime;
            },
            database: null);
        var result = await ClosedLoop.RunAsync(
            senders,
            options,
            clocks,
            async sender => Interlocked.Add(ref appended, await appender.AppendAsync(firstUser + sender, CancellationToken.None)),
            CancellationToken.None);
        await telling!;
        await TellAsync(JsonSerializer.Serialize(AppenderResult.From(result, appended)));
        await Console.In.ReadToEndAsync();
        return 0;
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static async Task TellAsync(string line)
    {
        await Console.Out.WriteLineAsync(line);
        await Console.Out.FlushAsync();
    }

    private static InvalidDataException Ended() => new("A server of the append scenario ended too early.");

    private async Task ExpectAsync(string word, CancellationToken cancellationToken)
    {
        if (await _process.StandardOutput.ReadLineAsync(cancellationToken) != word)
        {
            throw Ended();
        }
    }
}
