using CommunityRealtime.Messages;

namespace CommunityRealtime.Benchmarks.History;

/// <summary>A page of 50 messages: the newest ones after an offset, or those before an id.</summary>
internal readonly record struct Page(int Offset, long? Before)
{
    public const int Size = 50;

    public static Page Newest { get; } = new(0, null);

    public static Page Offset1000 { get; } = new(1000, null);

    /// <summary>A page anywhere in a history.</summary>
    public static Page Anywhere(int length) => new(0, Random.Shared.Next(Size + 1, length));

    /// <summary>A page far back: after a million messages, or after half of a shorter history.</summary>
    public static Page FarBack(int length) => new(FarBackOffset(length), null);

    public static int FarBackOffset(int length) => Math.Min(1_000_000, length / 2);

    public MessageQuery ToQuery(CommunityId community) => Before is { } id
        ? MessageQuery.Before(community, id, Size)
        : MessageQuery.Newest(community, Size, Offset);

    public string ToQueryString() => Before is { } id ? $"limit={Size}&before={id}" : $"limit={Size}&offset={Offset}";

    /// <summary>Throws when a page does not hold what was asked for.</summary>
    public void Check(int length, int count, long oldest, long newest)
    {
        var expected = Before is { } id ? id - 1 : length - Offset;
        if (count != Size || newest != expected || oldest != expected - Size + 1)
        {
            throw new InvalidDataException($"A page ({ToQueryString()}) holds {count} messages, {oldest} to {newest}.");
        }
    }
}
