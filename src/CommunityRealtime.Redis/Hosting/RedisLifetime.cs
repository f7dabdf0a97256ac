using CommunityRealtime.Redis.Broadcast;
using CommunityRealtime.Redis.Connections;
using CommunityRealtime.Redis.Presence;
using Microsoft.Extensions.Hosting;

namespace CommunityRealtime.Redis.Hosting;

/// <summary>Begins to connect when the host starts, without waiting for it, and takes this server's users off the list when all else has stopped.</summary>
internal sealed class RedisLifetime(RedisConnection connection, Subscriptions subscriptions, PresenceWriter presence) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        connection.Start();
        subscriptions.Start();
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => presence.StopAsync();
}
