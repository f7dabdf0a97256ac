using System.Security.Cryptography;
using CommunityRealtime.Diagnostics;
using CommunityRealtime.Messages;
using CommunityRealtime.Protocol;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging;

namespace CommunityRealtime.Safety;

/// <summary>Keeps the retry keys of messages that are not shown: the same text gets the same reply, and no other message gets the key.</summary>
/// <remarks>Text and reply are encrypted before any store sees them.</remarks>
internal sealed class WithheldMessages(IMessageStore store, IDataProtectionProvider dataProtection, ILogger<WithheldMessages> logger)
{
    private const string Purpose = "CommunityRealtime.WithheldMessage.v1";

    /// <summary>Between text and reply; no text holds it (<see cref="MessageDraft.ThrowIfNotStorable"/>).</summary>
    private const char Separator = '\0';

    private readonly IDataProtector _protector = dataProtection.CreateProtector(Purpose);

    /// <summary>Takes the retry key of a message that is not shown, unless it is taken.</summary>
    /// <returns>The reply that the same text got before, or else this one; <see langword="null"/> when the key could not be stored.</returns>
    public async ValueTask<string?> KeepAsync(MessageDraft draft, string reply) =>
        await StoreAsync(draft, reply).ConfigureAwait(false) is { } stored ? ReplyTo(draft.Content, stored) ?? reply : null;

    /// <summary>Keeps a message for a review.</summary>
    /// <returns>The reply that the same text got before, or else this one; or why the message is not kept.</returns>
    public async ValueTask<(string? Reply, ProtocolError? Error)> HoldAsync(MessageDraft draft, string reply)
    {
        if (await StoreAsync(draft, reply).ConfigureAwait(false) is not { } stored)
        {
            return (null, ProtocolError.Unavailable);
        }

        if (ReplyTo(draft.Content, stored) is { } kept)
        {
            return (kept, null);
        }

        // A repeat of a message that is shown is none of another text: its sender may try again until it is judged.
        var isRepeat = !stored.IsWithheld && string.Equals(stored.Content, draft.Content, StringComparison.Ordinal);
        return (null, isRepeat ? ProtocolError.Unavailable : ProtocolError.Conflict);
    }

    /// <summary>The reply to a text whose retry key was taken before.</summary>
    /// <returns>The reply that this very text got; <see langword="null"/> when the key was taken by another text or by a message that is shown.</returns>
    public string? ReplyTo(string text, StoredMessage earlier)
    {
        if (!earlier.IsWithheld)
        {
            return null;
        }

        try
        {
            var kept = _protector.Unprotect(earlier.Content);
            var end = kept.IndexOf(Separator, StringComparison.Ordinal);
            return kept.AsSpan(0, end).SequenceEqual(text) ? kept[(end + 1)..] : null;
        }
        catch (CryptographicException)
        {
            // Its key is gone, so nobody can tell.
            return null;
        }
    }

    /// <summary>Takes the retry key for a message that is not shown.</summary>
    /// <returns>The message that has the key now; <see langword="null"/> when the store was not reached.</returns>
    private async ValueTask<StoredMessage?> StoreAsync(MessageDraft draft, string reply)
    {
        var withheld = new MessageDraft
        {
            Community = draft.Community,
            Author = draft.Author,
            DisplayName = null,
            Content = _protector.Protect($"{draft.Content}{Separator}{reply}"),
            IsAnonymous = draft.IsAnonymous,
            CreatedAt = draft.CreatedAt,
            ClientId = draft.ClientId,
            IsWithheld = true,
        };
        try
        {
            return (await store.AppendAsync(withheld, CancellationToken.None).ConfigureAwait(false)).Message;
        }
        catch (Exception exception)
        {
            logger.StoreUnavailable(draft.Community, ExceptionTypes.Of(exception));
            return null;
        }
    }
}
