using CommunityRealtime.Broadcast;
using CommunityRealtime.Presence;
using CommunityRealtime.RateLimiting;
using CommunityRealtime.Redis.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using NSubstitute;
using StackExchange.Redis;

namespace CommunityRealtime.Redis.Tests;

public sealed class RegistrationTests
{
    private const string Nowhere = "127.0.0.1:1";

    private readonly ServiceCollection _services = [];

    [Fact]
    public async Task AddRedisBackplane_DefaultsRegisteredBefore_ReplacesThem()
    {
        var backplane = Substitute.For<IBackplane>();
        var presence = Substitute.For<ICommunityPresence>();
        var limiter = Substitute.For<ISharedRateLimiter>();
        _services.AddSingleton(backplane).AddSingleton(presence).AddSingleton(limiter);

        await using var provider = Build(Nowhere);

        Assert.NotSame(backplane, Assert.Single(provider.GetServices<IBackplane>()));
        Assert.NotSame(presence, Assert.Single(provider.GetServices<ICommunityPresence>()));
        Assert.NotSame(limiter, Assert.Single(provider.GetServices<ISharedRateLimiter>()));
    }

    [Fact]
    public async Task AddRedisBackplane_HostsOwnPartRegisteredAfter_LeavesIt()
    {
        var limiter = Substitute.For<ISharedRateLimiter>();
        new ChatBuilder(_services).AddRedisBackplane(Nowhere);
        _services.AddSingleton(limiter);

        await using var provider = Build(Nowhere, add: false);

        Assert.Same(limiter, provider.GetRequiredService<ISharedRateLimiter>());
    }

    [Fact]
    public async Task AddRedisBackplane_Twice_IsOnceWithTheLastSettings()
    {
        new ChatBuilder(_services).AddRedisBackplane(options => options.KeyPrefix = "one");

        await using var provider = Build(Nowhere);

        Assert.Single(provider.GetServices<IBackplane>());
        Assert.Equal(("one", Nowhere), (Options(provider).KeyPrefix, Options(provider).Configuration));
        var check = Assert.Single(provider.GetRequiredService<IOptions<HealthCheckServiceOptions>>().Value.Registrations);
        Assert.Equal(("community_chat_redis", HealthStatus.Degraded), (check.Name, check.FailureStatus));
        Assert.Contains("ready", check.Tags);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("redis://user:secret-9f3a@localhost:6379")]
    [InlineData("password=secret-9f3a")]
    [InlineData("localhost,passwort=secret-9f3a")]
    public async Task Configuration_Unusable_IsRefusedWithTheWayOutAndWithoutThePassword(string configuration)
    {
        await using var provider = Build(configuration);

        var exception = Assert.Throws<OptionsValidationException>(() => Options(provider));

        Assert.Contains("localhost:6379", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-9f3a", exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_SeveralMistakes_AreReportedTogether()
    {
        new ChatBuilder(_services).AddRedisBackplane(options =>
        {
            options.ConfigurationOptions = new ConfigurationOptions();
            options.KeyPrefix = "{chat}";
            options.PresenceTimeout = TimeSpan.Zero;
            options.RateLimitTimeout = TimeSpan.FromMinutes(1);
        });
        await using var provider = Build(Nowhere, add: false);

        var exception = Assert.Throws<OptionsValidationException>(() => Options(provider));

        Assert.All(
            ["ConfigurationOptions", "KeyPrefix", "PresenceTimeout", "RateLimitTimeout"],
            property => Assert.Contains(property, exception.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Settings_Unusable_StopTheHost()
    {
        await Assert.ThrowsAsync<OptionsValidationException>(() => ChatServer.StartAsync(string.Empty));
    }

    [Fact]
    public async Task ConfigurationOptions_Set_WinAndStayAsTheyWere()
    {
        var settings = new ConfigurationOptions { EndPoints = { Nowhere }, AbortOnConnectFail = true };

        await using (var server = await ChatServer.StartAsync(string.Empty, options => options.ConfigurationOptions = settings))
        {
            Assert.Equal(HealthStatus.Degraded, await server.HealthAsync());
        }

        Assert.True(settings.AbortOnConnectFail);
    }

    private static RedisBackplaneOptions Options(IServiceProvider provider)
        => provider.GetRequiredService<IOptions<RedisBackplaneOptions>>().Value;

    private ServiceProvider Build(string configuration, bool add = true)
    {
        _services.AddLogging();
        if (add)
        {
            new ChatBuilder(_services).AddRedisBackplane(configuration);
        }

        return _services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }
}
