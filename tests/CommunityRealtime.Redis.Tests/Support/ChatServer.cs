using CommunityRealtime.Broadcast;
using CommunityRealtime.Presence;
using CommunityRealtime.RateLimiting;
using CommunityRealtime.TestSupport;
using CommunityRealtime.TestSupport.Logging;
using CommunityRealtime.TestSupport.Specifications;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CommunityRealtime.Redis.Tests.Support;

/// <summary>One server of the chat, as far as Redis is concerned: a host with these parts and nothing else.</summary>
public sealed class ChatServer : IAsyncDisposable
{
    private readonly IHost _host;

    private ChatServer(IHost host, CapturedLog log)
    {
        _host = host;
        Log = log;
    }

    public CapturedLog Log { get; }

    public IBackplane Backplane => _host.Services.GetRequiredService<IBackplane>();

    public ICommunityPresence Presence => _host.Services.GetRequiredService<ICommunityPresence>();

    public ISharedRateLimiter Limiter => _host.Services.GetRequiredService<ISharedRateLimiter>();

    /// <summary>A host that has started, whether or not it has reached Redis.</summary>
    public static async Task<ChatServer> StartAsync(string configuration, Action<RedisBackplaneOptions>? configure = null)
    {
        var log = new CapturedLog();
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.AddProvider(log).SetMinimumLevel(LogLevel.Trace);
        new ChatBuilder(builder.Services).AddRedisBackplane(options =>
        {
            options.Configuration = configuration;
            configure?.Invoke(options);
        });

        var server = new ChatServer(builder.Build(), log);
        await server._host.StartAsync();
        return server;
    }

    /// <summary>A host that has reached Redis.</summary>
    public static async Task<ChatServer> StartJoinedAsync(string configuration, Action<RedisBackplaneOptions>? configure = null)
    {
        var server = await StartAsync(configuration, configure);
        await server.JoinedAsync();
        return server;
    }

    /// <summary>Waits until what it publishes would reach other servers.</summary>
    public Task JoinedAsync() => Patience.UntilAsync(() => Backplane.Reaches(Drafts.NewCommunity()), "Redis to be reached");

    public async Task<HealthStatus> HealthAsync()
    {
        var report = await _host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        return report.Entries["community_chat_redis"].Status;
    }

    public Task StopAsync() => _host.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
    }
}
