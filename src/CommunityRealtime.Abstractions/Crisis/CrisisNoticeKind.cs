namespace CommunityRealtime.Crisis;

/// <summary>Why a human is called.</summary>
public enum CrisisNoticeKind
{
    /// <summary>A case was raised.</summary>
    Raised = 0,

    /// <summary>A later message of the author raised the level of an open case.</summary>
    LevelRaised = 1,

    /// <summary>Nobody has acknowledged the case yet, or nothing was heard of who did.</summary>
    Reminder = 2,

    /// <summary>Nobody has acknowledged the case, and the next contact is called.</summary>
    Escalated = 3,

    /// <summary>The community has nobody on duty who could be called.</summary>
    NobodyOnDuty = 4,

    /// <summary>Its owner gave the case back, and somebody else is called.</summary>
    Reopened = 5,
}
