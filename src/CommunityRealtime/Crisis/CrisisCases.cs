using CommunityRealtime.Diagnostics;
using CommunityRealtime.Messages;
using CommunityRealtime.Safety;
using Microsoft.Extensions.Logging;

namespace CommunityRealtime.Crisis;

/// <summary>Opens crisis cases: encrypted and committed, with the notices about them, before anyone is told anything.</summary>
internal sealed class CrisisCases(
    ICrisisCaseStore store,
    CrisisText texts,
    CareTeam careTeam,
    CrisisPolicy policy,
    CrisisSignal signal,
    CrisisMetrics metrics,
    TimeProvider time,
    ILogger<CrisisCases> logger)
{
    /// <summary>How many different texts under one retry key are told from repeats; further ones are stored each time.</summary>
    private const int MaxTextsOfAKey = 16;

    /// <summary>Stores a withheld message, once for the same text under the same retry key.</summary>
    /// <param name="draft">The message.</param>
    /// <param name="level">How near the danger is; none from a service that does not tell.</param>
    /// <returns><see langword="null"/> when it could not be stored.</returns>
    public async ValueTask<RaisedCrisis?> RaiseAsync(MessageDraft draft, CrisisLevel level)
    {
        try
        {
            var duty = await careTeam.FindDutyAsync(draft.Community).ConfigureAwait(false);
            var id = Guid.NewGuid();
            var entry = new CrisisEntry
            {
                Kind = CrisisEntryKind.Withheld,
                Community = draft.Community,
                Writer = draft.Author,
                ClientId = draft.ClientId,
                IsAnonymous = draft.IsAnonymous,
                Level = level == CrisisLevel.None ? CrisisLevel.Active : level,
                ProtectedText = texts.Protect(draft.Content),
                WrittenAt = time.NowInMilliseconds(),
            };
            for (var number = 1; ; number++)
            {
                // A key that was used for another text must not swallow this one.
                entry = entry with { ClientId = KeyOf(draft.ClientId, number) };

                // A sender who goes away now is still a person in a crisis: nothing cancels this.
                var result = await store.AddAsync(
                    entry,
                    open => CrisisRaising.Raise(open, id, entry, policy, duty == CareTeamDuty.NobodyOnDuty),
                    CancellationToken.None).ConfigureAwait(false);
                if (result.IsNew)
                {
                    metrics.Raised(entry.Level, isNewCase: result.Entry.Number == 1);
                    signal.Set();
                    return new RaisedCrisis(duty, IsFollowUp: result.Entry.Number > 1);
                }

                // Without the key of the earlier text nobody can tell: rather an entry too many.
                if (string.Equals(texts.Read(result.Entry.ProtectedText), draft.Content, StringComparison.Ordinal))
                {
                    return new RaisedCrisis(duty, IsFollowUp: false);
                }
            }
        }
        catch (Exception exception)
        {
            logger.CrisisCaseNotStored(draft.Community, ExceptionTypes.Of(exception));
            return null;
        }
    }

    private static string KeyOf(string clientId, int number) => number switch
    {
        1 => clientId,
        <= MaxTextsOfAKey => $"{clientId} #{number}",
        _ => Guid.NewGuid().ToString("N"),
    };
}
