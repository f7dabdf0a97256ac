using CommunityRealtime.Benchmarks.Hosting;
using CommunityRealtime.Connections;

namespace CommunityRealtime.Benchmarks.Peers;

/// <summary>The same chat as a careful developer would write it first: accept, keep the sockets of a room, send to one after the other.</summary>
internal static class LoopHost
{
    public static async Task<WebApplication> StartAsync(string signingKey, CancellationToken cancellationToken)
    {
        var builder = ServerBuilder.Create();
        builder.Services.AddSingleton<PeerMessages>().AddSingleton<LoopEndpoint>();

        var app = builder.Build();

        // Dead peers are to be noticed here too, and as often.
        var heartbeat = new ChatSocketOptions();
        app.UseWebSockets(new WebSocketOptions
        {
            KeepAliveInterval = heartbeat.KeepAliveInterval,
            KeepAliveTimeout = heartbeat.KeepAliveTimeout,
        });
        app.UseTokenGate(signingKey);
        app.Map("/ws/{community:int}", (HttpContext http, int community, LoopEndpoint endpoint) => endpoint.HandleAsync(http, community));
        await app.StartAsync(cancellationToken);
        return app;
    }
}
