using CommunityRealtime.Benchmarks.Hosting;

namespace CommunityRealtime.Benchmarks.Append;

/// <summary>A way to store messages, and where and with how many senders it is measured. Several servers are processes of their own.</summary>
internal sealed record AppendWay(
    string Name,
    Func<Database, CancellationToken, Task<IAppender>> OpenAsync,
    int[] Senders,
    string? OnlyOn = null,
    int Servers = 1)
{
    public static IReadOnlyList<AppendWay> All { get; } =
    [
        new("CommunityRealtime", StoreAppender.OpenAsync, [1, 16, 64, 256]),
        new("DbContext per message", NaiveAppender.OpenAsync, [1, 16, 64, 256]),
        new("DbContext per message, numbered", NaiveAppender.OpenNumberedAsync, [64, 256], Database.Postgres),
        new("CommunityRealtime, half of them repeats", StoreAppender.OpenRepeatingAsync, [64]),
        new("CommunityRealtime, two servers", StoreAppender.OpenAsync, [64], Servers: 2),
    ];

    public bool IsMeasured(string provider, int senders) => Senders.Contains(senders) && (OnlyOn ?? provider) == provider;
}
