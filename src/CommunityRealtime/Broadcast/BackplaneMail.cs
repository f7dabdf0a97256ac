using CommunityRealtime.Diagnostics;
using CommunityRealtime.Membership;
using CommunityRealtime.Messages;
using Microsoft.Extensions.Logging;

namespace CommunityRealtime.Broadcast;

/// <summary>Envelopes from and to the other servers.</summary>
internal sealed class BackplaneMail(
    IBackplane backplane, EnvelopeFormat format, MembershipChanges changes, ChatMetrics metrics, TimeProvider time, ILogger<BackplaneMail> logger)
{
    /// <summary>Somebody else's messages may come by the thousand; one line in a while says enough.</summary>
    private static readonly TimeSpan LogInterval = TimeSpan.FromMinutes(1);

    private long _unreadable;
    private long _loggedAt;

    public IDisposable Subscribe(CommunityId community, IBackplaneSubscriber subscriber) => backplane.Subscribe(community, subscriber);

    /// <summary>Whether anybody else may get what is sent now.</summary>
    public bool Reaches(CommunityId community)
    {
        try
        {
            return backplane.Reaches(community);
        }
        catch (Exception exception)
        {
            // A message that is stored must be shown, whatever becomes of a host's own backplane.
            logger.BackplaneFailed(community, ExceptionTypes.Of(exception));
            return false;
        }
    }

    /// <summary>Sends an envelope, as well as it can: whoever misses it compares with the store.</summary>
    public void Send(CommunityId community, BackplaneEnvelope envelope)
    {
        try
        {
            backplane.Publish(community, format.Write(community, envelope));
        }
        catch (Exception exception)
        {
            logger.BackplaneFailed(community, ExceptionTypes.Of(exception));
        }
    }

    /// <summary>Reads what arrived; news about members are passed on.</summary>
    /// <returns>Whether it was readable, and what another server says of messages: <see langword="null"/> for nothing.</returns>
    public (bool IsReadable, BackplaneEnvelope? Envelope) Open(CommunityId community, ReadOnlySpan<byte> bytes)
    {
        if (format.IsOwn(bytes))
        {
            return (true, null);
        }

        if (!format.TryRead(community, bytes, out var envelope))
        {
            NoteUnreadable(community);
            return (false, null);
        }

        foreach (var user in envelope.ChangedMembers)
        {
            changes.Hear(community, user);
        }

        MeasureLag(envelope.Messages);
        return (true, envelope.Messages.Count == 0 ? null : envelope);
    }

    private void MeasureLag(IReadOnlyList<StoredMessage> messages)
    {
        var now = time.GetUtcNow();
        foreach (var message in messages)
        {
            if (!message.IsAnonymous)
            {
                metrics.BackplaneLag(now - message.CreatedAt);
            }
        }
    }

    private void NoteUnreadable(CommunityId community)
    {
        metrics.UnreadableEnvelope();
        var count = Interlocked.Increment(ref _unreadable);
        var loggedAt = Interlocked.Read(ref _loggedAt);
        var now = time.GetTimestamp();
        if ((count == 1 || time.GetElapsedTime(loggedAt, now) >= LogInterval)
            && Interlocked.CompareExchange(ref _loggedAt, now, loggedAt) == loggedAt)
        {
            logger.UnreadableEnvelope(community, count);
        }
    }
}
