using System.Diagnostics;
using System.Text.Json;
using CommunityRealtime.Membership;
using CommunityRealtime.Tests.Hosts;

namespace CommunityRealtime.Tests.Wire;

/// <summary>A socket lives no longer than the token that opened it, unless its client brings a new one.</summary>
public sealed class TokenExpiryTests
{
    private const string Path = "/api/communities/ws/5";

    // Tokens count whole seconds, so a life of three is two to three.
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(3);

    // A sweep a second, and the machine's own delays.
    private static readonly TimeSpan AtMostLate = TimeSpan.FromSeconds(6);

    [Theory]
    [ClassData(typeof(EveryTransport))]
    public async Task Socket_WhoseTokenExpires_IsClosedAndMissesWhatComesLater(Transport transport)
    {
        await using var app = await ChatApp.StartAsync(transport: transport);
        var started = Stopwatch.StartNew();
        var brief = await app.OpenAsync($"{Path}?token={TokenFor("42", Life)}");
        var lasting = await app.ConnectAsync(43);

        Assert.Equal("1008 token_expired", await brief.ReceiveCloseAsync());

        Assert.InRange(started.Elapsed, Life - TimeSpan.FromSeconds(2), Life + AtMostLate);
        await Eventually.TrueAsync(() => app.Connections.CountConnections(new(5)) == 1, "the expired member to leave the room");
        await lasting.SendAsync("still here");
        await lasting.ReceiveMessageAsync();
    }

    [Fact]
    public async Task Socket_InThePlainProfile_IsClosedInTheMiddleOfAConversation()
    {
        await using var app = await ChatApp.StartAsync();
        var client = await app.OpenAsync($"{Path}?token={TokenFor("42", Life)}");
        var sent = 0;
        string? close = null;
        while (close is null)
        {
            await client.SendAsync($"message {sent++}");
            (_, close) = await client.ReceiveTextOrCloseAsync();
        }

        Assert.Equal("1008 token_expired", close);
        Assert.True(sent > 1);
    }

    [Fact]
    public async Task Refresh_WithANewTokenOfTheSameUser_KeepsTheSocketOpen()
    {
        await using var app = await ChatApp.StartAsync();
        var kept = await OpenV1Async(app, TokenFor("42", Life));
        await kept.SendTextAsync(RefreshFrame(TokenFor("42", TimeSpan.FromHours(1))));

        var answer = await kept.ReceiveJsonAsync("refreshed");
        Assert.InRange(answer.GetProperty("expires_at").GetDateTimeOffset(), DateTimeOffset.UtcNow.AddMinutes(55), DateTimeOffset.UtcNow.AddMinutes(65));
        var control = await OpenV1Async(app, TokenFor("43", Life));
        Assert.Equal("1008 token_expired", await control.ReceiveCloseAsync());
        await kept.SendAsync("still here");
        await kept.ReceiveMessageAsync();
    }

    [Fact]
    public async Task Socket_OpenedByATokenThatHasJustExpired_LivesAsLongAsClocksMayDiffer()
    {
        await using var app = await ChatApp.StartAsync(options => options.Jwt.ClockSkew = TimeSpan.FromMinutes(5));
        var client = await app.OpenAsync(Path, subprotocols: ["community-chat.v1", $"bearer.{TokenFor("42", TimeSpan.FromSeconds(-30))}"]);

        var ready = await client.ReceiveJsonAsync("ready");

        Assert.InRange(ready.GetProperty("expires_at").GetDateTimeOffset(), DateTimeOffset.UtcNow.AddMinutes(4), DateTimeOffset.UtcNow.AddMinutes(5));
        await client.SendAsync("still here");
        await client.ReceiveMessageAsync();
    }

    [Fact]
    public async Task Socket_OpenedAgainAfterTheEndOfAKnownToken_LivesAsLongAsClocksMayDiffer()
    {
        await using var app = await ChatApp.StartAsync(options => options.Jwt.ClockSkew = TimeSpan.FromMinutes(5));
        var token = TokenFor("42", TimeSpan.FromSeconds(2));
        var first = await OpenV1Async(app, token);
        Assert.Equal("1008 token_expired", await first.ReceiveCloseAsync());

        var second = await app.OpenAsync(Path, subprotocols: ["community-chat.v1", $"bearer.{token}"]);

        var ready = await second.ReceiveJsonAsync("ready");
        Assert.InRange(ready.GetProperty("expires_at").GetDateTimeOffset(), DateTimeOffset.UtcNow.AddMinutes(4), DateTimeOffset.UtcNow.AddMinutes(5));
        await second.SendAsync("still here");
        await second.ReceiveMessageAsync();
    }

    [Theory]
    [InlineData("another user's")]
    [InlineData("expired")]
    [InlineData("forged")]
    [InlineData("empty")]
    public async Task Refresh_WithATokenThatIsNotAcceptable_ChangesNothing(string which)
    {
        await using var app = await ChatApp.StartAsync();
        var client = await OpenV1Async(app, TokenFor("42", TimeSpan.FromHours(1)));
        var token = which switch
        {
            "another user's" => TokenFor("43", TimeSpan.FromHours(1)),
            "expired" => Tokens.Make(new() { ["sub"] = "42" }, expires: DateTime.UtcNow.AddHours(-1), notBefore: DateTime.UtcNow.AddHours(-2)),
            "forged" => Tokens.Make(new() { ["sub"] = "42" }, key: "another-key-of-at-least-thirty-two-bytes"),
            _ => "",
        };

        await client.SendTextAsync(RefreshFrame(token));

        var error = await client.ReceiveJsonAsync("error");
        Assert.Equal("forbidden", error.GetProperty("code").GetString());
        Assert.DoesNotContain(app.Logs.Lines, line => token.Length > 0 && line.ToString().Contains(token, StringComparison.Ordinal));
        await client.SendAsync("still here");
        await client.ReceiveMessageAsync();
    }

    [Theory]
    [InlineData("""{"type":"refresh"}""", "invalid_frame")]
    [InlineData("""{"type":"refresh","token":5}""", "invalid_frame")]
    [InlineData("""{"type":"refresh","Token":"x"}""", "invalid_frame")]
    [InlineData("""{"type":"refresh","token":"x","token":"y"}""", "invalid_json")]
    public async Task Refresh_ThatIsNotWellFormed_IsRefused(string frame, string code)
    {
        await using var app = await ChatApp.StartAsync();
        var client = await OpenV1Async(app, TokenFor("42", TimeSpan.FromHours(1)));

        await client.SendTextAsync(frame);

        Assert.Equal(code, (await client.ReceiveJsonAsync("error")).GetProperty("code").GetString());
    }

    [Fact]
    public async Task Refresh_InThePlainProfile_IsAnUnknownType()
    {
        await using var app = await ChatApp.StartAsync();
        var client = await app.ConnectAsync(42);

        await client.SendTextAsync(RefreshFrame(TokenFor("42", TimeSpan.FromHours(1))));

        Assert.Equal("Unknown frame type. Use \"message\".", await client.ReceiveErrorAsync());
    }

    [Fact]
    public async Task Refresh_OfAUserWhoWasBanned_ClosesTheSocket()
    {
        await using var app = await ChatApp.StartAsync();
        var client = await OpenV1Async(app, TokenFor("42", TimeSpan.FromHours(1)));
        await ((ICommunityMemberStore)app.Services.GetService(typeof(ICommunityMemberStore))!).SetAsync(new(5), new(42), CommunityMembership.Banned, default);

        await client.SendTextAsync(RefreshFrame(TokenFor("42", TimeSpan.FromHours(1))));

        Assert.Equal("1008 banned", await client.ReceiveCloseAsync());
    }

    private static async Task<ChatClient> OpenV1Async(ChatApp app, string token)
    {
        var client = await app.OpenAsync(Path, subprotocols: ["community-chat.v1", $"bearer.{token}"]);
        await client.ReceiveJsonAsync("ready");
        return client;
    }

    private static string TokenFor(string user, TimeSpan life) => Tokens.Make(new() { ["sub"] = user }, expires: DateTime.UtcNow + life);

    private static string RefreshFrame(string token) => JsonSerializer.Serialize(new { type = "refresh", token });
}
