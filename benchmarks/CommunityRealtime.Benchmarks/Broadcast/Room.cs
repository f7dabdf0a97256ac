using CommunityRealtime.Benchmarks.Hosting;

namespace CommunityRealtime.Benchmarks.Broadcast;

/// <summary>A community with its connected members.</summary>
internal sealed class Room : IDisposable
{
    private readonly Member[] _members;
    private long _sent;

    public Room(int members, Dialect dialect)
        => _members = [.. Enumerable.Range(1, members).Select(number => new Member(number, members, dialect))];

    public IReadOnlyList<Member> Members => _members;

    /// <summary>How many deliveries are still to come.</summary>
    public long Missing
    {
        get
        {
            var missing = 0L;
            foreach (var member in _members)
            {
                missing += Volatile.Read(ref _sent) - member.Received;
            }

            return missing;
        }
    }

    public Task ConnectAsync(ServerGroup servers, int community, CancellationToken cancellationToken) => Parallel.ForEachAsync(
        _members,
        new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = cancellationToken },
        async (member, token) => await member.ConnectAsync(servers, community, token));

    public Task SendAsync(Member sender, long countedFrom, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _sent);
        return sender.SendAsync(countedFrom, cancellationToken);
    }

    public void Dispose()
    {
        foreach (var member in _members)
        {
            member.Dispose();
        }
    }
}
