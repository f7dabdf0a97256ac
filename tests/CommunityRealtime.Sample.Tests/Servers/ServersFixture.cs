using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using CommunityRealtime.Sample.Tests.Support;
using CommunityRealtime.TestSupport.Hosts;
using CommunityRealtime.TestSupport.Postgres;
using CommunityRealtime.TestSupport.Redis;

namespace CommunityRealtime.Sample.Tests.Servers;

/// <summary>A PostgreSQL, a Redis, and as many samples on them as a test asks for.</summary>
public sealed class ServersFixture : IAsyncLifetime
{
    private const string SigningKey = "servers-test-servers-test-servers-test";

    private static int _lastCommunity = 1_000;

    private readonly PostgresServer _postgres = new();

    /// <summary>How late a message may be that no backplane brings.</summary>
    public static TimeSpan CompareInterval => TimeSpan.FromSeconds(1);

    public RedisServer Redis { get; } = new();

    /// <summary>A community that no other test uses.</summary>
    public static int NewCommunity() => Interlocked.Increment(ref _lastCommunity);

    public static string TokenFor(int user) => TestTokens.Create(SigningKey, user.ToString(CultureInfo.InvariantCulture), $"User {user}");

    public Task InitializeAsync() => ((IAsyncLifetime)Redis).InitializeAsync();

    public async Task DisposeAsync()
    {
        await ((IAsyncLifetime)Redis).DisposeAsync();
        await ((IAsyncLifetime)_postgres).DisposeAsync();
    }

    /// <summary>Starts two samples on a database of their own.</summary>
    public async Task<(SampleHost Here, SampleHost There)> StartTwoAsync(
        bool withRedis = true, string? redisOfTheSecond = null, params (string Name, string Value)[] more)
    {
        var settings = new Dictionary<string, string?>
        {
            ["CommunityChat__Database__Provider"] = "PostgreSql",
            ["ConnectionStrings__Chat"] = await _postgres.CreateDatabaseAsync(),
            ["ConnectionStrings__Redis"] = withRedis ? Redis.ConnectionString : null,
            ["CommunityChat__Jwt__SigningKey"] = SigningKey,
            ["CommunityChat__Membership__Open"] = "true",
            ["CommunityChat__Membership__RecheckInterval"] = "00:00:02",
            ["CommunityChat__Backplane__CompareInterval"] = CompareInterval.ToString(),
            ["CommunityChat__RateLimit__MessagesPerSecond"] = "0",
        };
        foreach (var (name, value) in more)
        {
            settings[name] = value;
        }

        // One after the other: the first one makes the tables and the keys that both use.
        var here = await SampleHost.StartAsync(new Dictionary<string, string?>(settings));
        try
        {
            settings["ConnectionStrings__Redis"] = redisOfTheSecond ?? settings["ConnectionStrings__Redis"];
            return (here, await SampleHost.StartAsync(settings));
        }
        catch
        {
            await here.DisposeAsync();
            throw;
        }
    }

    /// <summary>All messages of a community as REST tells them: the truth.</summary>
    public static async Task<List<JsonNode>> ReadHistoryAsync(SampleHost host, int community)
    {
        using var http = new HttpClient { BaseAddress = host.Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", TokenFor(1));
        List<JsonNode> all = [];
        JsonArray page;
        do
        {
            var after = all.Count == 0 ? 0 : all[^1]["id"]!.GetValue<long>();
            page = (await http.GetFromJsonAsync<JsonArray>($"/api/communities/{community}/messages?limit=200&after={after}"))!;
            all.AddRange(page.Select(message => message!));
        }
        while (page.Count > 0);

        return all;
    }
}
