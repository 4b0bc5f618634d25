using DataSharing.Web.Security;
using Microsoft.Extensions.Options;

namespace DataSharing.Web.Edge;

/// <summary>
/// What a page may load: this host's own files, nothing inline. Forms may go to the identity provider too, because browsers hold the redirect
/// after signing out to <c>form-action</c>.
/// </summary>
internal sealed class PagePolicy(IOptions<EntraOptions> entra)
{
    private readonly string value =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
        + $"form-action 'self' {new Uri(entra.Value.Instance).GetLeftPart(UriPartial.Authority)}; frame-ancestors 'none'; base-uri 'none'";

    public static void Write(HttpContext context)
    {
        context.Response.Headers.ContentSecurityPolicy = context.RequestServices.GetRequiredService<PagePolicy>().value;
        // In the words that the anti-forgery service would put, or it warns with every form.
        context.Response.Headers.CacheControl = "no-cache, no-store";
    }
}
