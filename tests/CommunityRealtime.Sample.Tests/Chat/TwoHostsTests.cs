using System.Text.Json.Nodes;
using CommunityRealtime.Sample.Tests.Support;
using CommunityRealtime.TestSupport;
using CommunityRealtime.TestSupport.Hosts;
using CommunityRealtime.TestSupport.Postgres;

namespace CommunityRealtime.Sample.Tests.Chat;

/// <summary>Two running samples on one database: whichever a client comes back to, it gets everything, once and in order.</summary>
public sealed class TwoHostsTests(PostgresServer postgres) : IClassFixture<PostgresServer>
{
    private const int General = 1;
    private const int Missed = 10_000;

    /// <summary>As many as the server lets be under way.</summary>
    private const int Ahead = 32;

    [FactOnMachinesWith("initdb")]
    public async Task Clients_ThatComeBackOrJoinWhileOthersTalk_OnPostgreSql_SeeNoGapAndNoRepeat() =>
        await RunAsync("PostgreSql", await postgres.CreateDatabaseAsync());

    [Fact]
    public async Task Clients_ThatComeBackOrJoinWhileOthersTalk_OnSqlite_SeeNoGapAndNoRepeat()
    {
        var folder = Directory.CreateTempSubdirectory("communityrealtime-two-hosts-");
        try
        {
            await RunAsync("Sqlite", $"Data Source={Path.Combine(folder.FullName, "chat.db")}");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task RunAsync(string provider, string connectionString)
    {
        var settings = new Dictionary<string, string?>
        {
            ["CommunityChat__Database__Provider"] = provider,
            ["ConnectionStrings__Chat"] = connectionString,
            ["CommunityChat__RateLimit__MessagesPerSecond"] = "0",
        };
        await using var here = await SampleHost.StartAsync(settings);
        await using var there = await SampleHost.StartAsync(settings);
        using var alice = await DemoClient.SignInAsync(here, 42);
        using var bob = await DemoClient.SignInAsync(here, 43);
        using var carol = await DemoClient.SignInAsync(there, 44);
        await alice.PostAsync(General, "before");
        var epoch = await ReadEpochAsync(here, bob);

        await TalkAsync(here, alice, 2, Missed + 1);
        var talking = TalkAsync(here, alice, Missed + 2, Missed + 1_001);
        var coming = Enumerable.Range(0, 30).Select(async number =>
        {
            await Task.Delay(number * 20);
            var host = number % 2 == 0 ? here : there;

            // The first two were away for everything, on either host; the others for a little less and less.
            var after = number < 2 ? 1 : Missed - (10 * number);
            return (after, numbers: await ReadAsync(host, bob, $"?after={after}&epoch={epoch}", number % 2 == 0 ? Missed + 1_003 : Missed + 1_002));
        }).ToArray();

        await talking;
        await carol.PostAsync(General, "the last on the one host");
        await alice.PostAsync(General, "the last on the other");
        foreach (var (number, client) in (await Task.WhenAll(coming)).Index())
        {
            Assert.Equal(Numbers(client.after + 1, Missed + (number % 2 == 0 ? 1_003 : 1_002)), client.numbers);
        }
    }

    private static IEnumerable<long> Numbers(int from, int to) => Enumerable.Range(from, to - from + 1).Select(number => (long)number);

    private static async Task<long> ReadEpochAsync(SampleHost host, DemoClient client)
    {
        using var socket = await JsonSocket.ConnectAsync(host.Socket($"/api/communities/ws/{General}?token={client.Token}"), "community-chat.v1");
        return (await socket.ReceiveAsync())["epoch"]!.GetValue<long>();
    }

    /// <summary>Posts numbered messages, some ahead of their answers.</summary>
    private static async Task TalkAsync(SampleHost host, DemoClient client, int from, int to)
    {
        using var socket = await JsonSocket.ConnectAsync(host.Socket($"/api/communities/ws/{General}?token={client.Token}"), "community-chat.v1");
        await socket.ReceiveAsync();
        var acknowledged = from - 1L;
        for (var number = from; acknowledged < to;)
        {
            for (; number <= to && number - acknowledged <= Ahead; number++)
            {
                await socket.SendAsync(DemoClient.Frame($"message {number}", isAnonymous: number % 5 == 0));
            }

            var frame = await socket.ReceiveAsync();
            if (frame["type"]!.GetValue<string>() == "ack")
            {
                Assert.Equal(++acknowledged, frame["seq"]!.GetValue<long>());
            }
        }

        await socket.CloseAsync();
    }

    private static async Task<List<long>> ReadAsync(SampleHost host, DemoClient client, string query, long last)
    {
        using var socket = await JsonSocket.ConnectAsync(host.Socket($"/api/communities/ws/{General}{query}&token={client.Token}"), "community-chat.v1");
        List<long> numbers = [];
        while (numbers.Count == 0 || numbers[^1] < last)
        {
            JsonNode frame = await socket.ReceiveAsync();
            if (frame["type"]!.GetValue<string>() == "message")
            {
                numbers.Add(frame["seq"]!.GetValue<long>());
            }
        }

        return numbers;
    }
}
