namespace CommunityRealtime.Connections;

/// <summary>Whom an outbound path tells of its end.</summary>
internal interface IOutboundOwner
{
    /// <summary>A write failed: the client is gone, and nothing is written any more.</summary>
    void OnSinkFailed();
}
