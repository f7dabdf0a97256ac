namespace CommunityRealtime.Crisis;

/// <summary>What a therapist does with a case.</summary>
internal enum CrisisAction
{
    /// <summary>"I own this."</summary>
    Acknowledge,

    /// <summary>"I am in contact with the author."</summary>
    BeginContact,

    /// <summary>"Somebody else has to take this."</summary>
    Release,

    /// <summary>"It is over."</summary>
    Resolve,

    /// <summary>"There was no crisis."</summary>
    CloseAsFalseAlarm,
}
