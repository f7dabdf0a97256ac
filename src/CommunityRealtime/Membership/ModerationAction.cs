namespace CommunityRealtime.Membership;

/// <summary>What a moderator does with another user's membership.</summary>
internal enum ModerationAction
{
    /// <summary>Takes the user out of the community. Where members are added by the app, it may add the user again.</summary>
    Remove,

    /// <summary>Keeps the user out, whether or not the user was a member.</summary>
    Ban,

    /// <summary>Lets a banned user become a member again; in an open community the user is one at once.</summary>
    LiftBan,
}
