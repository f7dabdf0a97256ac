using CommunityRealtime.Protocol;

namespace CommunityRealtime.Connections;

/// <summary>What the clients of a server that goes down are told: when to come back, each another time, so that they do not return all at once.</summary>
internal static class Farewell
{
    private static readonly TimeSpan Soonest = TimeSpan.FromMilliseconds(500);

    /// <summary>Makes the reason for one socket.</summary>
    /// <param name="spread">Over how long the clients come back.</param>
    public static CloseReason For(TimeSpan spread) => CloseReason.ShuttingDown(Soonest + (spread * Random.Shared.NextDouble()));
}
