using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DataSharing.Web.Tests.Triggers;

/// <summary>How an invocation ended, as the host sees it.</summary>
internal sealed record Invocation(bool Succeeded, HttpStatusCode Status, string Body);

/// <summary>
/// Plays the host's side of the custom handler contract, as read in its source (azure-functions-host, DefaultHttpWorkerService and
/// ScriptInvocationContextExtensions) and the Service Bus extension's: what it sends, and what it makes of the answer.
/// </summary>
internal sealed class FakeFunctionsHost(HttpClient handler)
{
    /// <summary>The subscription's limit; after so many failures the broker gives up on a message.</summary>
    public const int MaximumDeliveries = 10;

    /// <summary>A tick of the timer.</summary>
    public Task<Invocation> TickAsync() =>
        InvokeAsync("trigger-relay", "timer", """{"Schedule":{"AdjustForDST":true},"ScheduleStatus":null,"IsPastDue":false}""", []);

    /// <summary>One delivery of a message.</summary>
    public Task<Invocation> DeliverAsync(string text, int delivery = 1) =>
        // Text goes as JSON inside a JSON string.
        InvokeAsync(
            "trigger-events",
            "event",
            JsonSerializer.Serialize(JsonSerializer.Serialize(text)),
            new JsonObject
            {
                ["DeliveryCount"] = $"{delivery}",
                ["MessageId"] = "\"whatever\"",
                ["ApplicationProperties"] = new JsonObject { ["type"] = "\"probe.made\"" },
            }
        );

    /// <summary>Delivers as the broker does: again until it is taken, or dead-lettered. Null when it was dead-lettered.</summary>
    public async Task<int?> DeliverUntilTakenAsync(string text)
    {
        for (var delivery = 1; delivery <= MaximumDeliveries; delivery++)
        {
            if ((await DeliverAsync(text, delivery)).Succeeded)
            {
                return delivery;
            }
        }

        return null;
    }

    /// <summary>The request that the host builds, for tests that change something about it.</summary>
    public static HttpRequestMessage Request(string function, string body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"/{function}")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.TransferEncodingChunked = true;
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("Azure-Functions-Host", "4.1054.0"));
        request.Headers.Add("X-Azure-Functions-InvocationId", Guid.NewGuid().ToString("D"));
        request.Headers.Add("X-Azure-Functions-HostVersion", "4.1054.0");
        return request;
    }

    private async Task<Invocation> InvokeAsync(string function, string binding, string rawData, JsonObject metadata)
    {
        metadata["sys"] = new JsonObject
        {
            ["MethodName"] = function,
            ["UtcNow"] = "2026-11-23T08:00:00Z",
            ["RandGuid"] = Guid.NewGuid().ToString(),
        };
        using var request = Request(function, $$"""{"Data":{"{{binding}}":{{rawData}}},"Metadata":{{metadata.ToJsonString()}}}""");
        using var response = await handler.SendAsync(request);
        var body = await response.Content.ReadAsStringAsync();
        return new Invocation(response.IsSuccessStatusCode && IsAnswer(body), response.StatusCode, body);
    }

    // A success without a JSON object would leave the host waiting until functionTimeout, and then it kills the handler.
    private static bool IsAnswer(string body)
    {
        using var answer = JsonDocument.Parse(body);
        return answer.RootElement.ValueKind == JsonValueKind.Object
            && answer.RootElement.TryGetProperty("Outputs", out var outputs)
            && outputs.ValueKind == JsonValueKind.Object
            && answer.RootElement.GetProperty("Logs").EnumerateArray().All(line => line.ValueKind == JsonValueKind.String);
    }
}
