namespace CommunityRealtime.Connections;

/// <summary>Whom an outbound path tells of what it meets.</summary>
internal interface IOutboundOwner
{
    /// <summary>A pass over the room could not be handed on at once, so more of it waits than before.</summary>
    void OnHeldUp();

    /// <summary>A mistake of ours: the client did not get what it should.</summary>
    void OnFailed(Exception exception);

    /// <summary>A write failed: the client is gone, and nothing is written any more.</summary>
    void OnSinkFailed();
}
