using System.Net;
using System.Text.Json;
using CommunityRealtime.Tests.Hosts;

namespace CommunityRealtime.Tests.Wire;

/// <summary>How a client asks for <c>community-chat.v1</c> and keeps its token out of the address.</summary>
public sealed class V1HandshakeTests
{
    private const string Path = "/api/communities/ws/5";

    [Theory]
    [ClassData(typeof(EveryTransport))]
    public async Task Connect_OfferingV1AndABearer_GetsV1SelectedAndIsSignedIn(Transport transport)
    {
        await using var app = await ChatApp.StartAsync(transport: transport);

        var alice = await app.ConnectV1Async(42);
        await alice.SendAsync("in");

        Assert.Equal("community-chat.v1", alice.Socket.SubProtocol);
        Assert.Equal(42, (await alice.ReceiveMessageAsync()).GetProperty("user_id").GetInt32());
    }

    [Theory]
    [ClassData(typeof(EveryTransport))]
    public async Task Connect_WithoutASubprotocol_IsPlain(Transport transport)
    {
        await using var app = await ChatApp.StartAsync(transport: transport);

        var alice = await app.ConnectAsync(42);

        Assert.Null(alice.Socket.SubProtocol);
    }

    [Theory]
    [ClassData(typeof(EveryTransport))]
    public async Task Connect_RefusedInV1_GetsV1SelectedAndTheReason(Transport transport)
    {
        await using var app = await ChatApp.StartAsync(transport: transport);

        var stranger = await app.OpenV1Async(99);

        Assert.Equal("community-chat.v1", stranger.Socket.SubProtocol);
        Assert.Equal("1008 not_a_member", (await stranger.ReceiveTextOrCloseAsync()).Close);
    }

    /// <remarks>In offers and queries, <c>{42}</c> and <c>{43}</c> stand for the tokens of these users.</remarks>
    [Theory]
    [InlineData("community-chat.v1", "{42}", true, "42")]
    [InlineData("community-chat.v1, bearer.{42}", "", true, "42")]
    [InlineData("bearer.{42}, community-chat.v1", "", true, "42")]
    [InlineData("other.v1, bearer.{42}, community-chat.v2, community-chat.v1", "", true, "42")]
    [InlineData("community-chat.v1, community-chat.v1, bearer.{42}", "", true, "42")]
    [InlineData("community-chat.v1, bearer.{42}", "{43}", true, "42")]
    [InlineData("community-chat.v1, bearer.nonsense", "{43}", true, "1008 token_invalid")]
    [InlineData("community-chat.v1, bearer.", "{43}", true, "1008 token_missing")]
    [InlineData("community-chat.v1, bearer.{42}, bearer.{43}", "", true, "1008 token_invalid")]
    [InlineData("community-chat.v1, bearer.{42}, bearer.{42}", "", true, "1008 token_invalid")]
    [InlineData("community-chat.v1, Bearer.{42}", "", true, "1008 token_missing")]
    [InlineData("community-chat.v1", "", true, "1008 token_missing")]
    [InlineData("Community-Chat.V1, bearer.{42}", "{43}", false, "43")]
    [InlineData("bearer.{42}", "", false, "1008 token_missing")]
    [InlineData("bearer.{42}", "{43}", false, "43")]
    [InlineData("community-chat.v2", "{42}", false, "42")]
    [InlineData("", "{42}", false, "42")]
    public async Task Offer_OfAnyKind_IsReadInOneWay(string offer, string query, bool selected, string expected)
    {
        await using var app = await ChatApp.StartAsync();
        var request = $"GET {Path}{(query.Length == 0 ? "" : $"?token={WithTokens(query)}")} HTTP/1.1\r\nHost: {app.Address.Authority}\r\n"
            + "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n"
            + $"Sec-WebSocket-Protocol: {WithTokens(offer)}\r\n\r\n";

        using var member = await RawMember.ConnectAsync(app, request);
        await member.WriteAsync(ClientFrame.Message("hello"));

        Assert.Equal(selected, member.HandshakeAnswer.Contains("Sec-WebSocket-Protocol: community-chat.v1\r\n", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain("bearer", member.HandshakeAnswer, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(expected, await OutcomeAsync(member));
    }

    [Fact]
    public async Task Connect_WithATokenInTheHeaderAndInTheOffer_IsTheUserOfTheHeader()
    {
        await using var app = await ChatApp.StartAsync();

        var alice = await app.OpenAsync(
            $"{Path}?token={Tokens.For("43")}",
            options => options.SetRequestHeader("Authorization", $"Bearer {Tokens.For("42")}"),
            subprotocols: [ChatAppExtensions.V1, $"bearer.{Tokens.For("43")}"]);
        await alice.ReceiveJsonAsync("ready");
        await alice.SendAsync("in");

        Assert.Equal(42, (await alice.ReceiveMessageAsync()).GetProperty("user_id").GetInt32());
    }

    [Fact]
    public async Task History_WithABearerInTheSubprotocolHeader_IsNotSignedIn()
    {
        await using var app = await ChatApp.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(app.Address, "/api/communities/5/messages"));
        request.Headers.Add("Sec-WebSocket-Protocol", $"community-chat.v1, bearer.{Tokens.For("42")}");

        using var response = await app.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    private static string WithTokens(string text) => text
        .Replace("{42}", Tokens.For("42"), StringComparison.Ordinal)
        .Replace("{43}", Tokens.For("43"), StringComparison.Ordinal);

    /// <summary>Who wrote the first message, or why the socket was closed.</summary>
    private static async Task<string> OutcomeAsync(RawMember member)
    {
        while (await member.ReadFrameAsync() is { } frame)
        {
            if (frame.Opcode == ClientFrame.CloseOpcode)
            {
                return $"{(frame.Payload[0] << 8) | frame.Payload[1]} {System.Text.Encoding.UTF8.GetString(frame.Payload.AsSpan(2))}";
            }

            var json = JsonElement.Parse(frame.Text);
            if (json.GetProperty("type").GetString() == "message")
            {
                return json.GetProperty("message").GetProperty("user_id").ToString();
            }
        }

        return "the end";
    }
}
