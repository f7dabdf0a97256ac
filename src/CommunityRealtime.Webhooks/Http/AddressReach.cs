namespace CommunityRealtime.Webhooks.Http;

/// <summary>Where an address leads.</summary>
internal enum AddressReach
{
    /// <summary>Nowhere that a webhook may go: link-local, metadata services, multicast, documentation, translation and tunnels, unassigned.</summary>
    Never,

    /// <summary>Into the app's own network: loopback, private, shared, unique local.</summary>
    Private,

    /// <summary>Into the Internet.</summary>
    Public,
}
