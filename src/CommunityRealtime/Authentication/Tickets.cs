using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using CommunityRealtime.Diagnostics;
using Microsoft.Extensions.Logging;

namespace CommunityRealtime.Authentication;

/// <summary>Gives out tickets, and takes them back at the door. Whoever presents one has used it up, also at the wrong community.</summary>
internal sealed class Tickets(ITicketStore store, ChatTicketOptions options, TimeProvider time, ILogger<Tickets> logger)
{
    /// <summary>256 bits: not to be guessed, whatever the rate (RFC 6749, section 10.10, asks for 128).</summary>
    private const int TicketBytes = 32;

    private static readonly int TicketLength = Base64Url.GetEncodedLength(TicketBytes);

    /// <summary>How long a ticket holds, in whole seconds.</summary>
    public int LifetimeSeconds => (int)options.Lifetime.TotalSeconds;

    /// <summary>Gives out a ticket to a user who may enter the community.</summary>
    /// <returns>The ticket, which is kept nowhere; <see langword="null"/> when the store did not take it.</returns>
    public async ValueTask<string?> IssueAsync(CommunityId community, ChatUser user, CancellationToken cancellationToken)
    {
        var ticket = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TicketBytes));
        var now = time.GetUtcNow();
        var stored = new StoredTicket
        {
            Hash = HashOf(ticket),
            Community = community,
            User = user.Id,
            DisplayName = user.DisplayName,
            Locale = user.Locale,
            Region = user.Region,
            CredentialExpiresAt = user.ExpiresAt,
            ExpiresAt = now + options.Lifetime,
        };
        try
        {
            await store.AddAsync(stored, now, cancellationToken).ConfigureAwait(false);
            return ticket;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            logger.TicketStoreUnavailable(ExceptionTypes.Of(exception));
            return null;
        }
    }

    /// <summary>Takes a ticket for a user's credential.</summary>
    /// <returns>Its user; the failure is the same for a ticket that is used, expired, for another community, or none at all.</returns>
    public async ValueTask<ChatAuthenticationResult> RedeemAsync(string ticket, CommunityId community, CancellationToken cancellationToken)
    {
        if (ticket.Length != TicketLength)
        {
            return ChatAuthenticationResult.Fail(ticket.Length == 0 ? ChatAuthenticationFailure.TokenMissing : ChatAuthenticationFailure.TokenInvalid);
        }

        var now = time.GetUtcNow();
        try
        {
            return await store.TakeAsync(HashOf(ticket), now, cancellationToken).ConfigureAwait(false) is { } taken
                && taken.Community == community
                && taken.ExpiresAt > now
                && !(taken.CredentialExpiresAt <= now)
                ? ChatAuthenticationResult.Success(UserOf(taken))
                : ChatAuthenticationResult.Fail(ChatAuthenticationFailure.TokenInvalid);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            logger.TicketStoreUnavailable(ExceptionTypes.Of(exception));
            return ChatAuthenticationResult.Fail(ChatAuthenticationFailure.Unavailable);
        }
    }

    private static ChatUser UserOf(StoredTicket ticket) => new()
    {
        Id = ticket.User,
        DisplayName = ticket.DisplayName,
        Locale = ticket.Locale,
        Region = ticket.Region,
        ExpiresAt = ticket.CredentialExpiresAt,
    };

    private static string HashOf(string ticket) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ticket)));
}
