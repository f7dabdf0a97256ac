namespace CommunityRealtime.Crisis;

/// <summary>What became of an attempt to deliver a notice.</summary>
public enum NoticeOutcome
{
    /// <summary>The channel took it.</summary>
    Delivered = 0,

    /// <summary>It failed and is tried again later.</summary>
    Postponed = 1,

    /// <summary>It failed for so long that nobody tries any more.</summary>
    GivenUp = 2,
}
