namespace CommunityRealtime.RateLimiting;

/// <summary>A user's turn to post a message in a community that may be in slow mode; nothing where it is not.</summary>
/// <param name="SlowMode">Who gave it and gets it back; <see langword="null"/> where there is nothing to give back.</param>
/// <param name="Community">Where the user sends.</param>
/// <param name="User">Who sends.</param>
/// <param name="ClientId">The sender's own id of the message, if it has one.</param>
/// <param name="Wait">How long to wait, when it is not the user's turn.</param>
internal readonly record struct SlowModeTurn(SlowMode? SlowMode, CommunityId Community, UserId User, string? ClientId, TimeSpan? Wait)
{
    /// <summary>Gives the turn back. Once.</summary>
    /// <param name="isPosted">Whether the message was stored; if not, it costs nothing.</param>
    public void End(bool isPosted) => SlowMode?.End(this, isPosted);
}
