namespace CommunityRealtime.Crisis;

/// <summary>What became of an action.</summary>
internal enum CrisisActionResult
{
    /// <summary>Done, or done before by the same person.</summary>
    Done,

    /// <summary>There is no such case in the community.</summary>
    NotFound,

    /// <summary>The case is closed, and nothing opens it again.</summary>
    Closed,

    /// <summary>Somebody else owns the case.</summary>
    OwnedByAnother,

    /// <summary>The case has to be acknowledged first.</summary>
    NotAcknowledged,
}
