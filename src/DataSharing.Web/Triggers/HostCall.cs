using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Http.Features;

namespace DataSharing.Web.Triggers;

/// <summary>
/// Tells a call that the Functions host makes of itself from one that it passes on for somebody outside. Both come from the same process to the same
/// port, so the request has to be one that the host builds and nobody outside can have built through it: exactly one path, and no header but the
/// host's own. What is passed on always carries <c>X-Forwarded-*</c>, and whatever else its sender wrote.
/// </summary>
/// <remarks>
/// Source: azure-functions-host, <c>DefaultHttpWorkerService</c> (plain payload: chunked JSON, two headers of its own, no query) and its
/// <c>IHttpForwarder</c> path (X-Forwarded-* set on every request). Trace headers may be there, because the host's HTTP client adds them.
/// </remarks>
internal static class HostCall
{
    private const string InvocationId = "X-Azure-Functions-InvocationId";
    private const string OwnPrefix = "X-Azure-Functions-";
    private const string Agent = "Azure-Functions-Host/";

    private static readonly HashSet<string> Allowed = new(StringComparer.OrdinalIgnoreCase)
    {
        "Host",
        "User-Agent",
        "Content-Type",
        "Transfer-Encoding",
        "traceparent",
        "tracestate",
        "baggage",
        "Request-Id",
        "Correlation-Context",
    };

    /// <summary>Null when only the host can have made it; else a code for why not.</summary>
    public static string? FaultOf(HttpContext context, string path)
    {
        var (request, connection) = (context.Request, context.Connection);
        var headers = request.Headers;
        // What came over the wire: the router decodes, drops dot segments and does not mind the case.
        if (!string.Equals(context.Features.Get<IHttpRequestFeature>()?.RawTarget, path, StringComparison.Ordinal))
        {
            return "path";
        }

        if (!HttpMethods.IsPost(request.Method))
        {
            return "method";
        }

        if (headers.Keys.Any(name => !Allowed.Contains(name) && !name.StartsWith(OwnPrefix, StringComparison.OrdinalIgnoreCase)))
        {
            return "header";
        }

        if (connection.RemoteIpAddress is not { } sender || !IPAddress.IsLoopback(sender))
        {
            return "sender";
        }

        if (headers.Host.Count != 1 || headers.Host[0] != string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{connection.LocalPort}"))
        {
            return "host";
        }

        if (headers.UserAgent.Count != 1 || headers.UserAgent[0]?.StartsWith(Agent, StringComparison.Ordinal) != true)
        {
            return "agent";
        }

        if (headers[InvocationId].Count != 1 || !Guid.TryParseExact(headers[InvocationId][0], "D", out _))
        {
            return "invocation";
        }

        return headers.TransferEncoding.ToString() == "chunked" && IsJson(headers.ContentType.ToString()) ? null : "body";
    }

    private static bool IsJson(string contentType) =>
        contentType is "application/json; charset=utf-8" or "application/json;charset=utf-8" or "application/json";
}
