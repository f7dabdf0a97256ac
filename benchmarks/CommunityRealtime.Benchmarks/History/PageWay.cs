using CommunityRealtime.Benchmarks.Hosting;

namespace CommunityRealtime.Benchmarks.History;

/// <summary>A way to read pages, and which pages are read that way by how many readers.</summary>
internal sealed record PageWay(
    string Name, Func<Database, int, CancellationToken, Task<IPageReader>> OpenAsync, string[] Pages, int[] Readers)
{
    public const string Newest = "newest";
    public const string Offset1000 = "`offset=1000`";
    public const string Before = "`before` anywhere";
    public const string FarBack = "far back by `offset`";

    // Over HTTP the newest page comes from memory, the others from the database.
    public static IReadOnlyList<PageWay> All { get; } =
    [
        new("IMessageStore", StorePages.OpenAsync, [Newest, Offset1000, Before], [1, 16]),
        new("EF LINQ", NaivePages.OpenAsync, [FarBack], [1]),
        new("HTTP", HttpPages.OpenAsync, [Newest, Offset1000, Before], [1, 16]),
        new("EF LINQ over HTTP", HttpPages.OpenLinqAsync, [Newest, Before], [1, 16]),
    ];

    /// <summary>A page of a kind out of a history.</summary>
    public static Page Choose(string page, int length) => page switch
    {
        Newest => Page.Newest,
        Offset1000 => Page.Offset1000,
        Before => Page.Anywhere(length),
        _ => Page.FarBack(length),
    };
}
