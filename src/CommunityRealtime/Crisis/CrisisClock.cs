using CommunityRealtime.Safety;

namespace CommunityRealtime.Crisis;

/// <summary>Makes the calls of cases that nobody acknowledges. Of several servers one makes each: the others find the case changed.</summary>
internal sealed class CrisisClock(ICrisisCaseStore store, CareTeam careTeam, CrisisPolicy policy, CrisisSignal signal, TimeProvider time)
{
    private const int MaxAtOnce = 100;

    /// <summary>Makes the calls that are due.</summary>
    /// <returns>Whether more may be due.</returns>
    public async Task<bool> CallAsync()
    {
        var due = await store.ReadAsync(
            new CrisisQuery { IsOpen = true, CallDueBy = time.GetUtcNow(), Limit = MaxAtOnce }, CancellationToken.None).ConfigureAwait(false);
        foreach (var found in due)
        {
            var isNobodyOnDuty = await careTeam.FindDutyAsync(found.Community).ConfigureAwait(false) == CareTeamDuty.NobodyOnDuty;
            await store.ChangeAsync(
                found.Id,
                current => CrisisCalls.CallDue(current, policy, isNobodyOnDuty, time.NowInMilliseconds()),
                null,
                CancellationToken.None).ConfigureAwait(false);
        }

        if (due.Count > 0)
        {
            signal.Set();
        }

        return due.Count == MaxAtOnce;
    }
}
