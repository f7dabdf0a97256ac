namespace CommunityRealtime.Benchmarks.Hosting;

/// <summary>What all servers have in common: a free loopback port, and silence.</summary>
internal static class ServerBuilder
{
    public static WebApplicationBuilder Create()
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");

        // Only what went wrong, and there, where it is not taken for a result. That a fresh database has no table of migrations
        // yet is no error, though it is logged as one.
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Error)
            .AddFilter("Microsoft.EntityFrameworkCore.Database.Command", LogLevel.None)
            .AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        return builder;
    }
}
