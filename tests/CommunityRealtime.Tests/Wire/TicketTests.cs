using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CommunityRealtime.Authentication;
using CommunityRealtime.Membership;
using CommunityRealtime.Tests.Hosts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;
using NSubstitute.ExceptionExtensions;

namespace CommunityRealtime.Tests.Wire;

/// <summary>Tickets: how they are given out, and that each opens one socket of one user in one community, once and soon.</summary>
public sealed class TicketTests
{
    private const string Path = "/api/communities/ws/5";
    private const string Invalid = "1008 token_invalid";

    [Theory]
    [ClassData(typeof(EveryTransport))]
    public async Task Ticket_OfAMember_OpensOneSocket(Transport transport)
    {
        await using var app = await ChatApp.StartAsync(transport: transport);
        var ticket = await app.TicketAsync(42);

        Assert.Equal("42", await app.OutcomeAsync($"{Path}?ticket={ticket}"));
        Assert.Equal(Invalid, await app.OutcomeAsync($"{Path}?ticket={ticket}"));
    }

    [Fact]
    public async Task Post_OfAMember_AnswersAnUnguessableTicketThatNobodyKeeps()
    {
        await using var app = await ChatApp.StartAsync();

        using var response = await app.PostTicketAsync(Tokens.For("42"));
        var body = await response.Content.ReadAsStringAsync();
        var ticket = JsonElement.Parse(body).GetProperty("ticket").GetString()!;

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.True(response.Headers.CacheControl?.NoStore);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal($$"""{"ticket":"{{ticket}}","expires_in":30}""", body);
        Assert.Matches("^[A-Za-z0-9_-]{43}$", ticket);
        Assert.NotEqual(ticket, await app.TicketAsync(42));
    }

    [Fact]
    public async Task Ticket_InV1_TellsTheRoleOfNowAndTheEndOfTheCredential()
    {
        await using var app = await ChatApp.StartAsync();
        var token = Tokens.Make(new() { ["sub"] = "42", ["name"] = "Alice" }, expires: new(2126, 2, 3, 4, 5, 6, DateTimeKind.Utc));
        var ticket = await app.TicketAsync(42, token: token);
        await app.Services.GetRequiredService<ICommunityMemberStore>().SetAsync(new(5), new(42), CommunityMembership.Member(CommunityRole.Moderator), default);

        var client = await app.OpenAsync($"{Path}?ticket={ticket}", subprotocols: ChatAppExtensions.V1);
        var ready = await client.ReceiveJsonAsync("ready");
        await client.SendAsync("in");

        Assert.Equal("2126-02-03T04:05:06.000Z", ready.GetProperty("expires_at").GetString());
        Assert.Equal("moderator", ready.GetProperty("role").GetString());
        Assert.Equal("Alice", (await client.ReceiveMessageAsync()).GetProperty("display_name").GetString());
    }

    [Fact]
    public async Task Ticket_OfAnotherCommunity_IsRefusedAndUsedUp()
    {
        await using var app = await ChatApp.StartAsync();
        var ticket = await app.TicketAsync(42, community: "1");

        Assert.Equal(Invalid, await app.OutcomeAsync($"{Path}?ticket={ticket}"));
        Assert.Equal(Invalid, await app.OutcomeAsync($"/api/communities/ws/1?ticket={ticket}"));
    }

    [Fact]
    public async Task Ticket_ThatWasNeverGivenOut_IsRefusedLikeAUsedOne()
    {
        await using var app = await ChatApp.StartAsync();
        var ticket = await app.TicketAsync(42);
        var changed = (ticket[0] == 'A' ? 'B' : 'A') + ticket[1..];

        foreach (var wrong in new[] { changed, ticket[1..], ticket + "A", $"{ticket}%3D", ticket.ToUpperInvariant() + "x", "x", new string('%', 3), $"{ticket}&ticket={ticket}" })
        {
            Assert.Equal(Invalid, await app.OutcomeAsync($"{Path}?ticket={wrong}"));
        }

        // The control: all that was wrong was the spelling.
        Assert.Equal("42", await app.OutcomeAsync($"{Path}?ticket={ticket}"));
    }

    [Theory]
    [InlineData(29, "42")]
    [InlineData(30, Invalid)]
    public async Task Ticket_AtItsEnd_IsRefusedFromThenOn(int seconds, string outcome)
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var app = await ChatApp.StartAsync(services: services => services.AddSingleton<TimeProvider>(clock));
        var ticket = await app.TicketAsync(42);

        clock.Advance(TimeSpan.FromSeconds(seconds));

        Assert.Equal(outcome, await app.OutcomeAsync($"{Path}?ticket={ticket}"));
    }

    [Theory]
    [InlineData(20, "42")]
    [InlineData(100, Invalid)]
    public async Task Ticket_WhoseCredentialHasExpiredSince_IsRefused(int seconds, string outcome)
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var app = await ChatApp.StartAsync(
            options => (options.Tickets.Lifetime, options.Jwt.ClockSkew) = (TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(30)),
            services => services.AddSingleton<TimeProvider>(clock));
        var ticket = await app.TicketAsync(42, token: Tokens.Make(new() { ["sub"] = "42" }, expires: DateTime.UtcNow.AddSeconds(90)));

        clock.Advance(TimeSpan.FromSeconds(seconds));

        Assert.Equal(outcome, await app.OutcomeAsync($"{Path}?ticket={ticket}"));
    }

    [Fact]
    public async Task Ticket_OfSomebodyWhoWasBannedOrRemovedSince_IsRefused()
    {
        await using var app = await ChatApp.StartAsync();
        var (banned, removed) = (await app.TicketAsync(42), await app.TicketAsync(43));
        var members = app.Services.GetRequiredService<ICommunityMemberStore>();
        await members.SetAsync(new(5), new(42), CommunityMembership.Banned, default);
        await members.SetAsync(new(5), new(43), CommunityMembership.None, default);

        Assert.Equal("1008 banned", await app.OutcomeAsync($"{Path}?ticket={banned}"));
        Assert.Equal("1008 not_a_member", await app.OutcomeAsync($"{Path}?ticket={removed}"));
    }

    [Fact]
    public async Task Ticket_InTheHandsOfTwoServers_OpensOneSocket()
    {
        var store = new InMemoryTicketStore();
        await using var one = await ChatApp.StartAsync(services: services => services.AddSingleton<ITicketStore>(store));
        await using var two = await ChatApp.StartAsync(services: services => services.AddSingleton<ITicketStore>(store));
        for (var round = 0; round < 20; round++)
        {
            var ticket = await one.TicketAsync(42);

            var outcomes = await Task.WhenAll(new[] { one, two }.Select(app => Task.Run(() => app.OutcomeAsync($"{Path}?ticket={ticket}"))));

            Assert.Equal([Invalid, "42"], outcomes.Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task Ticket_InTheStore_IsNotThere()
    {
        var added = new List<StoredTicket>();
        var store = Substitute.For<ITicketStore>();
        store.AddAsync(Arg.Do<StoredTicket>(added.Add), default, default).ReturnsForAnyArgs(ValueTask.CompletedTask);
        await using var app = await ChatApp.StartAsync(services: services => services.AddSingleton(store));

        var ticket = await app.TicketAsync(42);

        var hash = Assert.Single(added).Hash;
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(ticket))), hash);
        Assert.Equal((new CommunityId(5), new UserId(42)), (added[0].Community, added[0].User));
    }

    [Fact]
    public async Task Ticket_WhenTheStoreIsGone_IsToldToComeBackLater()
    {
        var store = Substitute.For<ITicketStore>();
        store.AddAsync(default!, default, default).ThrowsAsyncForAnyArgs(new TicketStoreException());
        store.TakeAsync(default!, default, default).ThrowsAsyncForAnyArgs(new TicketStoreException());
        await using var app = await ChatApp.StartAsync(services: services => services.AddSingleton(store));

        using var response = await app.PostTicketAsync(Tokens.For("42"));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("unavailable", JsonElement.Parse(await response.Content.ReadAsStringAsync()).GetProperty("code").GetString());
        Assert.Equal("1013 unavailable", await app.OutcomeAsync($"{Path}?ticket={new string('x', 43)}"));
        Assert.Equal(2, app.Logs.Lines.Count(line => line.Id == 1110));
    }

    [Theory]
    [InlineData(null, "5", HttpStatusCode.Unauthorized, "token_missing")]
    [InlineData("nonsense", "5", HttpStatusCode.Unauthorized, "token_invalid")]
    [InlineData("{expired}", "5", HttpStatusCode.Unauthorized, "token_expired")]
    [InlineData("{99}", "5", HttpStatusCode.Forbidden, "not_a_member")]
    [InlineData("{66}", "5", HttpStatusCode.Forbidden, "banned")]
    [InlineData("{42}", "unknown", HttpStatusCode.Forbidden, "not_a_member")]
    [InlineData("{42}", "5;x", HttpStatusCode.NotFound, null)]
    public async Task Post_OfSomebodyElse_IsRefusedAsHistoryIs(string? token, string community, HttpStatusCode status, string? code)
    {
        await using var app = await ChatApp.StartAsync();
        await app.Services.GetRequiredService<ICommunityMemberStore>().SetAsync(new(5), new(66), CommunityMembership.Banned, default);
        token = token?.Trim('{', '}') switch
        {
            "expired" => Tokens.Make(new() { ["sub"] = "42" }, expires: DateTime.UtcNow.AddMinutes(-2)),
            "nonsense" or null => token,
            var user => Tokens.For(user),
        };

        using var response = await app.PostTicketAsync(token, community);

        Assert.Equal(status, response.StatusCode);
        Assert.True(response.Headers.CacheControl?.NoStore);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = JsonElement.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal(code, problem.TryGetProperty("code", out var word) ? word.GetString() : null);
    }

    [Fact]
    public async Task Ticket_OverRest_IsNoCredential()
    {
        await using var app = await ChatApp.StartAsync();
        var ticket = await app.TicketAsync(42);

        using var another = await app.PostTicketAsync(token: null, query: $"?ticket={ticket}");
        using var byHeader = await app.PostTicketAsync(ticket);
        using var history = await app.Http.GetAsync(new Uri(app.Address, $"/api/communities/5/messages?ticket={ticket}"));

        Assert.Equal(
            (HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized),
            (another.StatusCode, byHeader.StatusCode, history.StatusCode));
        Assert.Equal("42", await app.OutcomeAsync($"{Path}?ticket={ticket}"));
    }

    [Fact]
    public async Task Get_OfATicket_IsNotAllowed()
    {
        await using var app = await ChatApp.StartAsync();

        using var response = await app.Http.GetAsync(new Uri(app.Address, $"/api/communities/5/ticket?token={Tokens.For("42")}"));

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
    }
}
