namespace CommunityRealtime.EfCore.Messages.Appending;

/// <summary>How a transaction failed, and so what is known of it.</summary>
internal enum BatchFailure
{
    /// <summary>It did not begin.</summary>
    NotReached = 0,

    /// <summary>The database refused it and stored nothing; some of its messages may be storable alone.</summary>
    Refused = 1,

    /// <summary>The database refused the commit, and says that it stored nothing.</summary>
    CommitRefused = 2,

    /// <summary>No answer came. It may be stored, or still be under way.</summary>
    Unanswered = 3,

    /// <summary>Nothing is stored, because another server was quicker. The next try finds what it did.</summary>
    Overtaken = 4,
}
