using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using CommunityRealtime.Authentication;
using CommunityRealtime.TestSupport;
using CommunityRealtime.Webhooks.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CommunityRealtime.Webhooks.Tests;

/// <summary>From a message in the chat to the human who is called.</summary>
public sealed class ChatTests
{
    private const string Text = "I am going to kill myself tonight";

    [Fact]
    public async Task Message_InAcuteDanger_ReachesTheReceiverWithoutTextAndAuthor()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var app = await StartAsync(receiver.Url);
        using var socket = new ClientWebSocket();
        using var deadline = new CancellationTokenSource(Patience.Limit);
        await socket.ConnectAsync(
            new UriBuilder(app.Urls.Single()) { Scheme = "ws", Path = "/api/communities/ws/5", Query = "token=user-4711" }.Uri, deadline.Token);

        await socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(new { type = "message", content = Text }), WebSocketMessageType.Text, true, deadline.Token);
        await Patience.UntilAsync(() => receiver.Requests.Count > 0, "the webhook");

        var request = receiver.Requests[0];
        var body = Encoding.UTF8.GetString(request.Body);
        Assert.True(request.IsSignedWith(Webhook.Secret, DateTimeOffset.UtcNow));
        Assert.StartsWith("crisis.", request.Json.GetProperty("type").GetString(), StringComparison.Ordinal);
        Assert.Equal("acute", request.Json.GetProperty("level").GetString());
        Assert.Equal(5, request.Json.GetProperty("community_id").GetInt32());
        Assert.DoesNotContain("kill", body, StringComparison.Ordinal);
        Assert.DoesNotContain("4711", body, StringComparison.Ordinal);
        Assert.DoesNotContain("A member", body, StringComparison.Ordinal);
    }

    private static async Task<WebApplication> StartAsync(Uri receiver)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IChatAuthenticator, TrustingAuthenticator>();
        builder.Services.AddCommunityChat(options => options.Membership.Open = true).AddCrisisWebhook(options =>
        {
            options.Url = receiver;
            options.Secrets.Add(Webhook.Secret);
            options.AllowPrivateNetwork = options.AllowHttp = true;
        });
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapCommunityChat();
        await app.StartAsync();
        return app;
    }

    /// <summary>A user's token is the user's id.</summary>
    private sealed class TrustingAuthenticator : IChatAuthenticator
    {
        public ValueTask<ChatAuthenticationResult> AuthenticateAsync(ChatCredentials credentials, CancellationToken cancellationToken) =>
            new(ChatAuthenticationResult.Success(new() { Id = new(credentials.Token!), DisplayName = "A member" }));
    }
}
