using System.Net;
using System.Text.Json;
using CommunityRealtime.Membership;
using CommunityRealtime.Messages;
using CommunityRealtime.Tests.Hosts;
using Microsoft.Extensions.DependencyInjection;
using NSubstitute;
using NSubstitute.ExceptionExtensions;

namespace CommunityRealtime.Tests.Wire;

/// <summary>History over REST as a client sees it.</summary>
public sealed class HistoryTests
{
    [Fact]
    public async Task History_OfAMessage_HasTheSameFieldsAsTheSocket()
    {
        await using var app = await ChatApp.StartAsync();
        var alice = await app.ConnectAsync(42);
        await alice.SendAsync("named");
        await alice.SendAsync("anonymous", isAnonymous: true);
        var live = new[] { await alice.ReceiveMessageAsync(), await alice.ReceiveMessageAsync() };

        using var response = await app.GetHistoryAsync(42);

        Assert.Equal("application/json; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
        Assert.Equal($"[{live[0].GetRawText()},{live[1].GetRawText()}]", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task History_OfAnAnonymousMessage_NamesItsAuthorToTheAuthorAlone()
    {
        await using var app = await ChatApp.StartAsync();
        await FillAsync(app, 1, isAnonymous: true);

        Assert.Equal(42, (await app.HistoryAsync(42)).Single().GetProperty("user_id").GetInt32());
        Assert.Equal(JsonValueKind.Null, (await app.HistoryAsync(43)).Single().GetProperty("user_id").ValueKind);
    }

    [Theory]
    [InlineData("", 251, 300)]
    [InlineData("?limit=3", 298, 300)]
    [InlineData("?limit=200", 101, 300)]
    [InlineData("?limit=3&offset=10", 288, 290)]
    [InlineData("?limit=3&offset=299", 1, 1)]
    [InlineData("?limit=3&before=10", 7, 9)]
    [InlineData("?before=3", 1, 2)]
    [InlineData("?limit=3&before=1000", 298, 300)]
    [InlineData("?limit=3&after=10", 11, 13)]
    [InlineData("?limit=3&after=0", 1, 3)]
    [InlineData("?after=298", 299, 300)]
    [InlineData("?offset=300", 0, -1)]
    [InlineData("?offset=1000", 0, -1)]
    [InlineData("?before=1", 0, -1)]
    [InlineData("?after=300", 0, -1)]
    [InlineData("?after=9223372036854775807", 0, -1)]
    public async Task History_Page_HoldsTheseIdsOldestFirst(string query, int first, int last)
    {
        await using var app = await ChatApp.StartAsync();
        await FillAsync(app, 300);

        var page = await app.HistoryAsync(42, query);

        Assert.Equal(Enumerable.Range(first, last - first + 1), page.Select(message => message.GetProperty("id").GetInt32()));
    }

    [Theory]
    [InlineData("", "</api/communities/5/messages?before=51&limit=50>; rel=\"prev\"")]
    [InlineData("?limit=3&before=10", "</api/communities/5/messages?after=9&limit=3>; rel=\"next\", </api/communities/5/messages?before=7&limit=3>; rel=\"prev\"")]
    [InlineData("?limit=3&before=3", "</api/communities/5/messages?after=2&limit=3>; rel=\"next\"")]
    [InlineData("?limit=3&after=0", "</api/communities/5/messages?after=3&limit=3>; rel=\"next\"")]
    [InlineData("?limit=3&after=97", "</api/communities/5/messages?before=98&limit=3>; rel=\"prev\"")]
    [InlineData("?limit=200", null)]
    [InlineData("?after=100", null)]
    public async Task History_Page_LinksToItsNeighbours(string query, string? link)
    {
        await using var app = await ChatApp.StartAsync();
        await FillAsync(app, 100);

        using var response = await app.GetHistoryAsync(42, query);

        Assert.Equal(link, response.Headers.TryGetValues("Link", out var values) ? values.Single() : null);
    }

    [Fact]
    public async Task History_FollowedBackByItsLinks_GivesEveryMessageOnce()
    {
        await using var app = await ChatApp.StartAsync();
        await FillAsync(app, 100);
        var ids = new List<int>();

        for (var query = "?limit=7"; query is not null;)
        {
            using var response = await app.GetHistoryAsync(42, query);
            var page = JsonElement.Parse(await response.Content.ReadAsStringAsync()).EnumerateArray();
            ids.InsertRange(0, page.Select(message => message.GetProperty("id").GetInt32()));
            var previous = response.Headers.TryGetValues("Link", out var links)
                ? links.Single().Split(", ").SingleOrDefault(value => value.EndsWith("rel=\"prev\"", StringComparison.Ordinal))
                : null;
            query = previous is null ? null : previous[previous.IndexOf('?', StringComparison.Ordinal)..previous.IndexOf('>', StringComparison.Ordinal)];
        }

        Assert.Equal(Enumerable.Range(1, 100), ids);
    }

    [Theory]
    [InlineData("?limit=0", "limit")]
    [InlineData("?limit=201", "limit")]
    [InlineData("?limit=-1", "limit")]
    [InlineData("?limit=1e2", "limit")]
    [InlineData("?limit=abc", "limit")]
    [InlineData("?limit=", "limit")]
    [InlineData("?limit=5&limit=6", "limit")]
    [InlineData("?limit=99999999999999999999", "limit")]
    [InlineData("?offset=-1", "offset")]
    [InlineData("?offset=1001", "before")]
    [InlineData("?before=-1", "before")]
    [InlineData("?before=9223372036854775808", "before")]
    [InlineData("?after=x", "after")]
    [InlineData("?after=1&before=5", "after")]
    [InlineData("?offset=1&before=5", "before")]
    public async Task History_WithABadValue_Gets400NamingIt(string query, string named)
    {
        await using var app = await ChatApp.StartAsync();

        using var response = await app.GetHistoryAsync(42, query);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = JsonElement.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal(400, problem.GetProperty("status").GetInt32());
        Assert.Contains(named, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "5", 401, "token_missing")]
    [InlineData("nonsense", "5", 401, "token_invalid")]
    [InlineData("expired", "5", 401, "token_expired")]
    [InlineData("99", "5", 403, "not_a_member")]
    [InlineData("42", "unknown", 403, "not_a_member")]
    [InlineData("66", "5", 403, "banned")]
    [InlineData("42", "not;an;id", 404, null)]
    public async Task History_WithoutTheRight_IsRefusedWithProblemDetails(string? who, string community, int status, string? code)
    {
        await using var app = await ChatApp.StartAsync();
        await app.Services.GetRequiredService<ICommunityMemberStore>().SetAsync(new(5), new(66), CommunityMembership.Banned, default);
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(app.Address, $"/api/communities/{community}/messages"));
        if (who is not null)
        {
            request.Headers.Authorization = new("Bearer", who switch
            {
                "nonsense" => who,
                "expired" => Tokens.Make(new() { ["sub"] = "42" }, expires: DateTime.UtcNow.AddMinutes(-2)),
                _ => Tokens.For(who),
            });
        }

        using var response = await app.Http.SendAsync(request);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(status == 401, response.Headers.WwwAuthenticate.Count == 1);
        var problem = JsonElement.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal(code, problem.TryGetProperty("code", out var value) ? value.GetString() : null);
    }

    [Fact]
    public async Task History_WithTheTokenInTheQuery_IsGivenAndLinksDoNotRepeatIt()
    {
        await using var app = await ChatApp.StartAsync();
        await FillAsync(app, 60);

        using var response = await app.Http.GetAsync(new Uri(app.Address, $"/api/communities/5/messages?token={Tokens.For("42")}"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.DoesNotContain("token", response.Headers.GetValues("Link").Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task History_WhenTheStoreIsGone_Gets503(bool tellsWhereItStands)
    {
        var store = Substitute.For<IMessageStore>();
        if (tellsWhereItStands)
        {
            store.ReadHeadAsync(default, default).ReturnsForAnyArgs(new CommunityHead(7, 3));
        }
        else
        {
            store.ReadHeadAsync(default, default).ThrowsAsyncForAnyArgs(new MessageStoreException());
        }

        store.ReadAsync(default!, default).ThrowsAsyncForAnyArgs(new MessageStoreException());
        await using var app = await ChatApp.StartAsync(services: services => services.AddSingleton(store));

        using var response = await app.GetHistoryAsync(42);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
    }

    private static async Task FillAsync(ChatApp app, int count, bool isAnonymous = false)
    {
        var store = app.Services.GetRequiredService<IMessageStore>();
        for (var i = 0; i < count; i++)
        {
            await store.AppendAsync(
                new()
                {
                    Community = new(5),
                    Author = new(42),
                    DisplayName = isAnonymous ? null : "Alice",
                    Content = $"message {i}",
                    IsAnonymous = isAnonymous,
                    CreatedAt = DateTimeOffset.UnixEpoch,
                    ClientId = $"{i}",
                },
                default);
        }
    }
}
