using CommunityRealtime.Safety;

namespace CommunityRealtime.Tests.Hosts;

/// <summary>A safety service that does as a test says.</summary>
/// <param name="judge">Judges a text.</param>
internal sealed class ScriptedSafetyService(Func<string, CancellationToken, Task<SafetyAssessment>> judge) : ISafetyService
{
    private int _calls;

    public ScriptedSafetyService(Func<string, SafetyVerdict> judge)
        : this((text, _) => Task.FromResult(new SafetyAssessment { Verdict = judge(text) }))
    {
    }

    /// <summary>How often it was asked.</summary>
    public int Calls => Volatile.Read(ref _calls);

    public ValueTask<SafetyAssessment> AssessUserMessageAsync(SafetyRequest request, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _calls);
        return new(judge(request.Text, cancellationToken));
    }
}
