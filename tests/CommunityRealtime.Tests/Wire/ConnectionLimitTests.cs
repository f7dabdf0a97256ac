using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using CommunityRealtime.Authentication;
using CommunityRealtime.Connections;
using CommunityRealtime.Tests.Hosts;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using NSubstitute;

namespace CommunityRealtime.Tests.Wire;

/// <summary>How many sockets a server takes, and that none keeps its place.</summary>
public sealed class ConnectionLimitTests
{
    /// <summary>The ways in which a socket may go.</summary>
    public enum Parting
    {
        Closed,
        Aborted,
        TokenRefused,
        AbortedWhileAuthenticating,
        AuthenticationFailed,
        RegistrationFailed,
    }

    public static TheoryData<Parting> EveryParting => [.. Enum.GetValues<Parting>()];

    [Theory]
    [ClassData(typeof(EveryTransport))]
    public async Task Connect_WhenTheServerIsFull_IsRefusedUntilSomebodyGoes(Transport transport)
    {
        await using var app = await ChatApp.StartAsync(options => options.Connections.MaxConnections = 2, transport: transport);
        var alice = await app.ConnectAsync(42);
        await app.ConnectAsync(43);

        var refusal = await Assert.ThrowsAnyAsync<Exception>(() => app.ConnectAsync(43));
        Assert.Contains("503", refusal.Message, StringComparison.Ordinal);

        await alice.CloseAsync();
        await WhenThereIsRoomAsync(() => app.ConnectAsync(42));
    }

    [Fact]
    public async Task Connect_WhenTheServerIsFull_IsToldWhenToComeBackAndNotAskedWhoItIs()
    {
        var authenticator = Substitute.For<IChatAuthenticator>();
        authenticator.AuthenticateAsync(default!, default)
            .ReturnsForAnyArgs(ChatAuthenticationResult.Success(new() { Id = new(42), DisplayName = "Alice" }));
        await using var app = await ChatApp.StartAsync(
            options => options.Connections.MaxConnections = 1, services => services.AddSingleton(authenticator));
        await app.ConnectAsync(42);

        using var answer = await app.AskForSocketAsync("nonsense");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        await AssertSaysWhenAsync(answer);
        Assert.Single(authenticator.ReceivedCalls());
    }

    [Fact]
    public async Task Connect_FromAnAddressWithTooMany_IsToldWhenToComeBackAndOtherAddressesGetIn()
    {
        await using var app = await StartBehindAddressesAsync(maxPerAddress: 2);
        await ConnectFromAsync(app, "192.0.2.1");
        await ConnectFromAsync(app, "::ffff:192.0.2.1");

        using var answer = await app.AskForSocketAsync(Tokens.For("42"), ("X-From", "192.0.2.1"));
        await ConnectFromAsync(app, "192.0.2.2");

        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        await AssertSaysWhenAsync(answer);
    }

    [Fact]
    public async Task Connect_FromOneIPv6Network_SharesOneCount()
    {
        await using var app = await StartBehindAddressesAsync(maxPerAddress: 2);
        var first = await ConnectFromAsync(app, "2001:db8:1:2::1");
        await ConnectFromAsync(app, "2001:db8:1:2:ffff::9");

        using var answer = await app.AskForSocketAsync(Tokens.For("42"), ("X-From", "2001:db8:1:2::3"));
        await ConnectFromAsync(app, "2001:db8:1:3::1");
        await first.CloseAsync();

        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        await WhenThereIsRoomAsync(() => ConnectFromAsync(app, "2001:db8:1:2::4"));
    }

    [Theory]
    [ClassData(typeof(EveryTransport))]
    public async Task Connect_OfAUserWithTooMany_IsClosedWith1013AndOthersGetIn(Transport transport)
    {
        await using var app = await ChatApp.StartAsync(options => options.Connections.MaxPerUser = 2, transport: transport);
        var first = await app.ConnectAsync(42, community: 1);
        await app.ConnectAsync(42);

        var third = await app.OpenMemberAsync(42);
        var inV1 = await app.OpenV1Async(42);

        Assert.Equal("1013 too_many_connections", await third.ReceiveCloseAsync());
        Assert.Equal("1013 too_many_connections", await inV1.ReceiveCloseAsync());
        await app.ConnectAsync(43);
        Assert.Equal(3, app.Connections.ConnectionCount);

        // No wait in between: whoever has seen a socket end may open the next.
        await first.CloseAsync();
        var again = await app.ConnectAsync(42);
        await again.SendAsync("in");
        Assert.Equal("in", (await again.ReceiveMessageAsync()).GetProperty("content").GetString());
    }

    [Theory]
    [MemberData(nameof(EveryParting))]
    public async Task Connection_ThatEndsInAnyWay_FreesItsPlaces(Parting parting)
    {
        var connections = new RecordingConnections { BeforeConnect = () => ThrowIf(parting == Parting.RegistrationFailed) };
        var authenticator = new ScriptedAuthenticator { Parting = parting };
        await using var app = await ChatApp.StartAsync(
            options => (options.Connections.MaxConnections, options.Connections.MaxPerUser, options.Connections.MaxPerAddress) = (1, 1, 1),
            services => services.AddSingleton<IChatAuthenticator>(authenticator).AddSingleton<IConnectionManager>(connections));
        var places = app.Services.GetRequiredService<ConnectionPlaces>();

        await ConnectAndEndAsync(app, places, parting);

        await Eventually.TrueAsync(() => places.Count == 0, "the place to be free");
        parting = authenticator.Parting = Parting.Closed;
        var next = await app.ConnectAsync(42);
        await next.SendAsync("in");
        Assert.Equal("in", (await next.ReceiveMessageAsync()).GetProperty("content").GetString());
    }

    [Fact]
    public async Task Connection_ThatWasRefusedAndDoesNotGo_CountsUntilItIsCut()
    {
        await using var app = await ChatApp.StartAsync(options => options.Connections.MaxConnections = 1);
        using var stranger = await RawMember.ConnectAsync(app, user: 99);
        Assert.Equal(ClientFrame.CloseOpcode, (await stranger.ReadFrameAsync())!.Opcode);

        using var answer = await app.AskForSocketAsync(Tokens.For("42"));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        await WhenThereIsRoomAsync(() => app.ConnectAsync(42));
    }

    [Fact]
    public async Task Connect_WithLimitsOfZero_IsNotLimited()
    {
        await using var app = await ChatApp.StartAsync(options =>
            (options.Connections.MaxConnections, options.Connections.MaxPerUser, options.Connections.MaxPerAddress) = (0, 0, 0));

        var sockets = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => app.ConnectAsync(42)));

        Assert.All(sockets, socket => Assert.Equal(WebSocketState.Open, socket.Socket.State));
        Assert.Equal(30, app.Connections.ConnectionCount);
    }

    private static async Task ConnectAndEndAsync(ChatApp app, ConnectionPlaces places, Parting parting)
    {
        if (parting == Parting.AbortedWhileAuthenticating)
        {
            using var leaving = new CancellationTokenSource();
            using var socket = new ClientWebSocket();
            var opening = socket.ConnectAsync(new UriBuilder(app.Address) { Scheme = "ws", Path = "/api/communities/ws/5" }.Uri, leaving.Token);
            await Eventually.TrueAsync(() => places.Count == 1, "the handshake to begin");
            await leaving.CancelAsync();
            await Assert.ThrowsAnyAsync<Exception>(() => opening);
        }
        else if (parting == Parting.RegistrationFailed)
        {
            await Assert.ThrowsAsync<WebSocketException>(() => app.ConnectAsync(42));
        }
        else
        {
            var client = await app.ConnectAsync(42);
            if (parting == Parting.Aborted)
            {
                client.Socket.Abort();
            }
            else
            {
                await client.CloseAsync();
            }
        }
    }

    private static async Task AssertSaysWhenAsync(HttpResponseMessage answer)
    {
        Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));
        var problem = JsonElement.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal("too_many_connections", problem.GetProperty("code").GetString());
        Assert.Equal(answer.Headers.RetryAfter.Delta.Value.TotalMilliseconds, problem.GetProperty("retry_after_ms").GetInt64());
    }

    /// <summary>An app whose clients say where they come from, as a proxy would.</summary>
    private static Task<ChatApp> StartBehindAddressesAsync(int maxPerAddress) => ChatApp.StartAsync(
        options => options.Connections.MaxPerAddress = maxPerAddress,
        map: app =>
        {
            app.Use((http, next) =>
            {
                http.Connection.RemoteIpAddress = IPAddress.Parse(http.Request.Headers["X-From"].ToString());
                return next(http);
            });
            app.MapCommunityChat();
        });

    private static Task<ChatClient> ConnectFromAsync(ChatApp app, string address) =>
        app.OpenAsync($"/api/communities/ws/5?token={Tokens.For("42")}", options => options.SetRequestHeader("X-From", address));

    private static Task WhenThereIsRoomAsync(Func<Task<ChatClient>> connect) => Eventually.TrueAsync(
        async () =>
        {
            try
            {
                await connect();
                return true;
            }
            catch (Exception refusal) when (refusal is WebSocketException or InvalidOperationException)
            {
                return false;
            }
        },
        "room for one more");

    private static void ThrowIf(bool fails)
    {
        if (fails)
        {
            throw new InvalidOperationException();
        }
    }

    /// <summary>Knows everyone as user 42, or does what a parting asks for.</summary>
    private sealed class ScriptedAuthenticator : IChatAuthenticator
    {
        public Parting Parting { get; set; }

        public async ValueTask<ChatAuthenticationResult> AuthenticateAsync(ChatCredentials credentials, CancellationToken cancellationToken)
        {
            if (Parting == Parting.AbortedWhileAuthenticating)
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }

            ThrowIf(Parting == Parting.AuthenticationFailed);
            return Parting == Parting.TokenRefused
                ? ChatAuthenticationResult.Fail(ChatAuthenticationFailure.TokenInvalid)
                : ChatAuthenticationResult.Success(new() { Id = new(42), DisplayName = "Alice" });
        }
    }
}
