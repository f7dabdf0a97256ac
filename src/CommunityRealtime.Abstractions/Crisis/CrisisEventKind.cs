namespace CommunityRealtime.Crisis;

/// <summary>What happened to a case.</summary>
public enum CrisisEventKind
{
    /// <summary>It was opened.</summary>
    Raised = 0,

    /// <summary>A further message of the author joined it.</summary>
    MessageAdded = 1,

    /// <summary>A further message raised its level.</summary>
    LevelRaised = 2,

    /// <summary>The first notice was handed over.</summary>
    Notified = 3,

    /// <summary>Nobody acknowledged in time; the next contact is called.</summary>
    Escalated = 4,

    /// <summary>Nobody was on duty who could be called.</summary>
    NobodyOnDuty = 5,

    /// <summary>A channel did not take a notice for so long that it was given up.</summary>
    NoticeGivenUp = 6,

    /// <summary>Somebody took it on.</summary>
    Acknowledged = 7,

    /// <summary>Its owner gave it back.</summary>
    Released = 8,

    /// <summary>Its owner is in contact with the author.</summary>
    ContactBegun = 9,

    /// <summary>It was closed.</summary>
    Resolved = 10,

    /// <summary>It was closed as a false alarm.</summary>
    ClosedAsFalseAlarm = 11,

    /// <summary>Somebody read its texts.</summary>
    Read = 12,

    /// <summary>Somebody learnt who wrote the anonymous messages.</summary>
    IdentityRead = 13,

    /// <summary>Nothing was heard of its owner for too long; somebody is called again.</summary>
    OwnerSilent = 14,

    /// <summary>Texts, reasons and author were erased.</summary>
    Erased = 15,
}
