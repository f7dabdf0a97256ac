using System.Net.WebSockets;
using CommunityRealtime.Connections;
using CommunityRealtime.Membership;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CommunityRealtime.Tests.Hosts;

/// <summary>An app that embeds the chat, on a real Kestrel on a free loopback port. Users 42 and 43 are members of communities 1 and 5.</summary>
internal sealed class ChatApp : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly List<ChatClient> _clients = [];

    private ChatApp(WebApplication app) => _app = app;

    public IServiceProvider Services => _app.Services;

    public HttpClient Http { get; } = new();

    public Uri Address => new(_app.Urls.Single());

    public required LogCapture Logs { get; init; }

    public static async Task<ChatApp> StartAsync(
        Action<CommunityChatOptions>? configure = null,
        Action<IServiceCollection>? services = null,
        Action<WebApplication>? map = null,
        HttpProtocols protocols = HttpProtocols.Http1)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = protocols));
        var logs = new LogCapture();
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddProvider(logs);
        builder.Services.AddCommunityChat(options =>
        {
            options.Jwt.SigningKey = Tokens.SigningKey;
            options.RateLimit.MessagesPerSecond = 0;
            configure?.Invoke(options);
        });
        services?.Invoke(builder.Services);
        var app = builder.Build();
        if (map is null)
        {
            app.MapCommunityChat();
        }
        else
        {
            map(app);
        }

        var members = app.Services.GetRequiredService<ICommunityMemberStore>();
        foreach (var community in new[] { 1, 5 })
        {
            foreach (var user in new[] { 42, 43 })
            {
                await members.SetAsync(new(community), new(user), CommunityMembership.Member(), default);
            }
        }

        await app.StartAsync();
        return new(app) { Logs = logs };
    }

    /// <summary>Opens a socket and waits until the server has registered it.</summary>
    public async Task<ChatClient> ConnectAsync(int user, int community = 5, string query = "")
    {
        var manager = Services.GetRequiredService<IConnectionManager>();
        var before = manager.CountConnections(new(community));
        var client = await OpenAsync($"/api/communities/ws/{community}?token={Tokens.For($"{user}")}{query}");
        await Eventually.TrueAsync(() => manager.CountConnections(new(community)) > before);
        return client;
    }

    /// <summary>Opens a socket at a path, whatever the server makes of it.</summary>
    public async Task<ChatClient> OpenAsync(string path, Action<ClientWebSocketOptions>? configure = null)
    {
        var client = await ChatClient.OpenAsync(new UriBuilder(Address) { Scheme = "ws" }.Uri, path, configure);
        _clients.Add(client);
        return client;
    }

    public Task<HttpResponseMessage> GetHistoryAsync(int user, string query = "", int community = 5)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Address, $"/api/communities/{community}/messages{query}"));
        request.Headers.Authorization = new("Bearer", Tokens.For($"{user}"));
        return Http.SendAsync(request);
    }

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
        {
            client.Dispose();
        }

        Http.Dispose();
        await _app.DisposeAsync();
    }
}
