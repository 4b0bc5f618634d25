using Microsoft.Extensions.Primitives;

namespace DataSharing.Web.Edge;

/// <summary>
/// The headers that every answer carries. Data is never cached, framed, sniffed or scripted; there is no CORS, so other sites' pages cannot
/// read it. A page that needs more states its own Content-Security-Policy.
/// </summary>
public sealed class SecurityHeaders(bool strictTransport)
{
    /// <summary>Nothing may load, run, frame or submit: JSON needs none of it.</summary>
    public const string DataPolicy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    // Made once: a request then costs dictionary entries, no strings.
    private static readonly StringValues Policy = DataPolicy;
    private static readonly StringValues NoSniff = "nosniff";
    private static readonly StringValues NoReferrer = "no-referrer";
    private static readonly StringValues SameOrigin = "same-origin";
    private static readonly StringValues NoStore = "no-store";
    private static readonly StringValues NoFeatures =
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), microphone=(), payment=(), usb=()";
    private static readonly StringValues TwoYears = "max-age=63072000; includeSubDomains";

    public void Write(IHeaderDictionary headers)
    {
        ArgumentNullException.ThrowIfNull(headers);
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = NoSniff;
        headers["Referrer-Policy"] = NoReferrer;
        headers["Permissions-Policy"] = NoFeatures;
        headers["Cross-Origin-Opener-Policy"] = SameOrigin;
        headers["Cross-Origin-Resource-Policy"] = SameOrigin;
        headers.CacheControl = NoStore;
        if (strictTransport)
        {
            // Sent over plain HTTP too: behind a front end that ends TLS every request arrives plain, and browsers ignore it there (RFC 6797 8.1).
            headers.StrictTransportSecurity = TwoYears;
        }
    }
}
