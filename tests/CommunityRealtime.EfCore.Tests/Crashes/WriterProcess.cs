using System.Collections.Concurrent;
using System.Diagnostics;

namespace CommunityRealtime.EfCore.Tests.Crashes;

/// <summary><see cref="WriterProgram"/> as a process of its own, to be killed.</summary>
internal sealed class WriterProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task _reading;
    private readonly TaskCompletionSource _acknowledged = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public WriterProcess(string provider, string database, CommunityId community)
    {
        _process = Process.Start(new ProcessStartInfo(
            "dotnet", ["exec", typeof(WriterProgram).Assembly.Location, provider, database, community.Value])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        _reading = ReadAsync();
    }

    /// <summary>What it said was acknowledged: sender, number, id and outcome.</summary>
    public ConcurrentQueue<string[]> Acknowledged { get; } = new();

    /// <summary>Lets the senders begin.</summary>
    /// <returns>When the first message is acknowledged.</returns>
    public async Task StartAsync(IEnumerable<int> numbers)
    {
        await _process.StandardInput.WriteLineAsync(string.Join(' ', numbers));
        await _process.StandardInput.FlushAsync();
        await await Task.WhenAny(_acknowledged.Task, _reading).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.True(_acknowledged.Task.IsCompleted, "The process ended before it was killed.");
    }

    /// <summary>Waits until it has heard of so many messages.</summary>
    public async Task AcknowledgedAsync(int count)
    {
        var started = Stopwatch.GetTimestamp();
        while (Acknowledged.Count < count)
        {
            Assert.False(_process.HasExited, "The process ended before it was killed.");
            Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(60), $"Only {Acknowledged.Count} messages were acknowledged.");
            await Task.Delay(5);
        }
    }

    /// <summary>Ends it without a warning (SIGKILL), and reads to the end what it had said before.</summary>
    public async Task KillAsync()
    {
        Assert.False(_process.HasExited, "The process ended before it was killed.");
        _process.Kill();
        await _process.WaitForExitAsync();
        await _reading;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        await _reading;
        _process.Dispose();
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            // The last line may have been cut short.
            if (line.EndsWith(WriterProgram.LineEnd, StringComparison.Ordinal))
            {
                Acknowledged.Enqueue(line[..^WriterProgram.LineEnd.Length].Split(' '));
                _acknowledged.TrySetResult();
            }
        }
    }
}
