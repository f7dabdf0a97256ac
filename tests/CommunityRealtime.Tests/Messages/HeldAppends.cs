using CommunityRealtime.Messages;

namespace CommunityRealtime.Tests.Messages;

/// <summary>A store that takes messages in the order in which they come, as soon as it is told to; those that are withheld at once.</summary>
internal sealed class HeldAppends : IMessageStore
{
    private readonly Lock _lock = new();
    private readonly InMemoryMessageStore _messages = new();
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _last;
    private int _waiting;

    public HeldAppends() => _last = _released.Task;

    /// <summary>How many appends have come.</summary>
    public int Count => Volatile.Read(ref _waiting);

    public void Release() => _released.SetResult();

    public ValueTask<AppendResult> AppendAsync(MessageDraft draft, CancellationToken cancellationToken)
    {
        if (draft.IsWithheld)
        {
            return _messages.AppendAsync(draft, cancellationToken);
        }

        lock (_lock)
        {
            var appending = AppendAsync(_last, draft);
            _last = appending;
            _waiting++;
            return new(appending);
        }
    }

    public ValueTask<IReadOnlyList<StoredMessage>> ReadAsync(MessageQuery query, CancellationToken cancellationToken) => _messages.ReadAsync(query, cancellationToken);

    public ValueTask<CommunityHead> ReadHeadAsync(CommunityId community, CancellationToken cancellationToken) => _messages.ReadHeadAsync(community, cancellationToken);

    private async Task<AppendResult> AppendAsync(Task before, MessageDraft draft)
    {
        await before;
        await Task.Delay(Random.Shared.Next(3));
        return await _messages.AppendAsync(draft, default);
    }
}
