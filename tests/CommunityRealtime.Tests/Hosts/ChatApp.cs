using System.Net.WebSockets;
using CommunityRealtime.Connections;
using CommunityRealtime.Membership;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CommunityRealtime.Tests.Hosts;

/// <summary>An app that embeds the chat, by default on a real Kestrel on a free loopback port. Users 42 and 43 are members of communities 1 and 5.</summary>
internal sealed class ChatApp : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly List<ChatClient> _clients = [];

    private ChatApp(WebApplication app, Transport transport)
    {
        _app = app;
        Transport = transport;
        Http = transport.CreateHttpClient(app);
    }

    public IServiceProvider Services => _app.Services;

    public Transport Transport { get; }

    public HttpClient Http { get; }

    public Uri Address => Transport == Transport.InMemory ? _app.GetTestServer().BaseAddress : new(_app.Urls.Single());

    public IConnectionManager Connections => Services.GetRequiredService<IConnectionManager>();

    public required LogCapture Logs { get; init; }

    public static async Task<ChatApp> StartAsync(
        Action<CommunityChatOptions>? configure = null,
        Action<IServiceCollection>? services = null,
        Action<WebApplication>? map = null,
        Transport transport = Transport.Direct)
    {
        var builder = WebApplication.CreateSlimBuilder();
        transport.Listen(builder);
        var logs = new LogCapture();
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddProvider(logs);
        builder.Services.AddCommunityChat(options =>
        {
            options.Jwt.SigningKey = Tokens.SigningKey;
            options.RateLimit.MessagesPerSecond = 0;
            options.RateLimit.RefusalsPerSecond = 0;
            options.RequestLimit.RequestsPerSecond = 0;
            options.Connections.MaxPerUser = 0;
            options.Connections.MaxPerAddress = 0;
            transport.Configure(options);
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
        return new(app, transport) { Logs = logs };
    }

    /// <summary>Opens a member's socket.</summary>
    public Task<ChatClient> ConnectAsync(int user, int community = 5, string query = "", int? receiveBufferBytes = null, int? port = null) =>
        OpenAsync($"/api/communities/ws/{community}?token={Tokens.For($"{user}")}{query}", receiveBufferBytes: receiveBufferBytes, port: port);

    /// <summary>Opens a socket at a path, whatever the server makes of it.</summary>
    /// <remarks>
    /// A receive buffer bounds what the client's kernel takes before the client reads; without one it is megabytes. A port is that of
    /// a proxy in between.
    /// </remarks>
    public async Task<ChatClient> OpenAsync(
        string path, Action<ClientWebSocketOptions>? configure = null, int? receiveBufferBytes = null, int? port = null, params string[] subprotocols)
    {
        var address = new Uri(port is { } proxy ? new UriBuilder(Address) { Port = proxy }.Uri : Address, path);
        using var deadline = new CancellationTokenSource(ChatClient.Deadline);
        var (socket, owner) = await Transport.ConnectAsync(_app, address, subprotocols, configure, receiveBufferBytes, deadline.Token);
        var client = new ChatClient(socket, owner);
        lock (_clients)
        {
            _clients.Add(client);
        }

        return client;
    }

    public Task<HttpResponseMessage> GetHistoryAsync(int user, string query = "", int community = 5)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Address, $"/api/communities/{community}/messages{query}"))
        {
            Version = Http.DefaultRequestVersion,
            VersionPolicy = Http.DefaultVersionPolicy,
        };
        request.Headers.Authorization = new("Bearer", Tokens.For($"{user}"));
        return Http.SendAsync(request);
    }

    public Task StopAsync() => _app.StopAsync();

    /// <summary>Ends all clients without a word.</summary>
    public void DropClients()
    {
        lock (_clients)
        {
            _clients.ForEach(client => client.Dispose());
            _clients.Clear();
        }
    }

    public async ValueTask DisposeAsync()
    {
        DropClients();
        Http.Dispose();
        await _app.DisposeAsync();
    }
}
