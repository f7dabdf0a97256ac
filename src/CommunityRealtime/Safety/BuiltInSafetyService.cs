using System.Collections.Frozen;

namespace CommunityRealtime.Safety;

/// <summary>The built-in gate with the app's own rules beside those of the library, for each community that has some. Immutable.</summary>
internal sealed class BuiltInSafetyService : ISafetyService
{
    /// <summary>Of all hosts of the process that add none of their own: compiling them takes time and memory.</summary>
    private static readonly Lazy<RuleSafetyService> WithoutOwn = new(() => new());

    private readonly RuleSafetyService _everywhere;
    private readonly FrozenDictionary<CommunityId, RuleSafetyService> _communities;

    /// <summary>Puts the rules together.</summary>
    public BuiltInSafetyService(IEnumerable<HostRules> rules)
    {
        var own = rules.ToList();
        _everywhere = With(rule => rule.Community is null);
        _communities = own.Select(rule => rule.Community).OfType<CommunityId>().Distinct()
            .ToFrozenDictionary(community => community, community => With(rule => rule.Community is null || rule.Community == community));

        RuleSafetyService With(Func<HostRules, bool> holds) => own.Where(holds).Select(rule => rule.File).ToList() is { Count: > 0 } files
            ? new([.. RuleSafetyService.BuiltIn(), .. files])
            : WithoutOwn.Value;
    }

    /// <inheritdoc/>
    public ValueTask<SafetyAssessment> AssessUserMessageAsync(SafetyRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return _communities.GetValueOrDefault(request.Community, _everywhere).AssessUserMessageAsync(request, cancellationToken);
    }
}
