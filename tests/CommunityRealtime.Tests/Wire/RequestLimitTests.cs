using System.Net;
using System.Text.Json;
using CommunityRealtime.Authentication;
using CommunityRealtime.Tests.Care;
using CommunityRealtime.Tests.Hosts;
using Microsoft.Extensions.DependencyInjection;
using NSubstitute;

namespace CommunityRealtime.Tests.Wire;

/// <summary>How fast one user may ask over REST.</summary>
public sealed class RequestLimitTests
{
    private const int Burst = 3;

    private static readonly string ACase = $"crisis-cases/{Guid.NewGuid()}";

    /// <summary>Every endpoint but the socket.</summary>
    public static TheoryData<string, string> Endpoints => new()
    {
        { "GET", "messages" },
        { "GET", "crisis-cases" },
        { "GET", ACase },
        { "POST", $"{ACase}/acknowledge" },
        { "POST", $"{ACase}/in-contact" },
        { "POST", $"{ACase}/release" },
        { "POST", $"{ACase}/resolve" },
        { "POST", $"{ACase}/false-alarm" },
        { "POST", $"{ACase}/messages" },
        { "POST", $"{ACase}/identity" },
        { "GET", "my-crisis-cases" },
        { "POST", $"my-{ACase}/messages" },
    };

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task Requests_OfAUserWhoAsksTooFast_Get429WhicheverTheyAre(string method, string path)
    {
        await using var app = await CareApp.StartAsync(Limit);
        for (var i = 0; i < Burst; i++)
        {
            using var first = await app.SendAsync(HttpMethod.Parse(method), CareApp.Therapist, path);
            Assert.NotEqual(HttpStatusCode.TooManyRequests, first.StatusCode);
        }

        using var over = await app.SendAsync(HttpMethod.Parse(method), CareApp.Therapist, path);
        using var elsewhere = await app.SendAsync(HttpMethod.Get, CareApp.Therapist, path == "messages" ? "my-crisis-cases" : "messages");
        using var other = await app.SendAsync(HttpMethod.Parse(method), CareApp.OtherTherapist, path);

        Assert.Equal((HttpStatusCode.TooManyRequests, HttpStatusCode.TooManyRequests), (over.StatusCode, elsewhere.StatusCode));
        Assert.NotEqual(HttpStatusCode.TooManyRequests, other.StatusCode);
        Assert.Equal("application/problem+json", over.Content.Headers.ContentType?.MediaType);
        var problem = JsonElement.Parse(await over.Content.ReadAsStringAsync());
        var wait = problem.GetProperty("retry_after_ms").GetInt64();
        Assert.Equal("rate_limited", problem.GetProperty("code").GetString());
        Assert.InRange(wait, 1, 1_000_000);
        Assert.Equal(Math.Ceiling(wait / 1_000.0), over.Headers.RetryAfter!.Delta!.Value.TotalSeconds);
    }

    [Theory]
    [ClassData(typeof(EveryTransport))]
    public async Task History_OfAUserWhoAsksTooFast_Gets429OverEveryTransport(Transport transport)
    {
        await using var app = await ChatApp.StartAsync(Limit, transport: transport);

        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i <= Burst; i++)
        {
            using var response = await app.GetHistoryAsync(42, community: i % 2 == 0 ? 1 : 5);
            statuses.Add(response.StatusCode);
        }

        Assert.Equal([.. Enumerable.Repeat(HttpStatusCode.OK, Burst), HttpStatusCode.TooManyRequests], statuses);
    }

    [Fact]
    public async Task Request_AfterTheWait_IsAnswered()
    {
        await using var app = await ChatApp.StartAsync(options => (options.RequestLimit.RequestsPerSecond, options.RequestLimit.Burst) = (4, 1));
        await app.HistoryAsync(42);

        await Eventually.TrueAsync(
            async () =>
            {
                using var response = await app.GetHistoryAsync(42);
                return response.IsSuccessStatusCode;
            },
            "the account to fill up again");
    }

    [Fact]
    public async Task Request_ThatIsLimited_IsAuthenticatedOnceAndSocketsCountAsNothing()
    {
        var authenticator = Substitute.For<IChatAuthenticator>();
        authenticator.AuthenticateAsync(default!, default)
            .ReturnsForAnyArgs(ChatAuthenticationResult.Success(new() { Id = new(42), DisplayName = "Alice" }));
        await using var app = await ChatApp.StartAsync(Limit, services => services.AddSingleton(authenticator));
        for (var i = 0; i < 2 * Burst; i++)
        {
            await app.ConnectAsync(42);
        }

        authenticator.ClearReceivedCalls();
        await app.HistoryAsync(42);

        Assert.Single(authenticator.ReceivedCalls());
    }

    [Fact]
    public async Task Request_OfNobody_IsToldSoHoweverOftenItComes()
    {
        await using var app = await CareApp.StartAsync(Limit);

        for (var i = 0; i < 3 * Burst; i++)
        {
            using var response = await app.SendAsync(HttpMethod.Get, null, "messages");
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        }
    }

    [Fact]
    public async Task Request_WithALimitOfZero_IsNotLimited()
    {
        await using var app = await ChatApp.StartAsync(options => (options.RequestLimit.RequestsPerSecond, options.RequestLimit.Burst) = (0, 1));

        for (var i = 0; i < 20; i++)
        {
            await app.HistoryAsync(42);
        }
    }

    private static void Limit(CommunityChatOptions options) => (options.RequestLimit.RequestsPerSecond, options.RequestLimit.Burst) = (0.01, Burst);
}
