using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CommunityRealtime.Sample.Echo;

/// <summary>The echo exercise: a WebSocket that answers, and a count of who is connected.</summary>
internal static class EchoExtensions
{
    public static void AddEcho(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<EchoConnections>();
        services.AddSingleton<EchoEndpoint>();
    }

    public static void MapEcho(this IEndpointRouteBuilder endpoints)
    {
        var pipeline = endpoints.CreateApplicationBuilder().UseWebSockets();
        pipeline.Run(endpoints.ServiceProvider.GetRequiredService<EchoEndpoint>().HandleAsync);

        // No method is named: an HTTP/1.1 socket arrives as GET, an HTTP/2 one as CONNECT.
        endpoints.Map("/api/echo/ws", pipeline.Build());
        endpoints.MapGet("/api/echo/stats", (EchoConnections connections) => new EchoStats(connections.Active));
    }
}
