namespace CommunityRealtime.EfCore.Messages.Appending;

/// <summary>How far a transaction has come.</summary>
internal enum BatchPhase
{
    Beginning = 0,
    Writing = 1,
    Committing = 2,
}
