using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace CommunityRealtime.Messages;

/// <summary>Messages in memory, all of them, until the process ends. For tests and first steps.</summary>
internal sealed class InMemoryMessageStore : IMessageStore
{
    private readonly ConcurrentDictionary<CommunityId, CommunityLog> _logs = new();

    public ValueTask<AppendResult> AppendAsync(MessageDraft draft, CancellationToken cancellationToken)
    {
        MessageDraft.ThrowIfNotStorable(draft);
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(_logs.GetOrAdd(draft.Community, _ => new CommunityLog()).Append(draft));
    }

    public ValueTask<IReadOnlyList<StoredMessage>> ReadAsync(MessageQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        cancellationToken.ThrowIfCancellationRequested();
        IReadOnlyList<StoredMessage> page = _logs.TryGetValue(query.Community, out var log) ? log.Read(query) : [];
        return ValueTask.FromResult(page);
    }

    public ValueTask<CommunityHead> ReadHeadAsync(CommunityId community, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(_logs.TryGetValue(community, out var log) ? log.Head : default);
    }

    /// <summary>One community: the message with number n stands at n−1.</summary>
    private sealed class CommunityLog
    {
        private readonly Lock _lock = new();
        private readonly List<StoredMessage> _messages = [];
        private readonly Dictionary<(UserId Author, string ClientId), StoredMessage> _byRetryKey = [];
        private readonly long _epoch = RandomNumberGenerator.GetInt32(1, int.MaxValue);

        public CommunityHead Head
        {
            get
            {
                lock (_lock)
                {
                    return new(_epoch, _messages.Count);
                }
            }
        }

        public AppendResult Append(MessageDraft draft)
        {
            lock (_lock)
            {
                if (_byRetryKey.TryGetValue((draft.Author, draft.ClientId), out var earlier))
                {
                    var same = earlier.IsAnonymous == draft.IsAnonymous && earlier.IsWithheld == draft.IsWithheld
                        && string.Equals(earlier.Content, draft.Content, StringComparison.Ordinal);
                    return new(same ? AppendOutcome.Duplicate : AppendOutcome.Conflict, earlier);
                }

                var message = new StoredMessage
                {
                    Id = draft.IsWithheld ? -1 - _byRetryKey.Count : _messages.Count + 1,
                    Community = draft.Community,
                    Author = draft.Author,
                    DisplayName = draft.DisplayName,
                    Content = draft.Content,
                    IsAnonymous = draft.IsAnonymous,
                    CreatedAt = draft.CreatedAt,
                    IsWithheld = draft.IsWithheld,
                };
                if (!draft.IsWithheld)
                {
                    _messages.Add(message);
                }

                _byRetryKey.Add((draft.Author, draft.ClientId), message);
                return new(AppendOutcome.Stored, message);
            }
        }

        public List<StoredMessage> Read(MessageQuery query)
        {
            lock (_lock)
            {
                var (start, end) = query switch
                {
                    { AfterId: { } after } => FirstAfter(after, query.Limit),
                    { BeforeId: { } before } => LastBefore(before, query.Limit),
                    _ => LastBefore(_messages.Count + 1L - query.Offset, query.Limit),
                };
                return _messages.GetRange(start, end - start);
            }
        }

        private (int Start, int End) FirstAfter(long after, int limit)
        {
            var start = (int)Math.Clamp(after, 0, _messages.Count);
            return (start, (int)Math.Min(start + (long)limit, _messages.Count));
        }

        private (int Start, int End) LastBefore(long before, int limit)
        {
            var end = (int)Math.Clamp(before, 1, _messages.Count + 1L) - 1;
            return ((int)Math.Max(end - (long)limit, 0), end);
        }
    }
}
