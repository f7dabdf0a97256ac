namespace CommunityRealtime.Benchmarks.Append;

/// <summary>Stores nothing, to tell what a sender itself allocates for a message.</summary>
internal sealed class NoAppender : IAppender
{
    public async Task<int> AppendAsync(int user, CancellationToken cancellationToken)
    {
        GC.KeepAlive(StoreAppender.NewDraft(user));
        await Task.Yield();
        return 1;
    }

    public Task<long> CountAsync(CancellationToken cancellationToken) => Task.FromResult(0L);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
