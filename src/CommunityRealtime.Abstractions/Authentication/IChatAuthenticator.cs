namespace CommunityRealtime.Authentication;

/// <summary>Says who a request comes from, before anything else is looked at.</summary>
/// <remarks>One instance serves the whole process; it may be called at the same time from many threads.</remarks>
public interface IChatAuthenticator
{
    /// <summary>Authenticates one request.</summary>
    /// <param name="credentials">What the request brought along.</param>
    /// <param name="cancellationToken">Stops the wait, for example because the client went away.</param>
    /// <returns>The user, or the reason why there is none. A bad credential is a result, never an exception.</returns>
    ValueTask<ChatAuthenticationResult> AuthenticateAsync(ChatCredentials credentials, CancellationToken cancellationToken);
}
