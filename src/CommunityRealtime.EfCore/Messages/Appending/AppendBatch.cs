using CommunityRealtime.Messages;

namespace CommunityRealtime.EfCore.Messages.Appending;

/// <summary>The appends that go into one transaction.</summary>
internal sealed class AppendBatch
{
    private const int MaxAppends = 512;

    /// <summary>1 MiB of text.</summary>
    private const int MaxCharacters = 512 * 1024;

    private readonly Lock _lock = new();
    private readonly List<PendingAppend> _firsts = [];
    private readonly List<(PendingAppend Repeat, PendingAppend First)> _repeats = [];
    private readonly Dictionary<(CommunityId Community, UserId Author, string ClientId), PendingAppend> _byRetryKey = [];

    /// <summary>One append for each retry key, in the order in which they came.</summary>
    public IReadOnlyList<PendingAppend> Firsts => _firsts;

    /// <summary>Takes everything that waits, up to the size of one transaction.</summary>
    public void Fill(AppendQueue queue)
    {
        lock (_lock)
        {
            _firsts.Clear();
            _repeats.Clear();
            _byRetryKey.Clear();
            for (var (count, characters) = (0, 0); count < MaxAppends && characters < MaxCharacters && queue.TryTake(out var append); count++)
            {
                characters += append.Characters;
                Add(append);
            }
        }
    }

    /// <summary>Tells every author what became of the message.</summary>
    public void Answer()
    {
        lock (_lock)
        {
            foreach (var append in _firsts)
            {
                append.Answer();
            }

            foreach (var (repeat, first) in _repeats)
            {
                repeat.Follow(first);
                repeat.Answer();
            }
        }
    }

    /// <summary>Tells every author who was not told yet that the outcome is not known.</summary>
    public void Abandon(MessageStoreException reason)
    {
        lock (_lock)
        {
            foreach (var append in _firsts)
            {
                append.Refuse(reason);
            }

            foreach (var (repeat, _) in _repeats)
            {
                repeat.Refuse(reason);
            }
        }
    }

    private void Add(PendingAppend append)
    {
        var draft = append.Draft;
        if (_byRetryKey.TryGetValue((draft.Community, draft.Author, draft.ClientId), out var first))
        {
            _repeats.Add((append, first));
        }
        else
        {
            _byRetryKey.Add((draft.Community, draft.Author, draft.ClientId), append);
            _firsts.Add(append);
        }
    }
}
