using System.Diagnostics;
using System.Net.Http.Headers;
using DataSharing.Web.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace DataSharing.Web.Tests.Telemetry;

public sealed class TelemetryTests
{
    private const string Secret = "JordanExample1999";

    [Fact]
    public async Task Export_Request_HoldsRouteAndStatus_AndNothingThatTheCallerTyped()
    {
        await using var collector = await FakeCollector.StartAsync();
        var platform = await RunningPlatform.StartAsync(
            [
                KeyValuePair.Create<string, string?>("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address.ToString()),
                KeyValuePair.Create<string, string?>("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
            ],
            map: Map
        );
        await using (platform)
        {
            await SendAsync(platform.Client, $"/api/test/things/{Secret}?name={Secret}");
            await SendAsync(platform.Client, $"/api/{Secret}/nowhere?name={Secret}");
            await SendAsync(platform.Client, $"/api/test/fault?name={Secret}");
            await FlushAsync(platform);
        }

        var (traces, metrics, logs) = (collector.Received("/v1/traces"), collector.Received("/v1/metrics"), collector.Received("/v1/logs"));
        Assert.Contains("GET /api/test/things/{id}", traces, StringComparison.Ordinal);
        Assert.Contains("http.response.status_code", traces, StringComparison.Ordinal);
        Assert.Contains("http.server.request.duration", metrics, StringComparison.Ordinal);
        Assert.Contains("datasharing.relay.lag", metrics, StringComparison.Ordinal);
        Assert.Contains("answered 500", logs, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, traces + metrics + logs, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Export_ToAzureMonitor_HoldsTheSame_AndNothingThatTheCallerTyped()
    {
        await using var monitor = await FakeCollector.StartAsync();
        var platform = await RunningPlatform.StartAsync(
            [
                KeyValuePair.Create<string, string?>(
                    "APPLICATIONINSIGHTS_CONNECTION_STRING",
                    $"InstrumentationKey=00000000-0000-4000-8000-000000000000;IngestionEndpoint={monitor.Address}"
                ),
                // Unless told, the exporter keeps five traces a second and drops others by chance.
                KeyValuePair.Create<string, string?>("OTEL_TRACES_SAMPLER", "microsoft.fixed_percentage"),
                KeyValuePair.Create<string, string?>("OTEL_TRACES_SAMPLER_ARG", "1.0"),
            ],
            map: Map
        );
        await using (platform)
        {
            await SendAsync(platform.Client, $"/api/test/things/{Secret}?name={Secret}");
            await SendAsync(platform.Client, $"/api/test/fault?name={Secret}");
            await FlushAsync(platform);
        }

        var sent = monitor.Received("/v2.1/track");
        Assert.Contains("GET /api/test/things/{id}", sent, StringComparison.Ordinal);
        Assert.Contains("datasharing.relay.lag", sent, StringComparison.Ordinal);
        Assert.Contains("answered 500", sent, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, sent, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Export_WithoutCollector_NothingListens()
    {
        await using var platform = await RunningPlatform.StartAsync();
        Assert.Null(platform.App.Services.GetService<TracerProvider>());
        Assert.Null(platform.App.Services.GetService<MeterProvider>());
    }

    [Fact]
    public void OnEnd_OtherSources_AreLeftAlone()
    {
        using var source = new ActivitySource(PlatformTelemetry.Name);
        using var listener = new ActivityListener
        {
            ShouldListenTo = s => ReferenceEquals(s, source),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
        };
        ActivitySource.AddActivityListener(listener);
        using var scrubber = new RequestSpanScrubber();
        using var activity = source.StartActivity("relay.sweep");
        Assert.NotNull(activity);
        activity.SetTag("entries", 3);
        scrubber.OnEnd(activity);
        Assert.Equal(3, activity.GetTagItem("entries"));
    }

    private static void Map(WebApplication app)
    {
        var test = app.MapGroup("/api/test").AllowAnonymous();
        test.MapGet("/things/{id}", (string id) => TypedResults.Ok(id.Length));
        test.MapGet("/fault", IResult () => throw new InvalidOperationException(Secret));
    }

    private static async Task FlushAsync(RunningPlatform platform)
    {
        // A request's span ends after its answer has arrived; once the server has stopped, each has ended.
        await platform.App.StopAsync();
        platform.App.Services.GetRequiredService<TracerProvider>().ForceFlush();
        platform.App.Services.GetRequiredService<MeterProvider>().ForceFlush();
        platform.App.Services.GetRequiredService<LoggerProvider>().ForceFlush();
    }

    private static async Task SendAsync(HttpClient client, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod("GET"), path);
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue(Secret, "1"));
        request.Headers.Host = $"{Secret}.example";
        request.Headers.Add("X-Forwarded-For", Secret);
        request.Headers.Add("Access-Reason", Secret);
        request.Headers.Add("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
        request.Headers.Add("tracestate", $"vendor={Secret}");
        request.Headers.Add("baggage", $"name={Secret}");
        using var response = await client.SendAsync(request);
    }
}
