namespace CommunityRealtime.Protocol;

/// <summary>Why a client has to load the community afresh.</summary>
internal enum ResetReason
{
    /// <summary>Its position is from another life of the community's counter: <c>epoch_changed</c>.</summary>
    EpochChanged,

    /// <summary>Its position is one that the community has not reached: <c>position_ahead</c>.</summary>
    PositionAhead,
}
