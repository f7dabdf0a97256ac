using System.Net;
using CommunityRealtime.Authentication;
using CommunityRealtime.Connections;
using CommunityRealtime.Crisis;
using CommunityRealtime.Membership;
using CommunityRealtime.Messages;
using CommunityRealtime.Safety;
using CommunityRealtime.Tests.Hosts;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NSubstitute;

namespace CommunityRealtime.Tests.Hosting;

/// <summary>What a host does with the library: add it, map it, set it up, replace its parts.</summary>
public sealed class HostingTests
{
    [Fact]
    public void MapCommunityChat_WithoutAddCommunityChat_NamesTheCallThatIsMissing()
    {
        using var app = WebApplication.CreateSlimBuilder().Build();

        var exception = Assert.Throws<InvalidOperationException>(() => app.MapCommunityChat());

        Assert.Contains("AddCommunityChat", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MapCommunityChat_WithAPrefix_ServesThereAndNowhereElse()
    {
        await using var app = await ChatApp.StartAsync(map: app => app.MapCommunityChat("/chat/v2"));

        var alice = await app.OpenAsync($"/chat/v2/ws/5?token={Tokens.For("42")}");
        await alice.SendAsync("here");
        await alice.ReceiveMessageAsync();
        using var history = await app.Http.GetAsync(new Uri(app.Address, $"/chat/v2/5/messages?token={Tokens.For("42")}"));
        using var elsewhere = await app.GetHistoryAsync(42);

        Assert.Equal(HttpStatusCode.OK, history.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, elsewhere.StatusCode);
    }

    [Fact]
    public async Task MapCommunityChat_WithConventions_AppliesThemToSocketAndHistory()
    {
        await using var app = await ChatApp.StartAsync(map: app => app.MapCommunityChat().RequireHost("chat.example"));

        using var history = await app.GetHistoryAsync(42);
        using var socket = await app.Http.GetAsync(new Uri(app.Address, "/api/communities/ws/5"));

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (history.StatusCode, socket.StatusCode));
    }

    [Fact]
    public async Task MapCommunityChat_WithRequireRateLimiting_LimitsRequests()
    {
        await using var app = await ChatApp.StartAsync(
            services: services => services.AddRateLimiter(limiter => limiter.AddPolicy("one", _ =>
                System.Threading.RateLimiting.RateLimitPartition.GetFixedWindowLimiter("all", _ => new() { PermitLimit = 1, Window = TimeSpan.FromHours(1) }))),
            map: app =>
            {
                app.UseRateLimiter();
                app.MapCommunityChat().RequireRateLimiting("one");
            });

        using var first = await app.GetHistoryAsync(42);
        using var second = await app.GetHistoryAsync(42);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable), (first.StatusCode, second.StatusCode));
    }

    [Fact]
    public async Task MapCommunityChat_WhereTheHostUsesWebSocketsItself_Works()
    {
        await using var app = await ChatApp.StartAsync(map: app =>
        {
            app.UseWebSockets();
            app.MapCommunityChat();
        });

        var alice = await app.ConnectAsync(42);
        await alice.SendAsync("twice");

        Assert.Equal("twice", (await alice.ReceiveMessageAsync()).GetProperty("content").GetString());
    }

    [Fact]
    public async Task History_ByPost_IsNotAllowed()
    {
        await using var app = await ChatApp.StartAsync();

        using var response = await app.Http.PostAsync(new Uri(app.Address, "/api/communities/5/messages"), null);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
    }

    [Fact]
    public void Settings_FromConfiguration_ReachTheOptions()
    {
        var options = Configured(new()
        {
            ["Jwt:SigningKey"] = Tokens.SigningKey,
            ["Jwt:Issuer"] = "app",
            ["Jwt:ClockSkew"] = "00:00:10",
            ["Jwt:AllowQueryToken"] = "false",
            ["Jwt:MaxKnownTokens"] = "5",
            ["Tickets:Lifetime"] = "00:01:00",
            ["AllowedOrigins:0"] = "https://a.example",
            ["Membership:Open"] = "true",
            ["Anonymity:RevealUserId"] = "true",
            ["Connections:MaxConnections"] = "500",
            ["Connections:MaxPerUser"] = "5",
            ["Connections:MaxPerAddress"] = "50",
            ["Limits:MaxContentCharacters"] = "100",
            ["Limits:MaxUnfinishedSends"] = "8",
            ["Limits:MaxFragments"] = "9",
            ["Limits:MaxFrameTime"] = "00:00:03",
            ["RateLimit:MessagesPerSecond"] = "0.5",
            ["RateLimit:Burst"] = "7",
            ["RateLimit:MaxRefusals"] = "6",
            ["RateLimit:RefusalsPerSecond"] = "0.25",
            ["RequestLimit:RequestsPerSecond"] = "1.5",
            ["RequestLimit:Burst"] = "4",
            ["SlowMode:Default"] = "00:00:10",
            ["SlowMode:Communities:5"] = "06:00:00",
            ["Safety:TimeBudget"] = "00:00:02",
            ["Sockets:KeepAliveInterval"] = "00:00:11",
        });

        Assert.Equal((Tokens.SigningKey, "app", TimeSpan.FromSeconds(10)), (options.Jwt.SigningKey, options.Jwt.Issuer, options.Jwt.ClockSkew));
        Assert.Equal((false, 5, TimeSpan.FromMinutes(1)), (options.Jwt.AllowQueryToken, options.Jwt.MaxKnownTokens, options.Tickets.Lifetime));
        Assert.Equal(["https://a.example"], options.AllowedOrigins);
        Assert.True(options.Membership.Open && options.Anonymity.RevealUserId);
        Assert.Equal((6, 0.25), (options.RateLimit.MaxRefusals, options.RateLimit.RefusalsPerSecond));
        Assert.Equal((1.5, 4), (options.RequestLimit.RequestsPerSecond, options.RequestLimit.Burst));
        Assert.Equal((TimeSpan.FromSeconds(10), TimeSpan.FromHours(6)), (options.SlowMode.Default, Assert.Single(options.SlowMode.Communities).Value));
        Assert.Equal((9, TimeSpan.FromSeconds(3)), (options.Limits.MaxFragments, options.Limits.MaxFrameTime));
        Assert.Equal((500, 5, 50), (options.Connections.MaxConnections, options.Connections.MaxPerUser, options.Connections.MaxPerAddress));
        Assert.Equal(
            (100, 8, 0.5, 7),
            (options.Limits.MaxContentCharacters, options.Limits.MaxUnfinishedSends, options.RateLimit.MessagesPerSecond, options.RateLimit.Burst));
        Assert.Equal((TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(11)), (options.Safety.TimeBudget, options.Sockets.KeepAliveInterval));
    }

    [Fact]
    public async Task Settings_WithMistakes_FailTheStartWithOneExceptionThatNamesThemAllAndNoKey()
    {
        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => ChatApp.StartAsync(options =>
        {
            options.Jwt.SigningKey = "too-short-a-key";
            options.Jwt.PublicKeyPem = "no key";
            options.Jwt.Authority = "ftp://x";
            options.Jwt.ClockSkew = TimeSpan.FromHours(1);
            options.Jwt.UserIdClaim = " ";
            options.Jwt.DisplayNameClaim = "";
            options.Jwt.MaxKnownTokens = -1;
            options.Tickets.Lifetime = TimeSpan.FromSeconds(4);
            options.AllowedOrigins.Add("https://x.example/path");
            options.Connections.MaxConnections = -1;
            options.Connections.MaxPerUser = -1;
            options.Connections.MaxPerAddress = -1;
            options.Limits.MaxContentCharacters = 0;
            options.Limits.MaxFrameBytes = 10;
            options.Limits.MaxQueuedBytes = 5;
            options.Limits.MaxUnfinishedSends = 0;
            options.Limits.MaxFragments = 0;
            options.Limits.MaxFrameTime = TimeSpan.FromHours(1);
            options.RateLimit.MessagesPerSecond = double.NaN;
            options.RateLimit.Burst = 0;
            options.RateLimit.MaxRefusals = 0;
            options.RateLimit.RefusalsPerSecond = -1;
            options.RequestLimit.RequestsPerSecond = -1;
            options.RequestLimit.Burst = 0;
            options.SlowMode.Default = TimeSpan.FromHours(7);
            options.SlowMode.Communities["5"] = TimeSpan.FromSeconds(-1);
            options.SlowMode.Communities["no id"] = TimeSpan.Zero;
            options.Safety.TimeBudget = TimeSpan.Zero;
            options.Crisis.NotifyTimeout = TimeSpan.FromHours(1);
            options.Crisis.RetryDelay = TimeSpan.Zero;
            options.Crisis.MaxRetryDelay = TimeSpan.FromDays(2);
            options.Crisis.GiveUpAfter = TimeSpan.Zero;
            options.Crisis.PollInterval = TimeSpan.Zero;
            options.Crisis.Acute.Retention = TimeSpan.Zero;
            options.Crisis.Active.Retention = TimeSpan.Zero;
            options.Crisis.Passive.Retention = TimeSpan.Zero;
            options.Crisis.FalseAlarmRetention = TimeSpan.Zero;
            options.Crisis.Acute.Calls = [TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(1)];
            options.Crisis.Active.Repeat = TimeSpan.Zero;
            options.Crisis.Passive.OwnerSilence = TimeSpan.FromMilliseconds(1);
            options.Sockets.KeepAliveInterval = TimeSpan.Zero;
            options.Sockets.KeepAliveTimeout = TimeSpan.FromDays(1);
            options.Sockets.DrainTime = TimeSpan.FromHours(1);
            options.Sockets.ReconnectSpread = TimeSpan.FromHours(1);
        }));

        Assert.Equal(
            [
                "AllowedOrigins", "Connections:MaxConnections", "Connections:MaxPerAddress", "Connections:MaxPerUser", "Crisis:Active", "Crisis:Active:Retention",
                "Crisis:Acute", "Crisis:Acute:Retention", "Crisis:FalseAlarmRetention", "Crisis:GiveUpAfter", "Crisis:MaxRetryDelay", "Crisis:NotifyTimeout",
                "Crisis:Passive", "Crisis:Passive:Retention", "Crisis:PollInterval", "Crisis:RetryDelay", "Jwt", "Jwt:Authority", "Jwt:ClockSkew", "Jwt:DisplayNameClaim",
                "Jwt:MaxKnownTokens", "Jwt:PublicKeyPem", "Jwt:SigningKey", "Jwt:UserIdClaim", "Limits:MaxContentCharacters", "Limits:MaxFragments", "Limits:MaxFrameBytes",
                "Limits:MaxFrameTime", "Limits:MaxQueuedBytes", "Limits:MaxUnfinishedSends", "RateLimit:Burst", "RateLimit:MaxRefusals", "RateLimit:MessagesPerSecond",
                "RateLimit:RefusalsPerSecond", "RequestLimit:Burst", "RequestLimit:RequestsPerSecond", "Safety:TimeBudget", "SlowMode:Communities", "SlowMode:Communities:5",
                "SlowMode:Default", "Sockets:DrainTime", "Sockets:KeepAliveInterval", "Sockets:KeepAliveTimeout", "Sockets:ReconnectSpread", "Tickets:Lifetime",
            ],
            exception.Failures.Select(failure => failure.Split(' ')[1].TrimEnd(':')).Order(StringComparer.Ordinal));
        Assert.DoesNotContain("too-short-a-key", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Parts_RegisteredByTheHost_ReplaceTheDefaultsBeforeAndAfter(bool before)
    {
        var services = new ServiceCollection().AddLogging();
        if (!before)
        {
            services.AddCommunityChat();
        }

        services.AddSingleton(Substitute.For<IChatAuthenticator>());
        services.AddSingleton(Substitute.For<ITicketStore>());
        services.AddSingleton(Substitute.For<ICommunityMembership>());
        services.AddSingleton(Substitute.For<ICommunitySettings>());
        services.AddSingleton(Substitute.For<ICommunityMemberStore>());
        services.AddSingleton(Substitute.For<IMessageStore>());
        services.AddSingleton(Substitute.For<ISafetyService>());
        services.AddSingleton(Substitute.For<ICrisisCaseStore>());
        services.AddSingleton(Substitute.For<ICrisisOutbox>());
        services.AddSingleton(Substitute.For<ITherapistDirectory>());
        services.AddSingleton(Substitute.For<IConnectionManager>());
        if (before)
        {
            services.AddCommunityChat();
        }

        using var provider = services.BuildServiceProvider();
        Type[] parts =
        [
            typeof(IChatAuthenticator), typeof(ITicketStore), typeof(ICommunityMembership), typeof(ICommunitySettings), typeof(ICommunityMemberStore), typeof(IMessageStore),
            typeof(ISafetyService), typeof(ICrisisCaseStore), typeof(ICrisisOutbox), typeof(ITherapistDirectory), typeof(IConnectionManager),
        ];
        Assert.All(parts, part => Assert.Contains("Proxy", provider.GetRequiredService(part).GetType().Name, StringComparison.Ordinal));
    }

    [Fact]
    public void AddCommunityChat_Twice_AddsOnce()
    {
        var services = new ServiceCollection();
        services.AddCommunityChat();
        var dispatchers = services.Count(service => service.ServiceType == typeof(Microsoft.Extensions.Hosting.IHostedService));
        services.AddCommunityChat();

        Assert.Equal(1, services.Count(service => service.ServiceType == typeof(IMessageStore)));
        Assert.Equal(dispatchers, services.Count(service => service.ServiceType == typeof(Microsoft.Extensions.Hosting.IHostedService)));
    }

    private static CommunityChatOptions Configured(Dictionary<string, string?> settings)
    {
        var services = new ServiceCollection();
        services.AddCommunityChat(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptions<CommunityChatOptions>>().Value;
    }
}
