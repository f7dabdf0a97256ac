using CommunityRealtime.Membership;

namespace CommunityRealtime.Sample.Demo;

/// <summary>The people and communities of the demo.</summary>
internal static class DemoWorld
{
    public static readonly DemoCommunity General = new(1, "General", "Open to all topics");
    public static readonly DemoCommunity PeerSupport = new(5, "Peer support", "A quieter room to be heard");

    public static readonly DemoUser Alice = new(42, "Alice", "Member");
    public static readonly DemoUser Bob = new(43, "Bob", "Member");
    public static readonly DemoUser Carol = new(44, "Carol", "Member");
    public static readonly DemoUser Dana = new(90, "Dana", "Therapist in Peer support");
    public static readonly DemoUser Max = new(91, "Max", "Moderator");
    public static readonly DemoUser Mallory = new(99, "Mallory", "Not a member anywhere");

    public static readonly IReadOnlyList<DemoCommunity> Communities = [General, PeerSupport];
    public static readonly IReadOnlyList<DemoUser> Users = [Alice, Bob, Carol, Dana, Max, Mallory];

    public static readonly IReadOnlyList<(DemoCommunity Community, DemoUser User, CommunityRole Role)> Members =
    [
        (General, Alice, CommunityRole.Member),
        (General, Bob, CommunityRole.Member),
        (General, Carol, CommunityRole.Member),
        (General, Max, CommunityRole.Moderator),
        (PeerSupport, Alice, CommunityRole.Member),
        (PeerSupport, Bob, CommunityRole.Member),
        (PeerSupport, Carol, CommunityRole.Member),
        (PeerSupport, Dana, CommunityRole.Therapist),
        (PeerSupport, Max, CommunityRole.Moderator),
    ];
}
