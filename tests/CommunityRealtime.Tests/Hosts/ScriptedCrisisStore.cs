using CommunityRealtime.Crisis;

namespace CommunityRealtime.Tests.Hosts;

/// <summary>Crisis cases in memory that can be held up, or fail, before an entry is stored.</summary>
internal sealed class ScriptedCrisisStore : ICrisisCaseStore
{
    private readonly InMemoryCrisisCaseStore _inner = new();

    /// <summary>Runs before an entry is stored.</summary>
    public Func<CrisisEntry, Task> BeforeAdd { get; set; } = _ => Task.CompletedTask;

    /// <summary>The outbox that belongs to it.</summary>
    public ICrisisOutbox Outbox => _inner;

    /// <summary>How often an entry was to be stored.</summary>
    public int Adds { get; private set; }

    public async ValueTask<CrisisEntryResult> AddAsync(CrisisEntry entry, Func<CrisisCase?, CrisisChange> decide, CancellationToken cancellationToken)
    {
        Adds++;
        await BeforeAdd(entry);
        return await _inner.AddAsync(entry, decide, cancellationToken);
    }

    public ValueTask<CrisisCase?> ChangeAsync(Guid id, Func<CrisisCase, CrisisChange?> decide, CrisisEntry? entry, CancellationToken cancellationToken) =>
        _inner.ChangeAsync(id, decide, entry, cancellationToken);

    public ValueTask<CrisisFile?> FindAsync(Guid id, CancellationToken cancellationToken) => _inner.FindAsync(id, cancellationToken);

    public ValueTask<IReadOnlyList<CrisisCase>> ReadAsync(CrisisQuery query, CancellationToken cancellationToken) => _inner.ReadAsync(query, cancellationToken);
}
