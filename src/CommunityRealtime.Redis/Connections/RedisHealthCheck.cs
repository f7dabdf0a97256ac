using CommunityRealtime.Redis.Broadcast;
using CommunityRealtime.Redis.Diagnostics;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CommunityRealtime.Redis.Connections;

/// <summary>The health check <c>community_chat_redis</c>: whether this server is joined with the others just now.</summary>
/// <remarks>Never unhealthy: without Redis a server still serves its own members, and the others' messages come late.</remarks>
internal sealed class RedisHealthCheck(RedisConnection connection, Subscriptions subscriptions, TimeProvider time) : IHealthCheck
{
    public const string Name = "community_chat_redis";

    /// <summary>What hosts commonly ask for to learn whether a server can take requests.</summary>
    public const string Tag = "ready";

    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(1);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        connection.Start();
        if (connection.Current is not { } redis)
        {
            return HealthCheckResult.Degraded("Redis is not reached; each server goes on alone.");
        }

        try
        {
            await LateFailures.Observe(redis.GetDatabase().PingAsync()).WaitAsync(MaxWait, time, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return HealthCheckResult.Degraded($"Redis does not answer ({ExceptionTypes.Of(exception)}); each server goes on alone.");
        }

        return subscriptions.CountNotInForce() is > 0 and var count
            ? HealthCheckResult.Degraded($"Messages of other servers come late in {count} communities.")
            : HealthCheckResult.Healthy("The servers are joined.");
    }
}
