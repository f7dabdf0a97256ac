namespace CommunityRealtime.Crisis;

/// <summary>The notices of <see cref="InMemoryCrisisCaseStore"/>, which locks around every call.</summary>
internal sealed class InMemoryNotices
{
    private readonly Dictionary<Guid, Row> _rows = [];

    public void Add(IEnumerable<PendingNotice> notices)
    {
        foreach (var notice in notices)
        {
            _rows.Add(notice.Notice.Id, new Row { Notice = notice });
        }
    }

    public void Remove(Guid caseId, bool withSettled)
    {
        foreach (var row in _rows.Values.Where(row => row.Notice.Notice.CaseId == caseId && (withSettled || row.Outcome is null)).ToArray())
        {
            _rows.Remove(row.Notice.Notice.Id);
        }
    }

    public IReadOnlyList<PendingNotice> Lease(string channel, string owner, DateTimeOffset now, DateTimeOffset until, int max)
    {
        var taken = _rows.Values
            .Where(row => row.Outcome is null && row.Notice.DueAt <= now && row.LeasedUntil <= now
                && string.Equals(row.Notice.Channel, channel, StringComparison.Ordinal))
            .OrderBy(row => row.Notice.DueAt).Take(max).ToArray();
        foreach (var row in taken)
        {
            (row.Owner, row.LeasedUntil, row.Notice) = (owner, until, row.Notice with { Attempts = row.Notice.Attempts + 1 });
        }

        return [.. taken.Select(row => row.Notice)];
    }

    public bool Settle(Guid notice, string owner, NoticeOutcome outcome, DateTimeOffset at)
    {
        if (!_rows.TryGetValue(notice, out var row) || row.Outcome is not null || !string.Equals(row.Owner, owner, StringComparison.Ordinal))
        {
            return false;
        }

        (row.Owner, row.LeasedUntil) = (null, DateTimeOffset.MinValue);
        if (outcome == NoticeOutcome.Postponed)
        {
            row.Notice = row.Notice with { DueAt = at };
        }
        else
        {
            row.Outcome = outcome;
        }

        return true;
    }

    public CrisisOutboxState ReadState(Func<Guid, bool> isWaiting)
    {
        var waiting = _rows.Values.Where(row => row.Outcome is null).ToArray();
        return new CrisisOutboxState(
            waiting.Length,
            waiting.Length == 0 ? null : waiting.Min(row => row.Notice.CreatedAt),
            _rows.Values.Count(row => row.Outcome == NoticeOutcome.GivenUp && isWaiting(row.Notice.Notice.CaseId)));
    }

    private sealed class Row
    {
        public required PendingNotice Notice { get; set; }

        public string? Owner { get; set; }

        public DateTimeOffset LeasedUntil { get; set; } = DateTimeOffset.MinValue;

        public NoticeOutcome? Outcome { get; set; }
    }
}
