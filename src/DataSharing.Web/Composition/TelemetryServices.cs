using DataSharing.Web.Telemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace DataSharing.Web.Composition;

/// <summary>
/// Traces, metrics and logs over OTLP, only where a collector is configured by OpenTelemetry's own names (<c>OTEL_EXPORTER_OTLP_ENDPOINT</c>,
/// …): without one, nothing listens and requests cost nothing more.
/// </summary>
internal static class TelemetryServices
{
    private const string CollectorKey = "OTEL_EXPORTER_OTLP_ENDPOINT";

    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<PlatformTelemetry>();
        if (string.IsNullOrEmpty(builder.Configuration[CollectorKey]))
        {
            return;
        }

        builder
            .Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("datasharing"))
            .WithTracing(traces =>
                traces
                    .AddSource(PlatformTelemetry.Name)
                    .AddAspNetCoreInstrumentation()
                    .AddProcessor<RequestSpanScrubber>()
                    .AddOtlpExporter()
            )
            .WithMetrics(metrics =>
                metrics
                    .AddMeter(PlatformTelemetry.Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel")
                    .AddRuntimeInstrumentation()
                    .AddOtlpExporter()
            )
            .WithLogging(
                logs => logs.AddOtlpExporter(),
                // Scopes hold the request's path.
                options => (options.IncludeScopes, options.IncludeFormattedMessage) = (false, true)
            );
    }
}
