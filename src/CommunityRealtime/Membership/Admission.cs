using CommunityRealtime.Authentication;
using CommunityRealtime.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CommunityRealtime.Membership;

/// <summary>Lets a request in, or says why not: first who it is, then whether that user belongs to the community.</summary>
internal sealed class Admission(IChatAuthenticator authenticator, ICommunityMembership membership, ILogger<Admission> logger)
{
    /// <summary>Authenticates the request and checks membership.</summary>
    /// <returns>The user, or the reason why the request is refused; one of the two is <see langword="null"/>.</returns>
    public async ValueTask<(AdmittedUser? User, Refusal? Refusal)> AdmitAsync(HttpContext http, CommunityId community)
    {
        var (user, refusal) = http.Features.Get<Identification>() is { } known
            ? (known.User, known.Refusal)
            : await AuthenticateAsync(http).ConfigureAwait(false);
        if (user is null)
        {
            return (null, refusal);
        }

        (var member, refusal) = await FindMemberAsync(community, user.Id, http.RequestAborted).ConfigureAwait(false);
        return refusal is null
            ? (new AdmittedUser(user.Id, member?.DisplayName ?? user.DisplayName, member?.Role ?? CommunityRole.Member, user.ExpiresAt), null)
            : (null, refusal);
    }

    /// <summary>Finds out who asks, before anything else is looked up. What it finds is kept for <see cref="AdmitAsync"/>.</summary>
    /// <returns>The user; <see langword="null"/> for one who will be refused.</returns>
    public async ValueTask<UserId?> IdentifyAsync(HttpContext http)
    {
        var (user, refusal) = await AuthenticateAsync(http).ConfigureAwait(false);
        http.Features.Set(new Identification(user, refusal));
        return user?.Id;
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

    private async ValueTask<(ChatUser? User, Refusal? Refusal)> AuthenticateAsync(HttpContext http)
    {
        try
        {
            var result = await authenticator.AuthenticateAsync(CredentialsReader.Read(http), http.RequestAborted).ConfigureAwait(false);
            return result.User is { } user ? (user, null) : (null, result.Failure switch
            {
                ChatAuthenticationFailure.TokenMissing => Refusal.TokenMissing,
                ChatAuthenticationFailure.TokenExpired => Refusal.TokenExpired,
                ChatAuthenticationFailure.Unavailable => Refusal.Unavailable,
                _ => Refusal.TokenInvalid,
            });
        }
        catch (Exception exception) when (!http.RequestAborted.IsCancellationRequested)
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
