namespace CommunityRealtime.Membership;

/// <summary>Members that were looked up a moment ago: whoever connects also asks for a page, and whoever writes writes again.</summary>
/// <remarks>A change that is announced, here or by another server, empties it; so what it says is never older than the announcement, nor than a second.</remarks>
internal sealed class KnownMembers(MembershipChanges changes, TimeProvider time)
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(1);

    /// <summary>A power of two. Two users of one place take turns: memory is bounded and nothing has to be cleared away.</summary>
    private readonly Entry?[] _places = new Entry?[1_024];

    /// <summary>How many changes there were before a look-up: told to <see cref="Keep"/>, so that an older answer does not outlive a change.</summary>
    public long Changes => changes.Count;

    /// <summary>The membership that was found; <see langword="null"/> when it has to be looked up.</summary>
    public CommunityMembership? Find(CommunityId community, UserId user) =>
        Volatile.Read(ref PlaceOf(community, user)) is { } entry
        && entry.Community == community
        && entry.User == user
        && entry.Changes == changes.Count
        && time.GetElapsedTime(entry.At) < MaxAge ? entry.Membership : null;

    /// <summary>Keeps what was found, if it is a member: whoever is refused asks seldom.</summary>
    public void Keep(CommunityId community, UserId user, CommunityMembership membership, long changesBefore)
    {
        if (membership.Status == MembershipStatus.Member)
        {
            Volatile.Write(ref PlaceOf(community, user), new(community, user, membership, changesBefore, time.GetTimestamp()));
        }
    }

    private ref Entry? PlaceOf(CommunityId community, UserId user) => ref _places[HashCode.Combine(community, user) & (_places.Length - 1)];

    private sealed record Entry(CommunityId Community, UserId User, CommunityMembership Membership, long Changes, long At);
}
