using Microsoft.Extensions.Logging;

namespace CommunityRealtime.Safety;

/// <summary>The further safety services, which are asked about texts that the first one lets pass or holds.</summary>
internal sealed class FurtherSafetyServices(
    IEnumerable<SafetyServiceRegistration> registrations,
    IServiceProvider provider,
    ChatSafetyOptions options,
    SafetyMetrics metrics,
    TimeProvider time,
    ILogger<FurtherSafetyServices> logger)
{
    private readonly FurtherSafetyService[] _services =
    [
        .. registrations.Select(registration => new FurtherSafetyService(
            registration.Create(provider), registration.Options, registration.Options.OutagePolicy ?? options.OutagePolicy, metrics, time, logger)),
    ];

    /// <summary>Whether there are any.</summary>
    public bool Any => _services.Length > 0;

    /// <summary>Asks all of them at once.</summary>
    /// <returns>The strictest judgement, that of the first service among them; <see langword="null"/> when the text is refused as unavailable.</returns>
    public async ValueTask<SafetyAssessment?> AssessAsync(SafetyRequest request, SafetyAssessment first)
    {
        var judgements = await Task.WhenAll(_services.Select(service => service.AssessAsync(request))).ConfigureAwait(false);
        return judgements.Aggregate<SafetyAssessment?, SafetyAssessment?>(first, SafetyJudgements.Stricter);
    }
}
