namespace CommunityRealtime.Connections;

/// <summary>One socket's place among those of the server; none for a socket that was refused.</summary>
internal readonly struct ConnectionPlace(ConnectionPlaces places, ClientNetwork? network) : IDisposable
{
    /// <summary>Gives the place back. Once.</summary>
    public void Dispose() => places?.Free(network);
}
