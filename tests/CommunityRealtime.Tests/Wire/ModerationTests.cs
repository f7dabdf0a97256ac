using System.Diagnostics;
using System.Net;
using CommunityRealtime.Membership;
using CommunityRealtime.Tests.Hosts;
using Microsoft.Extensions.DependencyInjection;
using NSubstitute;

namespace CommunityRealtime.Tests.Wire;

/// <summary>Moderators remove and ban members over REST; sockets end at once.</summary>
public sealed class ModerationTests
{
    private const int Moderator = 7;

    [Theory]
    [ClassData(typeof(EveryTransport))]
    public async Task Ban_ByAModerator_ClosesTheSocketsOfThatUserWithinASecond(Transport transport)
    {
        await using var app = await StartAsync(transport: transport);
        var alice = await app.ConnectAsync(42);
        var bob = await app.ConnectAsync(43);

        var began = Stopwatch.GetTimestamp();
        Assert.Equal(HttpStatusCode.NoContent, await AskAsync(app, HttpMethod.Put, "members/42/ban", Moderator));

        Assert.Equal("1008 banned", await alice.ReceiveCloseAsync());
        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, TimeSpan.FromSeconds(1));
        await bob.SendAsync("still here");
        Assert.Equal("still here", (await bob.ReceiveMessageAsync()).GetProperty("content").GetString());
        Assert.Equal("1008 banned", await (await app.ConnectAsync(42)).ReceiveCloseAsync());
        Assert.Equal(HttpStatusCode.NoContent, await AskAsync(app, HttpMethod.Put, "members/42/ban", Moderator));
    }

    [Fact]
    public async Task Removal_ByAModerator_ClosesTheSocketsAndABanCanBeLifted()
    {
        await using var app = await StartAsync();
        var alice = await app.ConnectAsync(42);

        Assert.Equal(HttpStatusCode.NoContent, await AskAsync(app, HttpMethod.Delete, "members/42", Moderator));
        Assert.Equal("1008 not_a_member", await alice.ReceiveCloseAsync());
        Assert.Equal(HttpStatusCode.NotFound, await AskAsync(app, HttpMethod.Delete, "members/42", Moderator));

        Assert.Equal(HttpStatusCode.NoContent, await AskAsync(app, HttpMethod.Put, "members/42/ban", Moderator));
        Assert.Equal(HttpStatusCode.Conflict, await AskAsync(app, HttpMethod.Delete, "members/42", Moderator));
        Assert.Equal(HttpStatusCode.NoContent, await AskAsync(app, HttpMethod.Delete, "members/42/ban", Moderator));
        Assert.Equal("1008 not_a_member", await (await app.ConnectAsync(42)).ReceiveCloseAsync());
    }

    [Fact]
    public async Task Removal_ByAnybodyElseOrOfSomebodyWhoKeepsOrder_IsRefused()
    {
        await using var app = await StartAsync();
        foreach (var (user, role) in new[] { (8, CommunityRole.Moderator), (9, CommunityRole.Therapist), (10, CommunityRole.CareLead) })
        {
            await Members(app).SetAsync(new(5), new(user), CommunityMembership.Member(role), default);
            Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(app, HttpMethod.Delete, $"members/{user}", Moderator));
            Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(app, HttpMethod.Put, $"members/{user}/ban", Moderator));
        }

        foreach (var (asker, status) in new[] { (42, HttpStatusCode.Forbidden), (9, HttpStatusCode.Forbidden), (99, HttpStatusCode.Forbidden), (0, HttpStatusCode.Unauthorized) })
        {
            Assert.Equal(status, await AskAsync(app, HttpMethod.Delete, "members/43", asker));
            Assert.Equal(status, await AskAsync(app, HttpMethod.Put, "members/43/ban", asker));
            Assert.Equal(status, await AskAsync(app, HttpMethod.Delete, "members/43/ban", asker));
        }

        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(app, HttpMethod.Delete, $"members/{Moderator}", Moderator));
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(app, HttpMethod.Put, "members/42/ban", Moderator, community: 1));
        Assert.Equal(MembershipStatus.Member, (await Members(app).FindAsync(new(5), new(43), default)).Status);
    }

    [Fact]
    public async Task Removal_FromAnOpenCommunity_IsAConflictAndABanHolds()
    {
        await using var app = await StartAsync(options => options.Membership.Open = true);

        Assert.Equal(HttpStatusCode.Conflict, await AskAsync(app, HttpMethod.Delete, "members/99", Moderator));
        Assert.Equal(HttpStatusCode.NoContent, await AskAsync(app, HttpMethod.Put, "members/99/ban", Moderator));
        Assert.Equal("1008 banned", await (await app.ConnectAsync(99)).ReceiveCloseAsync());
        Assert.Equal(HttpStatusCode.NoContent, await AskAsync(app, HttpMethod.Delete, "members/99/ban", Moderator));
        var back = await app.ConnectAsync(99);
        await back.SendAsync("back");
        Assert.Equal("back", (await back.ReceiveMessageAsync()).GetProperty("content").GetString());
    }

    [Fact]
    public async Task Removal_WhereTheAppKeepsItsMembers_IsNotFound()
    {
        var membership = Substitute.For<ICommunityMembership>();
        membership.FindAsync(default, default, default).ReturnsForAnyArgs(CommunityMembership.Member(CommunityRole.Moderator));
        await using var app = await StartAsync(services: services => services.AddSingleton(membership));

        Assert.Equal(HttpStatusCode.NotFound, await AskAsync(app, HttpMethod.Delete, "members/42", Moderator));
        Assert.Equal(HttpStatusCode.NotFound, await AskAsync(app, HttpMethod.Put, "members/42/ban", Moderator));
    }

    private static async Task<ChatApp> StartAsync(
        Action<CommunityChatOptions>? configure = null, Action<IServiceCollection>? services = null, Transport transport = Transport.Direct)
    {
        var app = await ChatApp.StartAsync(configure, services, transport: transport);
        await Members(app).SetAsync(new(5), new(Moderator), CommunityMembership.Member(CommunityRole.Moderator), default);
        await Members(app).SetAsync(new(1), new(Moderator), CommunityMembership.Member(), default);
        return app;
    }

    private static ICommunityMemberStore Members(ChatApp app) => app.Services.GetRequiredService<ICommunityMemberStore>();

    private static async Task<HttpStatusCode> AskAsync(ChatApp app, HttpMethod method, string path, int user, int community = 5)
    {
        var request = new HttpRequestMessage(method, new Uri(app.Address, $"/api/communities/{community}/{path}"))
        {
            Version = app.Http.DefaultRequestVersion,
            VersionPolicy = app.Http.DefaultVersionPolicy,
        };
        if (user != 0)
        {
            request.Headers.Authorization = new("Bearer", Tokens.For($"{user}"));
        }

        using var response = await app.Http.SendAsync(request);
        return response.StatusCode;
    }
}
