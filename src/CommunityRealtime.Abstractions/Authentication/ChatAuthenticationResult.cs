namespace CommunityRealtime.Authentication;

/// <summary>A user, or the reason why there is none.</summary>
public sealed class ChatAuthenticationResult
{
    private ChatAuthenticationResult(ChatUser? user, ChatAuthenticationFailure failure)
    {
        User = user;
        Failure = failure;
    }

    /// <summary>The user; <see langword="null"/> after a failure.</summary>
    public ChatUser? User { get; }

    /// <summary>The reason; <see cref="ChatAuthenticationFailure.None"/> when there is a user.</summary>
    public ChatAuthenticationFailure Failure { get; }

    /// <summary>The request comes from this user.</summary>
    /// <param name="user">The user.</param>
    /// <returns>A result with a user.</returns>
    public static ChatAuthenticationResult Success(ChatUser user)
    {
        ArgumentNullException.ThrowIfNull(user);
        return new(user, ChatAuthenticationFailure.None);
    }

    /// <summary>The request is refused.</summary>
    /// <param name="failure">Why; not <see cref="ChatAuthenticationFailure.None"/>.</param>
    /// <returns>A result without a user.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="failure"/> names no reason.</exception>
    public static ChatAuthenticationResult Fail(ChatAuthenticationFailure failure)
    {
        ArgumentOutOfRangeException.ThrowIfEqual((int)failure, (int)ChatAuthenticationFailure.None, nameof(failure));
        return new(null, failure);
    }
}
