using System.Diagnostics;
using System.Diagnostics.Metrics;
using CommunityRealtime.Safety;
using CommunityRealtime.Tests.Hosts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace CommunityRealtime.Tests.Safety;

/// <summary>A further safety service keeps to its budget and its bounds, whatever it does.</summary>
public sealed class FurtherSafetyServiceTests : IDisposable
{
    /// <summary>Real time, after which a test waits in vain.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(15);

    private static readonly SafetyRequest Request = new() { Text = "secret text", Community = new(5) };

    private readonly FakeTimeProvider _time = new();
    private readonly LogCapture _logs = new();
    private readonly SafetyServiceOptions _options = new() { Name = "judge", Retries = 0, BreakDuration = TimeSpan.Zero };

    [Theory]
    [InlineData(SafetyOutagePolicy.Closed, null)]
    [InlineData(SafetyOutagePolicy.Hold, SafetyVerdict.Hold)]
    [InlineData(SafetyOutagePolicy.Open, SafetyVerdict.Allow)]
    public async Task AssessAsync_ServiceThatFails_IsHandledAsThePolicySays(SafetyOutagePolicy policy, SafetyVerdict? verdict)
    {
        var service = Create(new((_, _) => throw new InvalidOperationException("secret text")), policy);

        Assert.Equal(verdict, (await service.AssessAsync(Request))?.Verdict);
        var line = Assert.Single(_logs.Lines);
        Assert.Equal((1451, LogLevel.Warning), (line.Id, line.Level));
        Assert.Contains("InvalidOperationException", line.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("secret text", line.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(-1)]
    [InlineData(5)]
    public async Task AssessAsync_JudgementThatTheChatDoesNotKnow_CountsAsNone(int? verdict)
    {
        var service = Create(new((_, _) => Task.FromResult(verdict is { } value ? new SafetyAssessment { Verdict = (SafetyVerdict)value } : null!)));

        Assert.Null(await service.AssessAsync(Request));
    }

    [Fact]
    public async Task AssessAsync_ServiceThatHangs_EndsWithItsBudgetAndItsLateVerdictIsDropped()
    {
        var late = new TaskCompletionSource<SafetyAssessment>();
        var script = new ScriptedSafetyService((_, _) => late.Task);
        var pending = Create(script).AssessAsync(Request);
        await Eventually.TrueAsync(() => script.Calls == 1, "the call");

        _time.Advance(_options.TimeBudget - TimeSpan.FromMilliseconds(1));
        Assert.False(pending.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Null(await pending.WaitAsync(Deadline));
        late.SetResult(SafetyAssessment.Allow);
        Assert.Null(await pending);
    }

    [Fact]
    public async Task AssessAsync_ServiceThatBlocksItsThread_EndsWithItsBudget()
    {
        using var released = new ManualResetEventSlim();
        var script = new ScriptedSafetyService(_ =>
        {
            released.Wait();
            return SafetyVerdict.Allow;
        });
        var pending = Task.Run(() => Create(script).AssessAsync(Request));
        await Eventually.TrueAsync(() => script.Calls == 1, "the call");

        try
        {
            Assert.Null(await WhileTimePassesAsync(pending, _options.TimeBudget));
        }
        finally
        {
            released.Set();
        }
    }

    [Fact]
    public async Task AssessAsync_MoreThanMayBeJudgedAtOnce_IsAnOutageWithoutAWaitUntilACallHasReallyEnded()
    {
        _options.MaxConcurrentChecks = 2;
        var hung = new TaskCompletionSource<SafetyAssessment>();
        var script = new ScriptedSafetyService((_, _) => hung.Task);
        var service = Create(script, SafetyOutagePolicy.Hold);
        var pending = new[] { service.AssessAsync(Request), service.AssessAsync(Request) };
        await Eventually.TrueAsync(() => script.Calls == 2, "the calls");

        Assert.Equal(SafetyVerdict.Hold, (await service.AssessAsync(Request).WaitAsync(Deadline))!.Verdict);
        _time.Advance(_options.TimeBudget);
        await Task.WhenAll(pending).WaitAsync(Deadline);
        Assert.Equal(SafetyVerdict.Hold, (await service.AssessAsync(Request).WaitAsync(Deadline))!.Verdict);
        Assert.Equal(2, script.Calls);
        hung.SetResult(SafetyAssessment.Allow);

        var free = SafetyVerdict.Hold;
        for (var waited = Stopwatch.StartNew(); free == SafetyVerdict.Hold && waited.Elapsed < Deadline;)
        {
            free = (await service.AssessAsync(Request).WaitAsync(Deadline))!.Verdict;
        }

        Assert.Equal(SafetyVerdict.Allow, free);
    }

    [Theory]
    [InlineData(0, 1, null)]
    [InlineData(1, 2, null)]
    [InlineData(2, 3, SafetyVerdict.Allow)]
    [InlineData(3, 3, SafetyVerdict.Allow)]
    public async Task AssessAsync_ServiceThatFailsTwice_IsAskedAgainAsOftenAsAllowed(int retries, int calls, SafetyVerdict? verdict)
    {
        _options.Retries = retries;
        var left = 2;
        var script = new ScriptedSafetyService((_, _) => Interlocked.Decrement(ref left) < 0
            ? Task.FromResult(SafetyAssessment.Allow)
            : Task.FromException<SafetyAssessment>(new HttpRequestException()));

        var assessment = await WhileTimePassesAsync(Create(script).AssessAsync(Request), TimeSpan.FromMilliseconds(20));

        Assert.Equal((calls, verdict), (script.Calls, assessment?.Verdict));
    }

    [Fact]
    public async Task AssessAsync_RetriesThatWouldOutlastTheBudget_AreNotMade()
    {
        _options.Retries = 3;
        _options.TimeBudget = TimeSpan.FromMilliseconds(10);
        var script = new ScriptedSafetyService((_, _) => Task.FromException<SafetyAssessment>(new HttpRequestException()));
        var pending = Create(script).AssessAsync(Request);
        await Eventually.TrueAsync(() => script.Calls == 1, "the call");

        Assert.Null(await WhileTimePassesAsync(pending, TimeSpan.FromMilliseconds(10)));
        Assert.InRange(script.Calls, 1, 2);
    }

    [Fact]
    public async Task AssessAsync_ServiceThatFailsAgainAndAgain_IsLeftAloneForAWhile()
    {
        _options.BreakDuration = TimeSpan.FromSeconds(15);
        var works = false;
        var script = new ScriptedSafetyService((_, _) => works
            ? Task.FromResult(SafetyAssessment.Allow)
            : Task.FromException<SafetyAssessment>(new HttpRequestException()));
        var service = Create(script);

        for (var check = 0; check < 20; check++)
        {
            Assert.Null(await service.AssessAsync(Request));
        }

        Assert.Equal(10, script.Calls);
        works = true;
        _time.Advance(TimeSpan.FromSeconds(14));
        Assert.Null(await service.AssessAsync(Request));
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(SafetyVerdict.Allow, (await service.AssessAsync(Request))!.Verdict);
        Assert.Equal(11, script.Calls);
        Assert.Equal([1453, 1454], _logs.Lines.Select(line => line.Id).Where(id => id is 1453 or 1454));
    }

    [Fact]
    public async Task AssessAsync_ServiceThatHangsAgainAndAgain_IsLeftAloneForAWhile()
    {
        _options.BreakDuration = TimeSpan.FromSeconds(15);
        _options.TimeBudget = TimeSpan.FromSeconds(1);
        var script = new ScriptedSafetyService((_, _) => new TaskCompletionSource<SafetyAssessment>().Task);
        var service = Create(script);
        var pending = Enumerable.Range(0, 10).Select(_ => service.AssessAsync(Request)).ToArray();
        await Eventually.TrueAsync(() => script.Calls == 10, "the calls");
        _time.Advance(_options.TimeBudget);
        await Task.WhenAll(pending).WaitAsync(Deadline);

        // Without a wait: nobody moves the clock any more.
        Assert.Null(await service.AssessAsync(Request).WaitAsync(Deadline));
        Assert.Equal(10, script.Calls);
    }

    public void Dispose() => _logs.Dispose();

    private FurtherSafetyService Create(ScriptedSafetyService service, SafetyOutagePolicy policy = SafetyOutagePolicy.Closed) =>
        new(service, _options, policy, new(Meters()), _time, _logs.CreateLogger("safety"));

    private static IMeterFactory Meters() => new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();

    private async Task<T> WhileTimePassesAsync<T>(Task<T> task, TimeSpan step)
    {
        await Eventually.TrueAsync(
            () =>
            {
                _time.Advance(step);
                return task.IsCompleted;
            },
            "the judgement");
        return await task;
    }
}
