namespace CommunityRealtime.Broadcast;

/// <summary>Lets one message at a time through each community, so that messages are handed out in the order of their numbers.</summary>
internal sealed class RoomOrder
{
    private readonly Lock _lock = new();
    private readonly Dictionary<CommunityId, Turn> _turns = [];

    /// <summary>Waits for this community's turn. Communities do not wait for each other.</summary>
    /// <returns>Ends the turn when disposed.</returns>
    public async ValueTask<IDisposable> EnterAsync(CommunityId community)
    {
        Turn? turn;
        lock (_lock)
        {
            if (!_turns.TryGetValue(community, out turn))
            {
                _turns[community] = turn = new(this, community);
            }

            turn.Holders++;
        }

        await turn.Gate.WaitAsync().ConfigureAwait(false);
        return turn;
    }

    private sealed class Turn(RoomOrder order, CommunityId community) : IDisposable
    {
        public SemaphoreSlim Gate { get; } = new(1, 1);

        /// <summary>How many are inside or wait; the last one takes the entry away.</summary>
        public int Holders { get; set; }

        public void Dispose()
        {
            Gate.Release();
            lock (order._lock)
            {
                if (--Holders == 0)
                {
                    order._turns.Remove(community);
                }
            }
        }
    }
}
