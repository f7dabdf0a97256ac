namespace CommunityRealtime.Authentication;

/// <summary>Why a request was not authenticated.</summary>
public enum ChatAuthenticationFailure
{
    /// <summary>It was authenticated.</summary>
    None = 0,

    /// <summary>It brought no credential at all: <c>token_missing</c>.</summary>
    TokenMissing = 1,

    /// <summary>It brought a credential that is not acceptable: <c>token_invalid</c>.</summary>
    TokenInvalid = 2,

    /// <summary>It brought a credential that was acceptable once: <c>token_expired</c>.</summary>
    TokenExpired = 3,

    /// <summary>It could not be checked just now, for example because the token authority was not reached: try again later.</summary>
    Unavailable = 4,
}
