namespace CommunityRealtime.Membership;

/// <summary>What a member may do in a community beyond reading and writing.</summary>
public enum CommunityRole
{
    /// <summary>Reads and writes.</summary>
    Member = 0,

    /// <summary>Keeps order.</summary>
    Moderator = 1,

    /// <summary>Is called when a member is in a crisis.</summary>
    Therapist = 2,

    /// <summary>A therapist who, where the app allows it, may learn who wrote the anonymous messages of a crisis case.</summary>
    CareLead = 3,
}
