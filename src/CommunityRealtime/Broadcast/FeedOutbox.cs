using System.Collections.Concurrent;
using CommunityRealtime.Messages;

namespace CommunityRealtime.Broadcast;

/// <summary>What one community's other servers are to be told: whatever comes while one envelope is written goes into the next.</summary>
internal sealed class FeedOutbox(CommunityId community, BackplaneMail mail, Func<long> epoch) : IThreadPoolWorkItem
{
    private const int MaxMessages = 64;

    /// <summary>Long texts are sent in smaller envelopes.</summary>
    private const int MaxCharacters = 64 * 1024;

    private readonly ConcurrentQueue<StoredMessage> _waiting = new();
    private int _isSending;

    /// <summary>Sends a stored message to the other servers, if there are any. Never waits.</summary>
    public void Add(StoredMessage message)
    {
        if (!mail.Reaches(community))
        {
            return;
        }

        _waiting.Enqueue(message);
        Start();
    }

    void IThreadPoolWorkItem.Execute()
    {
        while (Next() is { Count: > 0 } messages)
        {
            mail.Send(community, new(epoch(), messages, []));
        }

        Volatile.Write(ref _isSending, 0);
        if (!_waiting.IsEmpty)
        {
            Start();
        }
    }

    private void Start()
    {
        if (Interlocked.Exchange(ref _isSending, 1) == 0)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    private List<StoredMessage> Next()
    {
        var messages = new List<StoredMessage>();
        for (var characters = 0; messages.Count < MaxMessages && characters < MaxCharacters && _waiting.TryDequeue(out var message);)
        {
            messages.Add(message);
            characters += message.Content.Length;
        }

        return messages;
    }
}
