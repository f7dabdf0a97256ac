namespace CommunityRealtime.Crisis;

/// <summary>What an entry of a case is.</summary>
public enum CrisisEntryKind
{
    /// <summary>A message that the safety gate withheld.</summary>
    Withheld = 0,

    /// <summary>What the author wrote to the care team.</summary>
    FromAuthor = 1,

    /// <summary>What the owner of the case wrote to the author, shown as the care team.</summary>
    FromCareTeam = 2,
}
