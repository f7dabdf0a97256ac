using System.Diagnostics;
using System.Text;

namespace CommunityRealtime.Packages.Tests;

/// <summary>A built app that runs as a process of its own, on a free port.</summary>
internal sealed class AppProcess : IAsyncDisposable
{
    private const string Listening = "Now listening on: ";

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private AppProcess(Process process) => _process = process;

    public Uri Address { get; private set; } = null!;

    public static async Task<AppProcess> StartAsync(string folder, string signingKey)
    {
        var start = CommandLine.InFreshTerminal(folder, "dotnet", Path.Combine("out", "App.dll"));
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        start.Environment["CommunityChat__Jwt__SigningKey"] = signingKey;
        start.Environment["CommunityChat__Membership__Open"] = "true";

        var app = new AppProcess(new Process { StartInfo = start, EnableRaisingEvents = true });
        try
        {
            await app.ListenAsync();
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task ListenAsync()
    {
        _process.OutputDataReceived += (_, line) => Read(line.Data);
        _process.ErrorDataReceived += (_, line) => Read(line.Data);
        _process.Exited += (_, _) => _address.TrySetException(new InvalidOperationException("The app ended before it listened."));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();

        try
        {
            Address = await _address.Task.WaitAsync(TimeSpan.FromSeconds(60));
        }
        catch (Exception exception) when (exception is InvalidOperationException or TimeoutException)
        {
            lock (_output)
            {
                throw new InvalidOperationException($"The app did not start:\n{_output}", exception);
            }
        }
    }

    private void Read(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
        }

        var at = line?.IndexOf(Listening, StringComparison.Ordinal) ?? -1;
        if (at >= 0)
        {
            _address.TrySetResult(new Uri(line![(at + Listening.Length)..].Trim()));
        }
    }
}
