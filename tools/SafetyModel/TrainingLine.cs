namespace CommunityRealtime.SafetyModel;

/// <summary>A text and what it is.</summary>
/// <param name="Text">The text.</param>
/// <param name="IsCrisis">Whether its author is in danger now.</param>
/// <param name="IsHarm">Whether it would hurt others.</param>
/// <param name="IsOwn">Whether it was written for this project: there are few of them, so each counts more.</param>
internal sealed record TrainingLine(string Text, bool IsCrisis, bool IsHarm, bool IsOwn);
