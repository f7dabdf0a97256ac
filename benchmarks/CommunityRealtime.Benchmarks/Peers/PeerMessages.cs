using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Claims;
using System.Text.Json;

namespace CommunityRealtime.Benchmarks.Peers;

/// <summary>Makes messages and numbers them in each community. They are kept nowhere.</summary>
internal sealed class PeerMessages
{
    private readonly ConcurrentDictionary<int, StrongBox<long>> _lastIds = new();

    /// <summary>The names of the wire: <c>user_id</c>.</summary>
    public static JsonNamingPolicy Names => JsonNamingPolicy.SnakeCaseLower;

    public PeerMessage Make(int community, ClaimsPrincipal author, string content) => new(
        Interlocked.Increment(ref _lastIds.GetOrAdd(community, _ => new()).Value),
        community,
        long.Parse(author.FindFirstValue("sub")!, CultureInfo.InvariantCulture),
        content,
        IsAnonymous: false,
        DateTime.UtcNow,
        author.FindFirstValue("name")!);
}
