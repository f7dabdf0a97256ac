namespace CommunityRealtime.Connections;

/// <summary>An event whose payload is at hand, such as one of the host's own. Everyone in the community gets the same.</summary>
/// <param name="community">The community.</param>
/// <param name="sequence">The event's number in the community; 0 for an event that is not stored.</param>
/// <param name="payload">One JSON object as UTF-8. It must not change afterwards.</param>
public sealed class EncodedRoomEvent(CommunityId community, long sequence, ReadOnlyMemory<byte> payload) : RoomEvent
{
    /// <inheritdoc/>
    public override CommunityId Community => community;

    /// <inheritdoc/>
    public override long Sequence => sequence;

    /// <inheritdoc/>
    public override UserId? Author => null;

    /// <inheritdoc/>
    public override ReadOnlyMemory<byte> GetPayload(ChatProfile profile) => payload;

    /// <inheritdoc/>
    public override ReadOnlyMemory<byte> GetAuthorPayload(ChatProfile profile) => payload;
}
