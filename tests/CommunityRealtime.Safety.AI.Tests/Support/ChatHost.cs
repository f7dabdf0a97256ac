using System.Net.WebSockets;
using System.Text.Json;
using CommunityRealtime.Authentication;
using CommunityRealtime.TestSupport.Logging;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CommunityRealtime.Safety.AI.Tests.Support;

/// <summary>An app that embeds the chat, on a loopback port. A user's token is the user's id; everybody is a member.</summary>
internal sealed class ChatHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly List<ClientWebSocket> _sockets = [];

    private ChatHost(WebApplication app) => _app = app;

    public CapturedLog Log { get; private init; } = new();

    public static async Task<ChatHost> StartAsync(Action<ICommunityChatBuilder> configure)
    {
        var log = new CapturedLog();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddProvider(log);
        builder.Services.AddSingleton<IChatAuthenticator, TrustingAuthenticator>();
        configure(builder.Services.AddCommunityChat(options =>
        {
            options.Membership.Open = true;
            options.RateLimit.MessagesPerSecond = 0;
        }));
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapCommunityChat();
        await app.StartAsync();
        return new(app) { Log = log };
    }

    public async Task<ClientWebSocket> ConnectAsync(int user)
    {
        var socket = new ClientWebSocket();
        _sockets.Add(socket);
        using var deadline = Deadline();
        await socket.ConnectAsync(new UriBuilder(_app.Urls.Single()) { Scheme = "ws", Path = "/api/communities/ws/5", Query = $"token={user}" }.Uri, deadline.Token);
        return socket;
    }

    public static async Task SendAsync(ClientWebSocket socket, string content)
    {
        using var deadline = Deadline();
        await socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(new { type = "message", content }), WebSocketMessageType.Text, true, deadline.Token);
    }

    /// <summary>The next frame in a few words: <c>message hello</c>, <c>system …</c> or <c>error …</c>.</summary>
    public static async Task<string> ReceiveAsync(ClientWebSocket socket)
    {
        var buffer = new byte[16_384];
        using var deadline = Deadline();
        var received = await socket.ReceiveAsync(buffer.AsMemory(), deadline.Token);
        var frame = JsonElement.Parse(buffer.AsSpan(0, received.Count));
        var type = frame.GetProperty("type").GetString();
        return type switch
        {
            "message" => $"message {frame.GetProperty("message").GetProperty("content").GetString()}",
            "system" => $"system {frame.GetProperty("content").GetString()}",
            _ => $"{type} {frame.GetProperty("detail").GetString()}",
        };
    }

    public async ValueTask DisposeAsync()
    {
        _sockets.ForEach(socket => socket.Dispose());
        await _app.DisposeAsync();
        Log.Dispose();
    }

    private static CancellationTokenSource Deadline() => new(TimeSpan.FromSeconds(20));

    private sealed class TrustingAuthenticator : IChatAuthenticator
    {
        public ValueTask<ChatAuthenticationResult> AuthenticateAsync(ChatCredentials credentials, CancellationToken cancellationToken) =>
            new(ChatAuthenticationResult.Success(new() { Id = new(credentials.Token!), DisplayName = "A member" }));
    }
}
