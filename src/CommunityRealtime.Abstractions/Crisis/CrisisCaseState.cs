namespace CommunityRealtime.Crisis;

/// <summary>Where a crisis case stands.</summary>
public enum CrisisCaseState
{
    /// <summary>Stored; nobody has been told yet.</summary>
    Raised = 0,

    /// <summary>A notice was handed over to at least one channel; nobody has acknowledged it yet.</summary>
    Notified = 1,

    /// <summary>Nobody acknowledged in time, and further contacts were called.</summary>
    Escalated = 2,

    /// <summary>Somebody said "I own this". Nobody else is called.</summary>
    Acknowledged = 3,

    /// <summary>Its owner is in contact with the author.</summary>
    InContact = 4,

    /// <summary>Its owner gave it back, and somebody is called again.</summary>
    Reopened = 5,

    /// <summary>Over.</summary>
    Resolved = 6,

    /// <summary>There was no crisis.</summary>
    ClosedAsFalseAlarm = 7,
}
