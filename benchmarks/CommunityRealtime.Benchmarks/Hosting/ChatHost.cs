using CommunityRealtime.Benchmarks.Defences;

namespace CommunityRealtime.Benchmarks.Hosting;

/// <summary>An app with the chat in it, as a user would write it.</summary>
internal static class ChatHost
{
    /// <summary>Builds and starts the app.</summary>
    /// <param name="signingKey">The key of the users' tokens.</param>
    /// <param name="database">The database; <see langword="null"/> keeps messages in memory.</param>
    /// <param name="redis">Where Redis is; <see langword="null"/> or empty for a server alone.</param>
    /// <param name="isDefended">Whether limits are counted and somebody listens to metrics and traces. No limit is reached.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    public static async Task<WebApplication> StartAsync(string signingKey, Database? database, string? redis, bool isDefended, CancellationToken cancellationToken)
    {
        if (isDefended)
        {
            Listeners.Start();
        }

        var builder = ServerBuilder.Create();
        var chat = builder.Services.AddCommunityChat(options =>
        {
            options.Jwt.SigningKey = signingKey;
            options.Membership.Open = true;
            (options.RateLimit.MessagesPerSecond, options.RateLimit.Burst) = isDefended ? (10_000, 1_000_000) : (0, 100);
            options.RateLimit.RefusalsPerSecond = isDefended ? options.RateLimit.RefusalsPerSecond : 0;
            options.RequestLimit.RequestsPerSecond = 0;

            // All members are on this machine.
            (options.Connections.MaxPerAddress, options.Connections.MaxPerUser) = isDefended ? (1_000_000, 1_000_000) : (0, 0);
        });
        if (database is not null)
        {
            chat.AddEntityFrameworkStore(database.Configure);
        }

        if (!string.IsNullOrEmpty(redis))
        {
            chat.AddRedisBackplane(redis);
        }

        var app = builder.Build();
        app.MapCommunityChat();
        await app.StartAsync(cancellationToken);
        return app;
    }
}
