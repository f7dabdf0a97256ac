namespace CommunityRealtime.Safety;

/// <summary>Crisis cases in memory: gone when the process ends. For tests and first steps.</summary>
internal sealed class InMemoryCrisisCaseStore : ICrisisCaseStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, CrisisCase> _cases = [];
    private readonly Dictionary<(CommunityId Community, UserId Author, string ClientId), CrisisCase> _byRetryKey = [];

    public ValueTask<CrisisCaseResult> AddAsync(CrisisCase crisisCase, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(crisisCase);
        cancellationToken.ThrowIfCancellationRequested();
        var key = (crisisCase.Community, crisisCase.Author, crisisCase.ClientId);
        lock (_lock)
        {
            if (_cases.TryGetValue(crisisCase.Id, out var earlier) || _byRetryKey.TryGetValue(key, out earlier))
            {
                return ValueTask.FromResult(new CrisisCaseResult(isNew: false, earlier));
            }

            _cases.Add(crisisCase.Id, crisisCase);
            _byRetryKey.Add(key, crisisCase);
            return ValueTask.FromResult(new CrisisCaseResult(isNew: true, crisisCase));
        }
    }

    public ValueTask<CrisisCase?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            return ValueTask.FromResult(_cases.GetValueOrDefault(id));
        }
    }
}
