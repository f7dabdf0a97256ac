using CommunityRealtime.Authentication;
using CommunityRealtime.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CommunityRealtime.Membership;

/// <summary>Lets a request in, or says why not: first who it is, then whether that user belongs to the community.</summary>
internal sealed class Admission(
    IChatAuthenticator authenticator, CredentialsReader reader, Tickets tickets, ICommunityMembership membership, ILogger<Admission> logger)
{
    /// <summary>Authenticates a request over REST and checks membership.</summary>
    /// <returns>The user, or the reason why the request is refused; one of the two is <see langword="null"/>.</returns>
    public ValueTask<(AdmittedUser? User, Refusal? Refusal)> AdmitAsync(HttpContext http, CommunityId community) =>
        AdmitAsync(http, community, ticket: null);

    /// <summary>Authenticates the handshake of a socket, which a ticket may open as well, and checks membership.</summary>
    /// <returns>The user, or the reason why the request is refused; one of the two is <see langword="null"/>.</returns>
    public ValueTask<(AdmittedUser? User, Refusal? Refusal)> AdmitSocketAsync(HttpContext http, CommunityId community) =>
        AdmitAsync(http, community, CredentialsReader.FindTicket(http));

    private async ValueTask<(AdmittedUser? User, Refusal? Refusal)> AdmitAsync(HttpContext http, CommunityId community, string? ticket)
    {
        var (user, refusal) = http.Features.Get<Identification>() is { } known
            ? (known.User, known.Refusal)
            : await AuthenticateAsync(http, community, ticket).ConfigureAwait(false);
        if (user is null)
        {
            return (null, refusal);
        }

        (var member, refusal) = await FindMemberAsync(community, user.Id, http.RequestAborted).ConfigureAwait(false);
        return refusal is null
            ? (new AdmittedUser(user.Id, member?.DisplayName ?? user.DisplayName, member?.Role ?? CommunityRole.Member, user.ExpiresAt, UserLocale.From(user.Locale, user.Region, http.Request.Headers.AcceptLanguage)), null)
            : (null, refusal);
    }

    /// <summary>Finds out who asks, before anything else is looked up. What it finds is kept for <see cref="AdmitAsync(HttpContext, CommunityId)"/>.</summary>
    /// <returns>The user; <see langword="null"/> for one who will be refused.</returns>
    public async ValueTask<UserId?> IdentifyAsync(HttpContext http)
    {
        var (user, refusal) = await AuthenticateAsync(authenticator.AuthenticateAsync, reader.Read(http), http.RequestAborted).ConfigureAwait(false);
        http.Features.Set(new Identification(user, refusal));
        return user?.Id;
    }

    /// <summary>Checks a new token of a user who was let in.</summary>
    /// <returns>When it expires, if it does; or the reason why it is not taken.</returns>
    public async ValueTask<(DateTimeOffset? ExpiresAt, Refusal? Refusal)> RenewAsync(string token, UserId user)
    {
        var (renewed, refusal) = await AuthenticateAsync(authenticator.AuthenticateAsync, new ChatCredentials { Token = token }, CancellationToken.None).ConfigureAwait(false);
        return renewed is null ? (null, refusal)
            : renewed.Id == user ? (renewed.ExpiresAt, null)
            : (null, Refusal.TokenInvalid);
    }

    /// <summary>Whether a user who was let in still belongs to the community.</summary>
    /// <returns>What the user may do there now; and the reason why the user does not belong there, or <see langword="null"/>.</returns>
    public async ValueTask<(CommunityRole Role, Refusal? Refusal)> RecheckAsync(CommunityId community, UserId user)
    {
        var (member, refusal) = await FindMemberAsync(community, user, CancellationToken.None).ConfigureAwait(false);
        return (member?.Role ?? CommunityRole.Member, refusal);
    }

    /// <summary>Which of the users who were let in do not belong to the community any more.</summary>
    /// <returns>For each user the reason, or <see langword="null"/>; empty when this could not be found out.</returns>
    public async ValueTask<IReadOnlyList<Refusal?>> RecheckAsync(CommunityId community, IReadOnlyList<UserId> users, CancellationToken cancellationToken)
    {
        try
        {
            var found = await membership.FindManyAsync(community, users, cancellationToken).ConfigureAwait(false);
            return found.Count == users.Count
                ? [.. found.Select(member => WhyNot(member.Status))]
                : throw new InvalidOperationException("FindManyAsync has to return one membership for each user.");
        }
        catch (Exception exception)
        {
            if (!cancellationToken.IsCancellationRequested)
            {
                logger.MembershipUnavailable(community, ExceptionTypes.Of(exception));
            }

            return [];
        }
    }

    private ValueTask<(ChatUser? User, Refusal? Refusal)> AuthenticateAsync(HttpContext http, CommunityId community, string? ticket) =>
        ticket is null
            ? AuthenticateAsync(authenticator.AuthenticateAsync, reader.Read(http), http.RequestAborted)
            : AuthenticateAsync((code, stop) => tickets.RedeemAsync(code, community, stop), ticket, http.RequestAborted);

    private async ValueTask<(ChatUser? User, Refusal? Refusal)> AuthenticateAsync<T>(
        Func<T, CancellationToken, ValueTask<ChatAuthenticationResult>> check, T credential, CancellationToken cancellationToken)
    {
        try
        {
            var result = await check(credential, cancellationToken).ConfigureAwait(false);
            return result.User is { } user ? (user, null) : (null, result.Failure switch
            {
                ChatAuthenticationFailure.TokenMissing => Refusal.TokenMissing,
                ChatAuthenticationFailure.TokenExpired => Refusal.TokenExpired,
                ChatAuthenticationFailure.Unavailable => Refusal.Unavailable,
                _ => Refusal.TokenInvalid,
            });
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            logger.AuthenticatorFailed(ExceptionTypes.Of(exception));
            return (null, Refusal.Unavailable);
        }
    }

    private async ValueTask<(CommunityMembership? Member, Refusal? Refusal)> FindMemberAsync(
        CommunityId community, UserId user, CancellationToken cancellationToken)
    {
        try
        {
            var found = await membership.FindAsync(community, user, cancellationToken).ConfigureAwait(false);
            return (found, WhyNot(found.Status));
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            logger.MembershipUnavailable(community, ExceptionTypes.Of(exception));
            return (null, Refusal.Unavailable);
        }
    }

    private static Refusal? WhyNot(MembershipStatus status) => status switch
    {
        MembershipStatus.Member => null,
        MembershipStatus.Banned => Refusal.Banned,
        _ => Refusal.NotAMember,
    };
}
