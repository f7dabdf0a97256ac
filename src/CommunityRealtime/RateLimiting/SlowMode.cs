using CommunityRealtime.Membership;

namespace CommunityRealtime.RateLimiting;

/// <summary>Lets a user post one message in a while where a community is in slow mode, on this server. It does not look at who is shown as the author.</summary>
/// <remarks>
/// In memory, and only of users who posted in such a community lately. May be used from many threads. Only a message that is stored begins a wait, so while one is on
/// its way the next of the same user waits to learn what becomes of it.
/// </remarks>
internal sealed class SlowMode(KnownCommunitySettings settings, TimeProvider time)
{
    /// <summary>Beyond these nobody else waits, until some have waited long enough.</summary>
    private const int MostSenders = 100_000;

    private static readonly TimeSpan SweepInterval = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<(CommunityId Community, UserId User), Sender> _senders = [];
    private long _sweptAt = time.GetTimestamp();

    /// <summary>Asks for a user's turn.</summary>
    /// <param name="community">Where the user sends.</param>
    /// <param name="user">Who sends.</param>
    /// <param name="role">What the user may do there: moderators do not wait.</param>
    /// <param name="clientId">The sender's own id of the message: a repeat of the one that was stored last is let through, since the store does not store it again.</param>
    /// <returns>The turn, which has to end; or one that says how long to wait.</returns>
    public async ValueTask<SlowModeTurn> BeginAsync(CommunityId community, UserId user, CommunityRole role, string? clientId)
    {
        var pause = (await settings.FindAsync(community).ConfigureAwait(false)).SlowMode;
        if (pause == TimeSpan.Zero || role >= CommunityRole.Moderator)
        {
            return default;
        }

        while (true)
        {
            Task underWay;
            lock (_lock)
            {
                if (!_senders.TryGetValue((community, user), out var sender))
                {
                    _senders.Add((community, user), sender = new());
                }

                if (sender.UnderWay is null)
                {
                    if (sender.LeftOf(pause, time) is { } wait && (clientId is null || clientId != sender.ClientId))
                    {
                        return new(null, community, user, clientId, wait);
                    }

                    sender.Pause = pause;
                    sender.UnderWay = new(TaskCreationOptions.RunContinuationsAsynchronously);
                    return new(this, community, user, clientId, null);
                }

                underWay = sender.UnderWay.Task;
            }

            await underWay.ConfigureAwait(false);
        }
    }

    /// <summary>Takes a turn back; for <see cref="SlowModeTurn.End"/>.</summary>
    public void End(SlowModeTurn turn, bool isPosted)
    {
        TaskCompletionSource underWay;
        lock (_lock)
        {
            var sender = _senders[(turn.Community, turn.User)];
            underWay = sender.UnderWay!;
            sender.UnderWay = null;
            if (isPosted)
            {
                sender.PostedAt = time.GetTimestamp();
                sender.ClientId = turn.ClientId;
                Sweep();
            }

            if (sender.PostedAt is null || _senders.Count > MostSenders)
            {
                _senders.Remove((turn.Community, turn.User));
            }
        }

        underWay.SetResult();
    }

    private void Sweep()
    {
        if (time.GetElapsedTime(_sweptAt) < SweepInterval)
        {
            return;
        }

        _sweptAt = time.GetTimestamp();
        foreach (var (key, sender) in _senders)
        {
            if (sender.UnderWay is null && sender.LeftOf(sender.Pause, time) is null)
            {
                _senders.Remove(key);
            }
        }
    }

    /// <summary>One user in one community.</summary>
    private sealed class Sender
    {
        /// <summary>When the last message was stored; <see langword="null"/> for none.</summary>
        public long? PostedAt { get; set; }

        /// <summary>The sender's own id of that message.</summary>
        public string? ClientId { get; set; }

        /// <summary>How long the community's slow mode was then.</summary>
        public TimeSpan Pause { get; set; }

        /// <summary>The message that is on its way, if there is one; ends when it is known what became of it.</summary>
        public TaskCompletionSource? UnderWay { get; set; }

        public TimeSpan? LeftOf(TimeSpan pause, TimeProvider time) =>
            PostedAt is { } at && pause - time.GetElapsedTime(at) is var left && left > TimeSpan.Zero ? left : null;
    }
}
