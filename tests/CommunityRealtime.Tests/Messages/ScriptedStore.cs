using CommunityRealtime.Messages;

namespace CommunityRealtime.Tests.Messages;

/// <summary>Messages in memory, of a store that counts what is read and fails, waits or forgets as it is told.</summary>
internal sealed class ScriptedStore : IMessageStore
{
    private readonly InMemoryMessageStore _messages = new();
    private int _reads;
    private int _headReads;

    /// <summary>In place of reading a page, if set.</summary>
    public volatile Func<MessageQuery, ValueTask<IReadOnlyList<StoredMessage>>>? Read;

    /// <summary>In place of reading a counter, if set.</summary>
    public volatile Func<ValueTask<CommunityHead>>? ReadHead;

    public int Reads => Volatile.Read(ref _reads);

    public int HeadReads => Volatile.Read(ref _headReads);

    public ValueTask<AppendResult> AppendAsync(MessageDraft draft, CancellationToken cancellationToken) => _messages.AppendAsync(draft, cancellationToken);

    public ValueTask<IReadOnlyList<StoredMessage>> ReadAsync(MessageQuery query, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _reads);
        return Read?.Invoke(query) ?? _messages.ReadAsync(query, cancellationToken);
    }

    public ValueTask<CommunityHead> ReadHeadAsync(CommunityId community, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _headReads);
        return ReadHead?.Invoke() ?? _messages.ReadHeadAsync(community, cancellationToken);
    }
}
