using CommunityRealtime.Diagnostics;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace CommunityRealtime.Safety;

/// <summary>One further safety service: asked within its budget and its bounds, or else its outage policy applies.</summary>
internal sealed class FurtherSafetyService
{
    private const double BreakFailureRatio = 0.5;
    private const int BreakMinimumCalls = 10;

    private static readonly TimeSpan BreakSampling = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(100);
    private static readonly SafetyAssessment Held = new() { Verdict = SafetyVerdict.Hold };

    private readonly ISafetyService _service;
    private readonly SafetyServiceOptions _options;
    private readonly SafetyOutagePolicy _policy;
    private readonly SafetyMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ResiliencePipeline<SafetyAssessment> _calls;
    private int _checks;

    public FurtherSafetyService(
        ISafetyService service, SafetyServiceOptions options, SafetyOutagePolicy policy, SafetyMetrics metrics, TimeProvider time, ILogger logger)
    {
        _service = service;
        _options = options;
        _policy = policy;
        _metrics = metrics;
        _time = time;
        _logger = logger;
        _calls = BuildCalls();
    }

    /// <summary>Judges a text.</summary>
    /// <returns>The judgement, or what the outage policy makes of none: <see langword="null"/> when the text is refused as unavailable.</returns>
    public async Task<SafetyAssessment?> AssessAsync(SafetyRequest request)
    {
        if (Interlocked.Increment(ref _checks) > _options.MaxConcurrentChecks)
        {
            Interlocked.Decrement(ref _checks);
            return NotAsked(request, "busy");
        }

        Task<SafetyAssessment>? call = null;
        using var budget = new CancellationTokenSource(_options.TimeBudget, _time);
        try
        {
            return await _calls.ExecuteAsync(
                async token =>
                {
                    // A service that ignores its token is left behind: its late judgement is dropped with the task.
                    call = SafetyJudgements.AskAsync(_service, request, token);
                    return await call.WaitAsync(token).ConfigureAwait(false);
                },
                budget.Token).ConfigureAwait(false);
        }
        catch (BrokenCircuitException)
        {
            return NotAsked(request, "circuit_open");
        }
        catch (Exception exception)
        {
            var reason = budget.IsCancellationRequested ? "timeout" : "failed";
            _logger.NoJudgement(_options.Name, request.Community, reason, _policy, ExceptionTypes.Of(exception));
            return Outage(reason);
        }
        finally
        {
            // A call that was left behind is still work of the service.
            _ = (call ?? Task.CompletedTask).ContinueWith(
                _ => Interlocked.Decrement(ref _checks),
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
        }
    }

    private SafetyAssessment? NotAsked(SafetyRequest request, string reason)
    {
        _logger.NotAsked(_options.Name, request.Community, reason, _policy);
        return Outage(reason);
    }

    private SafetyAssessment? Outage(string reason)
    {
        _metrics.Outage(_options.Name, reason, _policy);
        return _policy switch
        {
            SafetyOutagePolicy.Open => SafetyAssessment.Allow,
            SafetyOutagePolicy.Hold => Held,
            _ => null,
        };
    }

    private ResiliencePipeline<SafetyAssessment> BuildCalls()
    {
        var builder = new ResiliencePipelineBuilder<SafetyAssessment> { TimeProvider = _time };
        if (_options.Retries > 0)
        {
            builder.AddRetry(new RetryStrategyOptions<SafetyAssessment>
            {
                MaxRetryAttempts = _options.Retries,
                Delay = RetryDelay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = static call => ValueTask.FromResult(call.Outcome.Exception is not null and not BrokenCircuitException),
            });
        }

        if (_options.BreakDuration > TimeSpan.Zero)
        {
            builder.AddCircuitBreaker(new CircuitBreakerStrategyOptions<SafetyAssessment>
            {
                FailureRatio = BreakFailureRatio,
                MinimumThroughput = BreakMinimumCalls,
                SamplingDuration = BreakSampling,
                BreakDuration = _options.BreakDuration,

                // A call that ran out of time is a failure too: nobody but the budget ends one.
                ShouldHandle = static call => ValueTask.FromResult(call.Outcome.Exception is not null),
                OnOpened = _ =>
                {
                    _logger.CircuitOpened(_options.Name, _options.BreakDuration, _policy);
                    return ValueTask.CompletedTask;
                },
                OnClosed = _ =>
                {
                    _logger.CircuitClosed(_options.Name);
                    return ValueTask.CompletedTask;
                },
            });
        }

        return builder.Build();
    }
}
