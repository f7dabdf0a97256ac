using CommunityRealtime;
using CommunityRealtime.Broadcast;
using CommunityRealtime.Presence;
using CommunityRealtime.RateLimiting;
using CommunityRealtime.Redis;
using CommunityRealtime.Redis.Broadcast;
using CommunityRealtime.Redis.Connections;
using CommunityRealtime.Redis.Diagnostics;
using CommunityRealtime.Redis.Hosting;
using CommunityRealtime.Redis.Presence;
using CommunityRealtime.Redis.RateLimiting;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Joins the chat's servers over Redis.</summary>
public static class CommunityChatRedisExtensions
{
    /// <summary>Joins all servers that are given the same Redis into one chat: messages, presence and rate limits.</summary>
    /// <remarks>
    /// The host starts whether or not Redis is there, and connects when it can; meanwhile each server goes on with what it has and the health
    /// check <c>community_chat_redis</c> says degraded.
    /// </remarks>
    /// <param name="builder">The chat.</param>
    /// <param name="configuration">Where Redis is; see <see cref="RedisBackplaneOptions.Configuration"/>.</param>
    /// <returns><paramref name="builder"/>.</returns>
    public static ICommunityChatBuilder AddRedisBackplane(this ICommunityChatBuilder builder, string configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return builder.AddRedisBackplane(options => options.Configuration = configuration);
    }

    /// <summary>Joins all servers that are given the same Redis into one chat: messages, presence and rate limits.</summary>
    /// <remarks>
    /// The host starts whether or not Redis is there, and connects when it can; meanwhile each server goes on with what it has and the health
    /// check <c>community_chat_redis</c> says degraded.
    /// </remarks>
    /// <param name="builder">The chat.</param>
    /// <param name="configure">Says where Redis is, and changes other settings.</param>
    /// <returns><paramref name="builder"/>.</returns>
    public static ICommunityChatBuilder AddRedisBackplane(this ICommunityChatBuilder builder, Action<RedisBackplaneOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);

        var services = builder.Services;
        services.AddOptions<RedisBackplaneOptions>().Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RedisBackplaneOptions>, RedisBackplaneOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => new RedisKeys(Options(provider).KeyPrefix));
        services.TryAddSingleton<RedisMetrics>();
        services.TryAddSingleton<RedisConnection>();
        services.TryAddSingleton<ChannelKind>();
        services.TryAddSingleton<Outbox>();
        services.TryAddSingleton<Subscriptions>();
        services.TryAddSingleton<LocalPresence>();
        services.TryAddSingleton<PresenceWriter>();
        services.Replace(ServiceDescriptor.Singleton<IBackplane, RedisBackplane>());
        services.Replace(ServiceDescriptor.Singleton<ICommunityPresence, RedisPresence>());
        services.Replace(ServiceDescriptor.Singleton<ISharedRateLimiter, RedisRateLimiter>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, RedisLifetime>());
        AddHealthCheck(services);
        return builder;
    }

    private static RedisBackplaneOptions Options(IServiceProvider provider) => provider.GetRequiredService<IOptions<RedisBackplaneOptions>>().Value;

    private static void AddHealthCheck(IServiceCollection services)
    {
        services.TryAddSingleton<RedisHealthCheck>();
        services.AddHealthChecks();
        services.Configure<HealthCheckServiceOptions>(health =>
        {
            // A name may be there once only, and an app may call AddRedisBackplane twice.
            if (health.Registrations.All(registration => registration.Name != RedisHealthCheck.Name))
            {
                health.Registrations.Add(new(
                    RedisHealthCheck.Name,
                    provider => provider.GetRequiredService<RedisHealthCheck>(),
                    HealthStatus.Degraded,
                    [RedisHealthCheck.Tag]));
            }
        });
    }
}
