using System.Collections.Concurrent;

namespace CommunityRealtime.Safety;

/// <summary>Whom this server offered support lately, so that a person who talks about something hard is not answered by a machine each time.</summary>
/// <remarks>In memory, of a bounded number of authors. May be used from many threads.</remarks>
internal sealed class SupportOffers(TimeProvider time)
{
    private const int MostAuthors = 20_000;

    private static readonly TimeSpan Pause = TimeSpan.FromHours(12);

    private readonly ConcurrentDictionary<(CommunityId Community, UserId Author), long> _offeredAt = new();

    /// <summary>Whether an offer is due; if so, it counts as made.</summary>
    public bool Take(CommunityId community, UserId author)
    {
        if (_offeredAt.TryGetValue((community, author), out var at) && time.GetElapsedTime(at) < Pause)
        {
            return false;
        }

        if (_offeredAt.Count >= MostAuthors)
        {
            _offeredAt.Clear();
        }

        _offeredAt[(community, author)] = time.GetTimestamp();
        return true;
    }
}
