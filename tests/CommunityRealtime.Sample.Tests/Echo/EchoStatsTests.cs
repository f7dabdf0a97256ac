using System.Net.WebSockets;
using CommunityRealtime.Sample.Tests.Support;

namespace CommunityRealtime.Sample.Tests.Echo;

public sealed class EchoStatsTests(SampleHostFixture sample) : IClassFixture<SampleHostFixture>
{
    [Fact]
    public async Task Stats_WhileSocketsComeAndGo_CountsTheOpenOnes()
    {
        Assert.Equal(Stats(0), await StatsAsync());

        using var stays = await ConnectAsync();
        using var closes = await ConnectAsync();
        using var vanishes = await ConnectAsync();
        Assert.Equal(Stats(3), await StatsAsync());

        await closes.CloseAsync();
        Assert.Equal(Stats(2), await StatsAsync());

        vanishes.Vanish();
        await Eventually.TrueAsync(async () => await StatsAsync() == Stats(1), "the vanished socket is no longer counted");

        await stays.SendAsync([1], WebSocketMessageType.Binary, endOfMessage: true);
        Assert.Null(await stays.ReceiveTextAsync());
        Assert.Equal(Stats(0), await StatsAsync());
    }

    private static string Stats(int active) => $$"""{"active_connections":{{active}}}""";

    private Task<JsonSocket> ConnectAsync() => JsonSocket.ConnectAsync(sample.Host.Socket("/api/echo/ws"));

    private async Task<string> StatsAsync()
    {
        using var http = new HttpClient { BaseAddress = sample.Host.Address };
        return await http.GetStringAsync(new Uri("/api/echo/stats", UriKind.Relative));
    }
}
