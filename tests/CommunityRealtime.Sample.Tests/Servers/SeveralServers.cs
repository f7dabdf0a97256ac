using System.Net.Http.Json;
using CommunityRealtime.TestSupport.Hosts;

namespace CommunityRealtime.Sample.Tests.Servers;

/// <summary>What tests with several servers have in common. The oracle is history: it has what was acknowledged, and everyone saw what it has.</summary>
public abstract class SeveralServers(ServersFixture servers)
{
    protected static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);
    protected static readonly TimeSpan ASecond = TimeSpan.FromSeconds(1);

    protected ServersFixture Servers => servers;

    /// <summary>A community that no other test uses.</summary>
    protected int Community { get; } = ServersFixture.NewCommunity();

    protected static TimeSpan Percentile(IReadOnlyList<TimeSpan> sorted, double share) => sorted[(int)(share * (sorted.Count - 1))];

    protected static async Task HealthIsAsync(SampleHost host, string status)
    {
        using var http = new HttpClient { BaseAddress = host.Address };
        await Support.Eventually.TrueAsync(async () => await http.GetStringAsync("/health") == status, $"health {status}");
    }

    private protected static async Task AllSeeAsync(SampleHost host, IReadOnlyCollection<Watcher> watchers, IReadOnlyCollection<Sender> senders)
    {
        // A repeat would come before what follows it.
        var last = new Sender(senders.First().Community, user: 999);
        await last.SendAsync([host], 1);
        senders = [.. senders, last];

        var history = await ServersFixture.ReadHistoryAsync(host, senders.First().Community);
        var acknowledged = senders.SelectMany(sender => sender.Acknowledged).ToArray();

        // Every acknowledged message is there under its number, and nothing else is.
        Assert.Equal(Enumerable.Range(1, history.Count).Select(number => (long)number), history.Select(message => message["id"]!.GetValue<long>()));
        Assert.Equal(
            acknowledged.Select(sent => (sent.Value, $"says {sent.Key}")).Order(),
            history.Select(message => (message["id"]!.GetValue<long>(), message["content"]!.GetValue<string>())).Order());
        await Task.WhenAll(watchers.Select(watcher => watcher.SeesAsync(history.Count, Soon)));

        // No watcher is an author, so all of them see what history shows, letter by letter.
        Assert.All(watchers, watcher => Assert.Equal(
            history.Select(message => message.ToJsonString()), watcher.Messages.Select(message => message.ToJsonString())));
    }

    private protected async Task<Watcher[]> WatchAsync(SampleHost here, SampleHost there) =>
    [
        await Watcher.JoinAsync(here, Community, 1),
        await Watcher.JoinAsync(here, Community, 2, isPlain: true),
        await Watcher.JoinAsync(there, Community, 3),
        await Watcher.JoinAsync(there, Community, 4, isPlain: true),
    ];

    protected async Task SetAsync(SampleHost host, int user, string status)
    {
        using var http = new HttpClient { BaseAddress = host.Address };
        using var response = await http.PostAsJsonAsync("/api/dev/members", new { community_id = Community, user_id = user, status });
        response.EnsureSuccessStatusCode();
    }
}
