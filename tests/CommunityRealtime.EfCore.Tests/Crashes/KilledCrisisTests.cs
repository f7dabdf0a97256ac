using System.Collections.Concurrent;
using System.Diagnostics;
using CommunityRealtime.Crisis;
using CommunityRealtime.EfCore.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CommunityRealtime.EfCore.Tests.Crashes;

/// <summary>Servers that are killed between the verdict and the notice.</summary>
public sealed class KilledCrisisTests(SqliteDatabases files) : IClassFixture<SqliteDatabases>
{
    private const int Kills = 50;

    private const int MaxMillisecondsToLive = 60;

    private readonly ConcurrentQueue<string> _heard = new();

    [Fact]
    public async Task Crisis_WhoseServerIsKilledBeforeTheNotice_IsNotifiedAfterTheRestart()
    {
        var file = files.NewFile();
        await using var chat = await ChatServices.MigratedAsync(options => options.UseSqlite(file));
        var answered = new List<string>();

        var next = Start(file);
        for (var kill = 1; kill <= Kills; kill++)
        {
            // Started ahead, since a start takes much longer than a life. It serves the same database meanwhile, as another server does.
            using var killed = next;
            next = Start(file);
            await killed.SaidAsync(CrisisProgram.Ready);
            await killed.TellAsync($"user-{kill}");
            if (kill % 2 == 0)
            {
                await killed.SaidAsync(CrisisProgram.Answered);
            }
            else
            {
                await Task.Delay(Random.Shared.Next(MaxMillisecondsToLive));
            }

            if (await killed.KillAsync())
            {
                answered.Add($"user-{kill}");
            }
        }

        using var last = next;
        await AllDeliveredAsync(chat);
        await AssertNotifiedAsync(chat, answered);
    }

    /// <summary>What was told, in words of "notice ID CASE KIND STEP".</summary>
    private IEnumerable<string[]> Notices() => _heard.Where(line => line.StartsWith("notice ", StringComparison.Ordinal)).Select(line => line.TrimEnd(';').Split(' '));

    private static async Task AllDeliveredAsync(ChatServices chat)
    {
        // Leases of killed processes have to end first.
        var started = Stopwatch.GetTimestamp();
        while ((await chat.Outbox.ReadStateAsync(CancellationToken.None)).Waiting > 0)
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(60), "A notice was never delivered.");
            await Task.Delay(50);
        }
    }

    private async Task AssertNotifiedAsync(ChatServices chat, IReadOnlyList<string> answered)
    {
        var cases = await chat.Cases.ReadAsync(new CrisisQuery { Community = CrisisProgram.Community }, CancellationToken.None);
        Assert.Subset(cases.Select(found => found.Author!.Value.Value).ToHashSet(StringComparer.Ordinal), answered.ToHashSet(StringComparer.Ordinal));
        Assert.True(cases.Count >= Kills / 2, $"Only {cases.Count} of {Kills} cases were stored.");
        var ids = cases.Select(found => $"{found.Id}").ToHashSet(StringComparer.Ordinal);
        var raised = Notices().Where(words => ids.Contains(words[2]) && words[3] == nameof(CrisisNoticeKind.Raised)).ToLookup(words => words[2], words => words[1], StringComparer.Ordinal);
        Assert.Equal(ids.Order(StringComparer.Ordinal), raised.Select(notices => notices.Key).Order(StringComparer.Ordinal));
        Assert.All(raised, notices => Assert.Single(notices.Distinct(StringComparer.Ordinal)));
    }

    private CrisisProcess Start(string file) => new(file, _heard);

    private sealed class CrisisProcess : IDisposable
    {
        private readonly Process _process;
        private readonly Task _reading;
        private readonly ConcurrentQueue<string> _said = new();

        public CrisisProcess(string file, ConcurrentQueue<string> heard)
        {
            _process = Process.Start(new ProcessStartInfo("dotnet", ["exec", typeof(CrisisProgram).Assembly.Location, CrisisProgram.Name, file])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            })!;
            _reading = Task.Run(async () =>
            {
                while (await _process.StandardOutput.ReadLineAsync() is { } line)
                {
                    // The last line may have been cut short.
                    if (line.EndsWith(';'))
                    {
                        _said.Enqueue(line);
                        heard.Enqueue(line);
                    }
                }
            });
        }

        public async Task SaidAsync(string line)
        {
            var started = Stopwatch.GetTimestamp();
            while (!_said.Contains(line, StringComparer.Ordinal))
            {
                Assert.False(_process.HasExited, "The process ended before it was killed.");
                Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(60), "The process did not start.");
                await Task.Delay(5);
            }
        }

        public async Task TellAsync(string author)
        {
            await _process.StandardInput.WriteLineAsync(author);
            await _process.StandardInput.FlushAsync();
        }

        /// <summary>Ends it without a warning.</summary>
        /// <returns>Whether the author would have got an answer.</returns>
        public async Task<bool> KillAsync()
        {
            _process.Kill();
            await _process.WaitForExitAsync();
            await _reading;
            return _said.Contains(CrisisProgram.Answered, StringComparer.Ordinal);
        }

        public void Dispose()
        {
            if (!_process.HasExited)
            {
                _process.Kill();
                _process.WaitForExit();
            }

            _process.Dispose();
        }
    }
}
