using System.Net;
using CommunityRealtime.Sample.Tests.Support;
using CommunityRealtime.TestSupport;
using CommunityRealtime.TestSupport.Hosts;
using CommunityRealtime.TestSupport.Postgres;
using CommunityRealtime.TestSupport.Redis;

namespace CommunityRealtime.Sample.Tests.Settings;

public sealed class HealthTests : IAsyncLifetime
{
    private readonly PostgresServer _postgres = PostgresServer.CreateStoppable();

    [Fact]
    public async Task Health_OnSqlite_IsHealthy()
    {
        await using var host = await SampleHost.StartAsync();
        using var http = new HttpClient { BaseAddress = host.Address };

        Assert.Equal("Healthy", await http.GetStringAsync(new Uri("/health", UriKind.Relative)));
    }

    [Theory]
    [InlineData("true", HttpStatusCode.OK)]
    [InlineData("false", HttpStatusCode.NotFound)]
    public async Task Metrics_AreServedToPrometheusWhereTheSettingSaysSo(string setting, HttpStatusCode expected)
    {
        await using var host = await SampleHost.StartAsync(new Dictionary<string, string?> { ["Telemetry__Prometheus"] = setting });
        using var http = new HttpClient { BaseAddress = host.Address };

        using var response = await http.GetAsync(new Uri("/metrics", UriKind.Relative));

        Assert.Equal(expected, response.StatusCode);
        Assert.Equal(expected == HttpStatusCode.OK, (await response.Content.ReadAsStringAsync()).Contains("communityrealtime_queue_bytes", StringComparison.Ordinal));
    }

    [FactOnMachinesWith("initdb")]
    public async Task Health_DatabaseGoneAndBack_SaysSoWithoutAMessageBetween()
    {
        await using var host = await SampleHost.StartAsync(new Dictionary<string, string?>
        {
            ["CommunityChat__Database__Provider"] = "PostgreSql",
            ["ConnectionStrings__Chat"] = await _postgres.CreateDatabaseAsync(),
        });
        using var http = new HttpClient { BaseAddress = host.Address };
        await Eventually.TrueAsync(() => StatusIsAsync(http, HttpStatusCode.OK), "the database to be there");

        await _postgres.StopAsync();
        await Eventually.TrueAsync(() => StatusIsAsync(http, HttpStatusCode.ServiceUnavailable), "the failure to be seen");
        await _postgres.StartAsync();

        await Eventually.TrueAsync(() => StatusIsAsync(http, HttpStatusCode.OK), "the database to be back");
    }

    [FactOnMachinesWith("redis-server")]
    public async Task Health_RedisComesLate_IsDegradedAndThenHealthyAndAlwaysOk()
    {
        var redis = new RedisServer();
        try
        {
            await using var host = await SampleHost.StartAsync(new Dictionary<string, string?>
            {
                ["ConnectionStrings__Redis"] = $"{redis.ConnectionString},connectTimeout=1000",
            });
            using var http = new HttpClient { BaseAddress = host.Address };
            Assert.Equal("Degraded", await http.GetStringAsync(new Uri("/health", UriKind.Relative)));

            await redis.StartAsync();

            await Eventually.TrueAsync(
                async () => await http.GetStringAsync(new Uri("/health", UriKind.Relative)) == "Healthy", "Redis to be reached");
        }
        finally
        {
            await redis.DisposeAsync();
        }
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => ((IAsyncLifetime)_postgres).DisposeAsync();

    private static async Task<bool> StatusIsAsync(HttpClient http, HttpStatusCode expected)
    {
        using var answer = await http.GetAsync(new Uri("/health", UriKind.Relative));
        return answer.StatusCode == expected;
    }
}
