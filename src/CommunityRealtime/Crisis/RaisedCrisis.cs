using CommunityRealtime.Safety;

namespace CommunityRealtime.Crisis;

/// <summary>What is known after a withheld message was stored.</summary>
/// <param name="Duty">Whether somebody can be called now.</param>
/// <param name="IsFollowUp">Whether it joined a case that its author knows of.</param>
internal readonly record struct RaisedCrisis(CareTeamDuty Duty, bool IsFollowUp);
