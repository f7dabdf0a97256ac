using CommunityRealtime.Messages;

namespace CommunityRealtime.Broadcast;

/// <summary>The newest messages of a community as finished bytes, without a gap: for clients that were away a moment, and for the newest page.</summary>
/// <remarks>Every member may be called at the same time as any other.</remarks>
internal sealed class RecentMessages(FeedServices services)
{
    private const int MaxCount = 256;
    private const int MinSlots = 16;

    /// <summary>Long messages are kept too, but not as many.</summary>
    private const int MaxBytes = 512 * 1024;

    private readonly Lock _lock = new();

    /// <summary>The message with number n stands at n modulo the length, a power of two.</summary>
    private EncodedMessage[] _slots = [];
    private long _first = 1;
    private int _count;
    private int _bytes;

    private long Last => _first + _count - 1;

    /// <summary>Adds the newest message.</summary>
    public void Add(long number, EncodedMessage message)
    {
        if (services.MaxRecentBytes == 0)
        {
            return;
        }

        lock (_lock)
        {
            if (number != Last + 1)
            {
                Forget(_count);
                _first = number;
            }

            if (_count == MaxCount)
            {
                Forget(1);
            }

            Put(number, message);
            while (_bytes > MaxBytes && _count > 1)
            {
                Forget(1);
            }
        }
    }

    /// <summary>Keeps what was read from the store, as far as it ends where the messages here begin, or at the newest of all.</summary>
    /// <param name="page">Messages, oldest first.</param>
    /// <param name="newest">The newest number of all.</param>
    public void AddOlder(IReadOnlyList<StoredMessage> page, long newest)
    {
        if (services.MaxRecentBytes == 0 || page.Count == 0 || page[^1].Id - page[0].Id != page.Count - 1)
        {
            return;
        }

        lock (_lock)
        {
            if (_count == 0)
            {
                _first = newest + 1;
            }

            if (page[^1].Id < _first - 1)
            {
                return;
            }

            for (var i = (int)(_first - 1 - page[0].Id); i >= 0 && _count < MaxCount && _bytes < MaxBytes; i--)
            {
                _first--;
                Put(_first, services.Events.Encode(page[i]));
            }
        }
    }

    /// <summary>A page.</summary>
    /// <param name="query">Which one.</param>
    /// <param name="newest">The newest number of all.</param>
    /// <returns><see langword="null"/> unless all of it is here.</returns>
    public RecentPage? Read(MessageQuery query, long newest)
    {
        var (from, to) = query switch
        {
            { AfterId: { } after } => (after < newest ? after + 1 : newest + 1, after < newest - query.Limit ? after + query.Limit : newest),
            { BeforeId: { } id } => LastUpTo(Math.Min(id - 1, newest)),
            _ => LastUpTo(newest - query.Offset),
        };
        return from > to ? RecentPage.Empty : Read(from, to);

        (long From, long To) LastUpTo(long to) => (Math.Max(1, to - query.Limit + 1), to);
    }

    /// <summary>The messages from one number to another.</summary>
    /// <returns><see langword="null"/> unless all of them are here.</returns>
    public RecentPage? Read(long from, long to)
    {
        lock (_lock)
        {
            if (from < _first || to > Last)
            {
                return null;
            }

            var messages = new EncodedMessage[to - from + 1];
            for (var i = 0; i < messages.Length; i++)
            {
                messages[i] = Slot(from + i);
            }

            return new(from, messages);
        }
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            Forget(_count);
            _slots = [];
        }
    }

    private ref EncodedMessage Slot(long number) => ref _slots[number & (_slots.Length - 1)];

    private void Put(long number, EncodedMessage message)
    {
        if (_count == _slots.Length)
        {
            Grow(number);
        }

        Slot(number) = message;
        _count++;
        Count(message.Size);
    }

    private void Grow(long without)
    {
        var old = _slots;
        _slots = new EncodedMessage[Math.Max(MinSlots, old.Length * 2)];
        for (var number = _first; old.Length > 0 && number <= _first + _count; number++)
        {
            if (number != without)
            {
                Slot(number) = old[number & (old.Length - 1)];
            }
        }
    }

    private void Forget(int count)
    {
        for (; count > 0; count--, _first++, _count--)
        {
            ref var slot = ref Slot(_first);
            Count(-slot.Size);
            slot = default;
        }
    }

    private void Count(int bytes)
    {
        _bytes += bytes;
        services.CountRecentBytes(bytes);
    }
}
