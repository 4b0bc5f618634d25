using System.Diagnostics;
using OpenTelemetry;

namespace DataSharing.Web.Telemetry;

/// <summary>
/// Leaves on the spans of requests what is on a list, and takes everything else off before they are exported: paths, queries, host and agent
/// headers hold what the caller typed. A list of what may stay, because the framework adds attributes with each release.
/// </summary>
public sealed class RequestSpanScrubber : BaseProcessor<Activity>
{
    private const string FrameworkSource = "Microsoft.AspNetCore";

    private static readonly HashSet<string> Kept = new(StringComparer.Ordinal)
    {
        "http.request.method",
        "http.response.status_code",
        "http.route",
        "error.type",
        "network.protocol.version",
        "url.scheme",
    };

    public override void OnEnd(Activity data)
    {
        if (!string.Equals(data.Source.Name, FrameworkSource, StringComparison.Ordinal))
        {
            return;
        }

        foreach (var name in data.TagObjects.Select(t => t.Key).Where(n => !Kept.Contains(n)).ToArray())
        {
            data.SetTag(name, null);
        }

        // A header of the caller's, word for word.
        data.TraceStateString = null;
        var method = data.GetTagItem("http.request.method") as string ?? "HTTP";
        data.DisplayName = data.GetTagItem("http.route") is string route ? $"{method} {route}" : method;
        // The description may be an exception's message.
        data.SetStatus(data.Status);
    }
}
