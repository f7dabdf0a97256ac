using CommunityRealtime.Connections;

namespace CommunityRealtime.Broadcast;

/// <summary>Messages with consecutive numbers.</summary>
/// <param name="First">The number of the first one.</param>
/// <param name="Messages">The messages, oldest first.</param>
internal sealed record RecentPage(long First, EncodedMessage[] Messages)
{
    public static RecentPage Empty { get; } = new(1, []);

    /// <summary>The messages as events of their community.</summary>
    public IEnumerable<RoomEvent> Events(CommunityId community) =>
        Messages.Select((message, index) => new MessageEvent(community, First + index, message));
}
