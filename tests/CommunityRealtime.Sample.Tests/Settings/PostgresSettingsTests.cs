using CommunityRealtime.Sample.Tests.Support;
using CommunityRealtime.TestSupport;
using CommunityRealtime.TestSupport.Hosts;
using CommunityRealtime.TestSupport.Postgres;

namespace CommunityRealtime.Sample.Tests.Settings;

public sealed class PostgresSettingsTests(PostgresServer postgres) : IClassFixture<PostgresServer>
{
    private const int General = 1;

    [FactOnMachinesWith("initdb")]
    public async Task Restart_OnPostgreSql_KeepsTheHistory()
    {
        await using var host = await SampleHost.StartAsync(new Dictionary<string, string?>
        {
            ["CommunityChat__Database__Provider"] = "PostgreSql",
            ["ConnectionStrings__Chat"] = await postgres.CreateDatabaseAsync(),
        });
        using (var alice = await DemoClient.SignInAsync(host, 42))
        {
            await alice.PostAsync(General, "first");
        }

        await host.CrashAsync();
        await host.StartAgainAsync();

        using var bob = await DemoClient.SignInAsync(host, 43);
        await bob.PostAsync(General, "second");
        Assert.Equal(["first", "second"], (await bob.HistoryAsync(General)).Select(message => message!["content"]!.GetValue<string>()));
    }
}
