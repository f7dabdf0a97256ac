using System.Collections.Concurrent;

namespace CommunityRealtime.Safety;

/// <summary>The names that others see beside messages: judged like any text, once for each name, and replaced when they may not be shown.</summary>
/// <remarks>In memory, of a bounded number of names. May be used from many threads.</remarks>
internal sealed class SafeNames(SafetyGate gate)
{
    /// <summary>Stands in for a name that is not shown.</summary>
    public const string Replacement = "Member";

    private const int MostNames = 50_000;

    private readonly ConcurrentDictionary<(CommunityId Community, string Name), string> _shown = new();

    /// <summary>What others see in place of a name, or the name itself.</summary>
    public ValueTask<string> ShownAsync(CommunityId community, string name) =>
        _shown.TryGetValue((community, name), out var shown) ? ValueTask.FromResult(shown) : JudgeAsync(community, name);

    private async ValueTask<string> JudgeAsync(CommunityId community, string name)
    {
        // Without a judgement the name is not shown this time, and judged again at the next.
        if (await gate.AssessNameAsync(community, name).ConfigureAwait(false) is not { } assessment)
        {
            return Replacement;
        }

        if (_shown.Count >= MostNames)
        {
            _shown.Clear();
        }

        return _shown[(community, name)] = assessment.Allowed ? name : Replacement;
    }
}
