using System.Collections.Concurrent;

namespace CommunityRealtime.Membership;

/// <summary>Members in memory: gone when the process ends. For tests and first steps.</summary>
internal sealed class InMemoryMemberStore(IMembershipChanges changes) : ICommunityMemberStore
{
    private readonly ConcurrentDictionary<(CommunityId Community, UserId User), CommunityMembership> _members = new();

    public ValueTask<CommunityMembership> FindAsync(CommunityId community, UserId user, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(_members.GetValueOrDefault((community, user), CommunityMembership.None));
    }

    public ValueTask SetAsync(CommunityId community, UserId user, CommunityMembership membership, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(membership);
        cancellationToken.ThrowIfCancellationRequested();
        if (membership.Status == MembershipStatus.None)
        {
            _members.TryRemove((community, user), out _);
        }
        else
        {
            _members[(community, user)] = membership;
        }

        changes.Announce(community, user);
        return ValueTask.CompletedTask;
    }
}
