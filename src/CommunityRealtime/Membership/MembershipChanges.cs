using System.Threading.Channels;

namespace CommunityRealtime.Membership;

/// <summary>Changes of memberships that wait to be looked at; the regular check finds what is too much.</summary>
internal sealed class MembershipChanges : IMembershipChanges
{
    private const int MaxWaiting = 65_536;

    private readonly Channel<MembershipChange> _waiting = Channel.CreateBounded<MembershipChange>(
        new BoundedChannelOptions(MaxWaiting) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    private long _count;

    /// <summary>The changes, in the order in which they came.</summary>
    public ChannelReader<MembershipChange> Waiting => _waiting.Reader;

    /// <summary>How many there were so far: whoever was let in while one came has to be looked at again.</summary>
    public long Count => Interlocked.Read(ref _count);

    public void Announce(CommunityId community, UserId user)
    {
        Interlocked.Increment(ref _count);
        _waiting.Writer.TryWrite(new(community, user, IsFromHere: true));
    }

    /// <summary>Another server has announced a change.</summary>
    public void Hear(CommunityId community, UserId user)
    {
        Interlocked.Increment(ref _count);
        LookAt(community, user);
    }

    /// <summary>A user has to be looked at again.</summary>
    public void LookAt(CommunityId community, UserId user) => _waiting.Writer.TryWrite(new(community, user, IsFromHere: false));
}
