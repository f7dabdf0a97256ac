namespace CommunityRealtime.Safety;

/// <summary>Whether somebody of the care team can be called now.</summary>
public enum CareTeamDuty
{
    /// <summary>Nobody knows, so the author is promised nothing.</summary>
    Unknown = 0,

    /// <summary>Somebody is on duty.</summary>
    OnDuty = 1,

    /// <summary>Nobody is on duty.</summary>
    NobodyOnDuty = 2,
}
