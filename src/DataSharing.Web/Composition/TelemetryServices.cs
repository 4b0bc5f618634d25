using Azure.Identity;
using Azure.Monitor.OpenTelemetry.Exporter;
using DataSharing.Web.Telemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace DataSharing.Web.Composition;

/// <summary>
/// Traces, metrics and logs, over OTLP where a collector is configured by OpenTelemetry's own name (<c>OTEL_EXPORTER_OTLP_ENDPOINT</c>), and to Azure
/// Monitor where Azure's own is set (<c>APPLICATIONINSIGHTS_CONNECTION_STRING</c>): without either, nothing listens and requests cost nothing more.
/// </summary>
internal static class TelemetryServices
{
    private const string CollectorKey = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string AzureMonitorKey = "APPLICATIONINSIGHTS_CONNECTION_STRING";

    // The same identity that the stores are met with.
    private const string IdentityKey = "Azure:ManagedIdentityClientId";

    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<PlatformTelemetry>();
        builder.Services.AddSingleton<AgreementWatch>();
        var configuration = builder.Configuration;
        var toCollector = !string.IsNullOrEmpty(configuration[CollectorKey]);
        var azure = AzureMonitor(configuration);
        if (!toCollector && azure is null)
        {
            return;
        }

        builder.Services.AddHostedService(provider => provider.GetRequiredService<AgreementWatch>());
        builder
            .Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("datasharing"))
            .WithTracing(traces =>
            {
                // The scrubber first: exporters see what it leaves.
                traces.AddSource(PlatformTelemetry.Name).AddAspNetCoreInstrumentation().AddProcessor<RequestSpanScrubber>();
                _ = toCollector ? traces.AddOtlpExporter() : traces;
                _ = azure is null ? traces : traces.AddAzureMonitorTraceExporter(azure);
            })
            .WithMetrics(metrics =>
            {
                metrics
                    .AddMeter(PlatformTelemetry.Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel")
                    .AddRuntimeInstrumentation();
                _ = toCollector ? metrics.AddOtlpExporter() : metrics;
                _ = azure is null ? metrics : metrics.AddAzureMonitorMetricExporter(azure);
            })
            .WithLogging(
                logs =>
                {
                    _ = toCollector ? logs.AddOtlpExporter() : logs;
                    _ = azure is null ? logs : logs.AddAzureMonitorLogExporter(azure);
                },
                // Scopes hold the request's path.
                options => (options.IncludeScopes, options.IncludeFormattedMessage) = (false, true)
            );
    }

    private static Action<AzureMonitorExporterOptions>? AzureMonitor(ConfigurationManager configuration) =>
        configuration[AzureMonitorKey] is not { Length: > 0 } connection
            ? null
            : options =>
            {
                options.ConnectionString = connection;
                // What cannot be sent is dropped: nothing of ours is written to the disk of a rented machine.
                options.DisableOfflineStorage = true;
                // A trace may be one that was not sampled (OTEL_TRACES_SAMPLER; five a second unless set); what went wrong is always told.
                options.EnableTraceBasedLogsSampler = false;
                // A second stream, to another address, that the scrubber's tests do not watch.
                options.EnableLiveMetrics = false;
                if (configuration[IdentityKey] is { Length: > 0 } client)
                {
                    options.Credential = new ManagedIdentityCredential(ManagedIdentityId.FromUserAssignedClientId(client));
                }
            };
}
