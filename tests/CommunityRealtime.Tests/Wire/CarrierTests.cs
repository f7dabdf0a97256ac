using System.Net;
using System.Security.Claims;
using System.Text.Json;
using CommunityRealtime.Tests.Hosts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace CommunityRealtime.Tests.Wire;

/// <summary>Where a credential may stand in a request, and which of several decides.</summary>
public sealed class CarrierTests
{
    private const string Path = "/api/communities/ws/5";

    /// <remarks>Empty for none; <c>42</c> and <c>43</c> stand for a token or ticket of these users.</remarks>
    [Theory]
    [InlineData("42", "43", "43", "43", "42")]
    [InlineData("bad", "43", "43", "43", "1008 token_invalid")]
    [InlineData("", "42", "43", "43", "42")]
    [InlineData("", "bad", "43", "43", "1008 token_invalid")]
    [InlineData("", "", "42", "43", "42")]
    [InlineData("", "", "bad", "43", "1008 token_invalid")]
    [InlineData("", "", "empty", "43", "1008 token_missing")]
    [InlineData("", "", "", "42", "42")]
    [InlineData("", "", "", "bad", "1008 token_invalid")]
    [InlineData("", "", "", "", "1008 token_missing")]
    public async Task Connect_WithSeveralCredentials_IsDecidedByTheFirst(string header, string offer, string ticket, string token, string outcome)
    {
        await using var app = await ChatApp.StartAsync();
        var given = ticket is "42" or "43" ? await app.TicketAsync(int.Parse(ticket, null)) : ticket;
        var query = (ticket.Length == 0 ? "" : $"ticket={(ticket == "empty" ? "" : given)}&") + (token.Length == 0 ? "" : $"token={TokenOf(token)}");

        var client = await app.OpenAsync(
            $"{Path}?{query}",
            options =>
            {
                if (header.Length > 0)
                {
                    options.SetRequestHeader("Authorization", $"Bearer {TokenOf(header)}");
                }
            },
            subprotocols: offer.Length == 0 ? [ChatAppExtensions.V1] : [ChatAppExtensions.V1, $"bearer.{TokenOf(offer)}"]);
        var (frame, close) = await client.ReceiveTextOrCloseAsync();

        Assert.Equal(outcome, close ?? $"{JsonElement.Parse(frame!).GetProperty("user_id")}");
        if (header.Length + offer.Length > 0)
        {
            // What did not decide was not looked at, and so the ticket is not used up.
            Assert.Equal("43", await app.OutcomeAsync($"{Path}?ticket={given}"));
        }
    }

    [Fact]
    public async Task Connect_WithABadTicketAndAHostUser_IsNotTheHostUser()
    {
        await using var app = await ChatApp.StartAsync(map: app =>
        {
            SignIn(app);
            app.MapCommunityChat();
        });

        Assert.Equal("1008 token_invalid", await app.OutcomeAsync($"{Path}?ticket=x"));
        Assert.Equal("42", await app.OutcomeAsync(Path));
    }

    [Fact]
    public async Task Post_OfAHostUser_GivesATicketThatOpensASocket()
    {
        await using var app = await ChatApp.StartAsync(map: app =>
        {
            app.UseWhen(static http => HttpMethods.IsPost(http.Request.Method), static posts => SignIn(posts));
            app.MapCommunityChat();
        });

        using var response = await app.PostTicketAsync(token: null);
        var ticket = JsonElement.Parse(await response.Content.ReadAsStringAsync()).GetProperty("ticket").GetString();

        Assert.Equal("1008 token_missing", await app.OutcomeAsync(Path));
        Assert.Equal("42", await app.OutcomeAsync($"{Path}?ticket={ticket}"));
    }

    [Fact]
    public async Task QueryToken_WhereItIsNotAllowed_IsAsIfItWereNotThere()
    {
        await using var app = await ChatApp.StartAsync(options => options.Jwt.AllowQueryToken = false);
        var token = Tokens.For("42");

        using var history = await app.Http.GetAsync(new Uri(app.Address, $"/api/communities/5/messages?token={token}"));
        using var ticket = await app.PostTicketAsync(token: null, query: $"?token={token}");

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized), (history.StatusCode, ticket.StatusCode));
        Assert.Contains("token_missing", await history.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("1008 token_missing", await app.OutcomeAsync($"{Path}?token={token}"));
        Assert.Equal("42", await app.OutcomeAsync($"{Path}?token=bad", ChatAppExtensions.V1, $"bearer.{token}"));
        Assert.Equal("42", await app.OutcomeAsync($"{Path}?token=bad&ticket={await app.TicketAsync(42)}"));
    }

    private static string TokenOf(string user) => user == "bad" ? "nonsense" : Tokens.For(user);

    private static void SignIn(IApplicationBuilder app) => app.Use(static (http, next) =>
    {
        http.User = new(new ClaimsIdentity([new("sub", "42")], "cookie"));
        return next(http);
    });
}
