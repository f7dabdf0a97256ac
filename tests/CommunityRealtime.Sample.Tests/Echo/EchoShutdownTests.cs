using System.Net.WebSockets;
using CommunityRealtime.Sample.Tests.Support;
using CommunityRealtime.TestSupport.Hosts;

namespace CommunityRealtime.Sample.Tests.Echo;

public sealed class EchoShutdownTests
{
    [Fact]
    public async Task Stop_WithAnOpenSocket_ClosesItWith1001()
    {
        await using var host = await SampleHost.StartAsync();
        using var socket = await JsonSocket.ConnectAsync(host.Socket("/api/echo/ws"));
        await socket.AskAsync("""{"message":"Hello!"}""");

        var stopping = host.StopAsync();

        Assert.Null(await socket.ReceiveTextAsync());
        Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, socket.CloseStatus);
        await socket.CloseAsync();
        await stopping;
    }
}
