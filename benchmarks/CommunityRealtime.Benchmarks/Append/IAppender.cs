namespace CommunityRealtime.Benchmarks.Append;

/// <summary>A way to store messages.</summary>
internal interface IAppender : IAsyncDisposable
{
    /// <summary>Stores one message of one user, and returns after the commit.</summary>
    /// <returns>How many rows there are more now.</returns>
    Task<int> AppendAsync(int user, CancellationToken cancellationToken);

    /// <summary>Counts what is stored.</summary>
    Task<long> CountAsync(CancellationToken cancellationToken);
}
