namespace CommunityRealtime.Benchmarks.Hosting;

/// <summary>What a server process serves.</summary>
internal enum ServerKind
{
    /// <summary>The library.</summary>
    CommunityRealtime,

    /// <summary>The library with limits that are counted and not reached, and somebody who listens to its metrics and traces.</summary>
    DefendedCommunityRealtime,

    /// <summary>A SignalR hub, a group for each room.</summary>
    SignalR,

    /// <summary>A dictionary of sockets and a loop over it.</summary>
    HandWrittenLoop,

    /// <summary>Pages of history by EF Core's LINQ and the framework's JSON.</summary>
    LinqPages,
}
