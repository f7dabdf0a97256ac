namespace CommunityRealtime.Crisis;

/// <summary>Keeps crisis cases in memory, for tests and trials: they are lost with the process.</summary>
internal sealed class InMemoryCrisisCaseStore : ICrisisCaseStore, ICrisisOutbox
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, CrisisFile> _files = [];
    private readonly Dictionary<(UserId, CommunityId, string), (Guid Case, int Number)> _entries = [];
    private readonly InMemoryNotices _notices = new();

    public ValueTask<CrisisEntryResult> AddAsync(CrisisEntry entry, Func<CrisisCase?, CrisisChange> decide, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(decide);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            if (FindEarlier(entry) is { } earlier)
            {
                return ValueTask.FromResult(earlier);
            }

            var open = _files.Values.FirstOrDefault(file => file.Case.IsOpen && file.Case.Author == entry.Writer
                && file.Case.Community == entry.Community && file.Case.IsAnonymous == entry.IsAnonymous);
            var file = Apply(open, decide(open?.Case), entry);
            return ValueTask.FromResult(new CrisisEntryResult(IsNew: true, file.Case, file.Entries[^1]));
        }
    }

    public ValueTask<CrisisCase?> ChangeAsync(
        Guid id, Func<CrisisCase, CrisisChange?> decide, CrisisEntry? entry, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(decide);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            if (_files.GetValueOrDefault(id) is not { } file)
            {
                return ValueTask.FromResult<CrisisCase?>(null);
            }

            var isRepeat = entry is not null && FindEarlier(entry) is not null;
            return ValueTask.FromResult<CrisisCase?>(
                !isRepeat && decide(file.Case) is { } change ? Apply(file, change, entry).Case : file.Case);
        }
    }

    public ValueTask<CrisisFile?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            return ValueTask.FromResult(_files.GetValueOrDefault(id));
        }
    }

    public ValueTask<IReadOnlyList<CrisisCase>> ReadAsync(CrisisQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            return ValueTask.FromResult<IReadOnlyList<CrisisCase>>(
                [.. _files.Values.Select(file => file.Case).Where(found => Fits(found, query)).OrderBy(found => found.RaisedAt).Take(query.Limit)]);
        }
    }

    public ValueTask<IReadOnlyList<PendingNotice>> LeaseAsync(
        string channel, string owner, DateTimeOffset now, DateTimeOffset until, int max, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            return ValueTask.FromResult(_notices.Lease(channel, owner, now, until, max));
        }
    }

    public ValueTask<bool> SettleAsync(Guid notice, string owner, NoticeOutcome outcome, DateTimeOffset at, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            return ValueTask.FromResult(_notices.Settle(notice, owner, outcome, at));
        }
    }

    public ValueTask<CrisisOutboxState> ReadStateAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            return ValueTask.FromResult(_notices.ReadState(id => _files[id].Case.IsWaiting));
        }
    }

    private static bool Fits(CrisisCase found, CrisisQuery query) =>
        (query.Community is not { } community || found.Community == community)
        && (query.Author is not { } author || found.Author == author)
        && (query.IsOpen is not { } isOpen || found.IsOpen == isOpen)
        && (query.IsWaiting is not { } isWaiting || found.IsWaiting == isWaiting)
        && (query.CallDueBy is not { } due || found.NextCallAt <= due)
        && (query.ChangedSince is not { } since || found.ChangedAt >= since)
        && (query.ClosedBy is not { } closed || (found.ClosedAt <= closed && found.Author is not null));

    private CrisisEntryResult? FindEarlier(CrisisEntry entry)
    {
        if (entry is not { Writer: { } writer, ClientId: { } key } || !_entries.TryGetValue((writer, entry.Community, key), out var place))
        {
            return null;
        }

        var file = _files[place.Case];
        return new CrisisEntryResult(IsNew: false, file.Case, file.Entries[place.Number - 1]);
    }

    private CrisisFile Apply(CrisisFile? file, CrisisChange change, CrisisEntry? entry)
    {
        var entries = file?.Entries ?? [];
        var events = file?.Events ?? [];
        if (change.ErasesContent)
        {
            entries = [.. entries.Select(kept => kept with { Writer = null, ClientId = null, ProtectedText = null })];
            events = [.. events.Select(kept => kept with { Actor = null, ProtectedReason = null })];
            foreach (var key in _entries.Where(pair => pair.Value.Case == change.Case.Id).Select(pair => pair.Key).ToArray())
            {
                _entries.Remove(key);
            }
        }

        if (entry is not null)
        {
            entries = [.. entries, entry with { Number = entries.Count + 1 }];
            _entries.Add((entry.Writer!.Value, entry.Community, entry.ClientId!), (change.Case.Id, entries.Count));
        }

        events = [.. events, .. change.Events.Select((added, index) => added with { Number = events.Count + index + 1 })];
        var changed = change.Case with { EntryCount = entries.Count, EventCount = events.Count, Version = (file?.Case.Version ?? 0) + 1 };
        if (change.WithdrawsNotices || change.ErasesContent)
        {
            _notices.Remove(changed.Id, withSettled: change.ErasesContent);
        }

        _notices.Add(change.Notices);
        return _files[changed.Id] = new CrisisFile(changed, entries, events);
    }
}
