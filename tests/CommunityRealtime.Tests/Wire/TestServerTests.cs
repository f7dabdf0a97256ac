using System.Net.WebSockets;
using System.Text;
using CommunityRealtime.Tests.Hosts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace CommunityRealtime.Tests.Wire;

/// <summary>Hosts test their apps on the in-memory server, which brings WebSockets of its own.</summary>
public sealed class TestServerTests
{
    [Fact]
    public async Task Socket_OnTheInMemoryServer_ChatsAndCloses()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Services.AddCommunityChat(options =>
        {
            options.Jwt.SigningKey = Tokens.SigningKey;
            options.Membership.Open = true;
        });
        await using var app = builder.Build();
        app.MapCommunityChat();
        await app.StartAsync();
        var server = app.GetTestServer();
        var uri = new Uri(server.BaseAddress, $"/api/communities/ws/5?token={Tokens.For("42")}");

        using var socket = await server.CreateWebSocketClient().ConnectAsync(uri, default);
        await socket.SendAsync("""{"type":"message","content":"in memory"}"""u8.ToArray(), WebSocketMessageType.Text, true, default);
        var buffer = new byte[4_096];
        var received = await socket.ReceiveAsync(buffer, default);
        Assert.Contains("\"content\":\"in memory\"", Encoding.UTF8.GetString(buffer, 0, received.Count), StringComparison.Ordinal);

        await socket.SendAsync(new byte[1], WebSocketMessageType.Binary, true, default);
        await socket.ReceiveAsync(buffer, default);
        Assert.Equal((WebSocketCloseStatus.InvalidMessageType, "text_frames_only"), (socket.CloseStatus, socket.CloseStatusDescription));
    }
}
