using CommunityRealtime.Messages;

namespace CommunityRealtime.Broadcast;

/// <summary>What one server tells the others of a community.</summary>
/// <param name="Epoch">The life of the community's counter; 0 for not known.</param>
/// <param name="Messages">Messages that were stored, whole: nobody has to read them from the store.</param>
/// <param name="ChangedMembers">Users whose standing has changed.</param>
internal sealed record BackplaneEnvelope(long Epoch, IReadOnlyList<StoredMessage> Messages, IReadOnlyList<UserId> ChangedMembers);
