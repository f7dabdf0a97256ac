namespace CommunityRealtime.Connections;

/// <summary>What a sweep finds of a peer.</summary>
internal enum PeerState
{
    /// <summary>Heard of lately, or asked and given time to answer.</summary>
    Alive,

    /// <summary>Not heard of for a while: time to ask.</summary>
    Silent,

    /// <summary>Asked, and no answer in time; or it should be closed by now.</summary>
    Gone,
}
