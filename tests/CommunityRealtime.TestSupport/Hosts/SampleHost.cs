using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace CommunityRealtime.TestSupport.Hosts;

/// <summary>The built sample app as a process of its own, on a free loopback port, with a database in a temporary folder.</summary>
public sealed partial class SampleHost : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(45);

    private IReadOnlyDictionary<string, string?> _settings;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("communityrealtime-sample-");
    private readonly StringBuilder _output = new();
    private Process? _process;
    private int _port;

    private SampleHost(IReadOnlyDictionary<string, string?> settings) => _settings = settings;

    /// <summary>Where the app listens. It stays the same over a restart.</summary>
    public Uri Address => new($"http://127.0.0.1:{_port}");

    /// <summary>Everything the app has written to its console so far.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>The same address for a WebSocket.</summary>
    public Uri Socket(string pathAndQuery) => new($"ws://127.0.0.1:{_port}{pathAndQuery}");

    /// <summary>Starts the app with environment variables as its settings, in Development unless they say otherwise.</summary>
    public static async Task<SampleHost> StartAsync(IReadOnlyDictionary<string, string?>? settings = null)
    {
        var host = new SampleHost(settings ?? new Dictionary<string, string?>());
        try
        {
            await host.StartAgainAsync();
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs an app that is expected to end by itself.</summary>
    public static async Task<(int ExitCode, string Output)> RunToItsEndAsync(IReadOnlyDictionary<string, string?> settings)
    {
        await using var host = new SampleHost(settings);
        var process = host.Launch(new TaskCompletionSource());
        using var patience = new CancellationTokenSource(Deadline);
        await process.WaitForExitAsync(patience.Token);
        return (process.ExitCode, host.Output);
    }

    /// <summary>Starts it again after a stop: same port, same database, and the same settings unless new ones are given.</summary>
    public async Task StartAgainAsync(IReadOnlyDictionary<string, string?>? settings = null)
    {
        _settings = settings ?? _settings;
        var listening = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = Launch(listening);
        var ended = process.WaitForExitAsync();

        if (await Task.WhenAny(listening.Task, ended, Task.Delay(Deadline)) != listening.Task)
        {
            throw new InvalidOperationException($"The sample did not start.{Environment.NewLine}{Output}");
        }
    }

    /// <summary>Asks the app to stop, as a service manager does, and waits until it has.</summary>
    public async Task StopAsync()
    {
        if (_process is not { HasExited: false } process)
        {
            return;
        }

        if (OperatingSystem.IsWindows())
        {
            process.Kill(entireProcessTree: true);
        }
        else
        {
            await SignalAsync("-TERM");
        }

        using var patience = new CancellationTokenSource(Deadline);
        await process.WaitForExitAsync(patience.Token);
    }

    /// <summary>Ends the app without a warning, as a crash does.</summary>
    public async Task CrashAsync()
    {
        if (_process is { HasExited: false } process)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }
    }

    /// <summary>Stops the process in its tracks, as a machine does that stalls: connections stay open and nothing is answered.</summary>
    public Task FreezeAsync() => SignalAsync("-STOP");

    /// <summary>Lets it run on after <see cref="FreezeAsync"/>.</summary>
    public Task ThawAsync() => SignalAsync("-CONT");

    public async ValueTask DisposeAsync()
    {
        await CrashAsync();
        _process?.Dispose();
        _folder.Delete(recursive: true);
    }

    [GeneratedRegex(@"Now listening on: http://127\.0\.0\.1:(\d+)")]
    private static partial Regex ListeningLine();

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [signal, _process!.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    private Process Launch(TaskCompletionSource listening)
    {
        _process?.Dispose();
        var start = new ProcessStartInfo("dotnet", [SampleProgram.Path, "--urls", $"http://127.0.0.1:{_port}"])
        {
            WorkingDirectory = _folder.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["ASPNETCORE_ENVIRONMENT"] = "Development",
                ["Logging__LogLevel__Microsoft.Hosting.Lifetime"] = "Information",
            },
        };

        foreach (var (name, value) in _settings)
        {
            start.Environment[name] = value;
        }

        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Read(line.Data, listening);
        _process.ErrorDataReceived += (_, line) => Read(line.Data, listening);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        return _process;
    }

    private void Read(string? line, TaskCompletionSource listening)
    {
        if (line is null)
        {
            return;
        }

        lock (_output)
        {
            _output.AppendLine(line);
        }

        if (ListeningLine().Match(line) is { Success: true } match)
        {
            _port = int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
            listening.TrySetResult();
        }
    }
}
