using CommunityRealtime.Safety;

namespace CommunityRealtime.Crisis;

/// <summary>Erases texts, reasons and names of cases that were closed long enough ago. Community, level, times and what was done stay, as figures.</summary>
internal sealed class CrisisRetention(ICrisisCaseStore store, ChatCrisisOptions options, TimeProvider time)
{
    private const int MaxAtOnce = 100;

    /// <summary>Erases what is due.</summary>
    /// <returns>Whether more may be due.</returns>
    public async Task<bool> EraseAsync()
    {
        var now = time.NowInMilliseconds();
        var shortest = new[] { options.FalseAlarmRetention, options.Acute.Retention, options.Active.Retention, options.Passive.Retention }.Min();
        var old = await store.ReadAsync(
            new CrisisQuery { IsOpen = false, ClosedBy = now - shortest, Limit = MaxAtOnce }, CancellationToken.None).ConfigureAwait(false);
        var erased = 0;
        foreach (var found in old.Where(found => now - found.ClosedAt >= RetentionOf(found)))
        {
            await store.ChangeAsync(found.Id, current => Erased(current, now), null, CancellationToken.None).ConfigureAwait(false);
            erased++;
        }

        return erased == MaxAtOnce;
    }

    /// <summary>The change that erases a closed case; none for one that is open or erased.</summary>
    public static CrisisChange? Erased(CrisisCase current, DateTimeOffset now) => current.IsOpen || current.Author is null ? null : new CrisisChange
    {
        Case = current with { Author = null, Owner = null, ChangedAt = now },
        Events = [new() { Kind = CrisisEventKind.Erased, State = current.State, At = now }],
        WithdrawsNotices = true,
        ErasesContent = true,
    };

    private TimeSpan RetentionOf(CrisisCase found) => found switch
    {
        { State: CrisisCaseState.ClosedAsFalseAlarm } => options.FalseAlarmRetention,
        { Level: CrisisLevel.Acute } => options.Acute.Retention,
        { Level: CrisisLevel.Passive } => options.Passive.Retention,
        _ => options.Active.Retention,
    };
}
