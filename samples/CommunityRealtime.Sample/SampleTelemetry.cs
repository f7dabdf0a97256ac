using CommunityRealtime.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace CommunityRealtime.Sample;

/// <summary>What the app tells of itself: figures for Prometheus at <c>/metrics</c>, figures and traces for a collector over OTLP.</summary>
internal static class SampleTelemetry
{
    /// <summary>Where OpenTelemetry itself looks for the address of a collector.</summary>
    private const string CollectorKey = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Whether <c>/metrics</c> is served. The figures name nobody, but an app on the internet need not show them to everybody.</summary>
    private const string PrometheusKey = "Telemetry:Prometheus";

    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        var toCollector = !string.IsNullOrEmpty(builder.Configuration[CollectorKey]);
        var forPrometheus = builder.Configuration.GetValue<bool>(PrometheusKey);
        if (!toCollector && !forPrometheus)
        {
            return;
        }

        var telemetry = builder.Services.AddOpenTelemetry().ConfigureResource(resource => resource.AddService("community-chat")).WithMetrics(metrics =>
        {
            metrics.AddMeter(CommunityChatDiagnostics.MeterName, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime");
            if (forPrometheus)
            {
                metrics.AddPrometheusExporter();
            }
        });
        if (toCollector)
        {
            telemetry.WithTracing(traces => traces.AddSource(CommunityChatDiagnostics.ActivitySourceName).AddAspNetCoreInstrumentation()).UseOtlpExporter();
        }
    }

    public static void MapTelemetry(this WebApplication app)
    {
        if (app.Configuration.GetValue<bool>(PrometheusKey))
        {
            app.MapPrometheusScrapingEndpoint();
        }
    }
}
