using System.Collections.Concurrent;

namespace CommunityRealtime.Safety;

/// <summary>What each author wrote within the last minute and was shown, so that a sentence in pieces is judged as one.</summary>
/// <remarks>In memory only, of a bounded number of authors, and forgotten after the minute. May be used from many threads.</remarks>
internal sealed class RecentTexts(TimeProvider time)
{
    private const int MostAuthors = 20_000;
    private const int MostTexts = 5;
    private const int LongestText = 300;

    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<(CommunityId Community, UserId Author), Texts> _authors = new();
    private readonly Lock _sweep = new();
    private long _swept = time.GetTimestamp();

    /// <summary>What an author wrote, oldest first.</summary>
    public IReadOnlyList<string> Of(CommunityId community, UserId author)
    {
        if (!_authors.TryGetValue((community, author), out var texts))
        {
            return [];
        }

        if (time.GetElapsedTime(texts.LastAt) <= Kept)
        {
            return texts.Values;
        }

        _authors.TryRemove((community, author), out _);
        return [];
    }

    /// <summary>Keeps a text that is shown. A long one is a sentence of its own, and ends what came before.</summary>
    public void Add(CommunityId community, UserId author, string text)
    {
        Sweep();
        var earlier = text.Length > LongestText ? [] : Of(community, author);
        string[] values = text.Length > LongestText ? [] : [.. earlier.TakeLast(MostTexts - 1), text];
        if (values.Length == 0)
        {
            _authors.TryRemove((community, author), out _);
        }
        else if (_authors.Count < MostAuthors || _authors.ContainsKey((community, author)))
        {
            _authors[(community, author)] = new Texts(values, time.GetTimestamp());
        }
    }

    private void Sweep()
    {
        if (time.GetElapsedTime(Volatile.Read(ref _swept)) < Kept || !_sweep.TryEnter())
        {
            return;
        }

        try
        {
            Volatile.Write(ref _swept, time.GetTimestamp());
            foreach (var (author, texts) in _authors)
            {
                if (time.GetElapsedTime(texts.LastAt) > Kept)
                {
                    _authors.TryRemove(KeyValuePair.Create(author, texts));
                }
            }
        }
        finally
        {
            _sweep.Exit();
        }
    }

    private sealed record Texts(IReadOnlyList<string> Values, long LastAt);
}
