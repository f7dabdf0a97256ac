using System.Collections.Concurrent;

namespace CommunityRealtime.Safety;

/// <summary>Crisis cases in memory: gone when the process ends. For tests and first steps.</summary>
internal sealed class InMemoryCrisisCaseStore : ICrisisCaseStore
{
    private readonly ConcurrentDictionary<Guid, CrisisCase> _cases = new();

    public ValueTask AddAsync(CrisisCase crisisCase, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(crisisCase);
        cancellationToken.ThrowIfCancellationRequested();
        _cases.TryAdd(crisisCase.Id, crisisCase);
        return ValueTask.CompletedTask;
    }

    public ValueTask<CrisisCase?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(_cases.GetValueOrDefault(id));
    }
}
