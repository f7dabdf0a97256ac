using CommunityRealtime.Benchmarks.Hosting;
using Microsoft.AspNetCore.Http.Connections;

namespace CommunityRealtime.Benchmarks.Peers;

/// <summary>The same chat as a SignalR hub with its JSON protocol and its own defaults.</summary>
internal static class SignalRHost
{
    public static async Task<WebApplication> StartAsync(string signingKey, CancellationToken cancellationToken)
    {
        var builder = ServerBuilder.Create();
        builder.Services.AddSingleton<PeerMessages>();
        builder.Services.AddSignalR()
            .AddJsonProtocol(json => json.PayloadSerializerOptions.PropertyNamingPolicy = PeerMessages.Names);

        var app = builder.Build();
        app.UseTokenGate(signingKey);
        app.MapHub<ChatHub>("/chat", connection => connection.Transports = HttpTransportType.WebSockets);
        await app.StartAsync(cancellationToken);
        return app;
    }
}
