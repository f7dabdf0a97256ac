namespace CommunityRealtime.Benchmarks.History;

/// <summary>A way to read a page.</summary>
internal interface IPageReader : IAsyncDisposable
{
    /// <summary>The processor time so far of the process that serves the pages.</summary>
    TimeSpan ProcessorTime { get; }

    /// <summary>Reads a page and checks it.</summary>
    Task ReadAsync(Page page, CancellationToken cancellationToken);
}
