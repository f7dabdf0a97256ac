using System.Collections.Concurrent;

namespace CommunityRealtime.Authentication;

/// <summary>Tokens that were checked and found good, so that whoever comes back does not cost another signature. Their text is not kept.</summary>
/// <remarks>
/// In two generations: when the younger is full it becomes the older, and the one before is forgotten. What is asked for moves to the younger. So memory
/// is bounded, whatever is used stays, and nothing has to be cleared away. It may be called at the same time from many threads.
/// </remarks>
/// <param name="maxTokens">How many tokens at most; less than 2 for none.</param>
/// <param name="time">The clock.</param>
internal sealed class KnownTokens(int maxTokens, TimeProvider time)
{
    private readonly int _maxYounger = maxTokens / 2;
    private readonly Lock _lock = new();
    private volatile ConcurrentDictionary<TokenHash, Entry> _younger = new();
    private volatile ConcurrentDictionary<TokenHash, Entry> _older = new();
    private int _youngerCount;

    /// <summary>What came of a token that was checked with the same keys, unless it has expired since: what a clock that is behind would still take is checked again.</summary>
    /// <param name="token">The token.</param>
    /// <param name="keys">The keys that hold now.</param>
    public ChatAuthenticationResult? Find(in TokenHash token, object? keys)
    {
        var younger = _younger;
        var isYounger = younger.TryGetValue(token, out var entry);
        if ((!isYounger && !_older.TryGetValue(token, out entry))
            || !ReferenceEquals(entry.Keys, keys)
            || time.GetUtcNow() >= entry.Result.User!.ExpiresAt)
        {
            return null;
        }

        if (!isYounger)
        {
            Keep(token, entry);
        }

        return entry.Result;
    }

    /// <summary>Keeps a success.</summary>
    /// <param name="token">The token.</param>
    /// <param name="keys">What it was checked with. With other keys it has to be checked again.</param>
    /// <param name="result">The user, with the token's end.</param>
    public void Keep(in TokenHash token, object? keys, ChatAuthenticationResult result) => Keep(token, new(keys, result));

    private void Keep(in TokenHash token, Entry entry)
    {
        if (_maxYounger == 0)
        {
            return;
        }

        lock (_lock)
        {
            if (_younger.TryGetValue(token, out _))
            {
                _younger[token] = entry;
                return;
            }

            if (_youngerCount == _maxYounger)
            {
                _older = _younger;
                _younger = new();
                _youngerCount = 0;
            }

            _younger[token] = entry;
            _youngerCount++;
        }
    }

    private readonly record struct Entry(object? Keys, ChatAuthenticationResult Result);
}
