using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace DataSharing.Web.Pages;

/// <summary>
/// Refuses a form that is larger than its page takes, before the anti-forgery check reads it: that check would call it a form of another site.
/// </summary>
internal sealed class BodySizeFilter : IAuthorizationFilter, IOrderedFilter
{
    /// <summary>After a page's own size limit (900), before the anti-forgery check (1000).</summary>
    public int Order => 950;

    public void OnAuthorization(AuthorizationFilterContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var most = context.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize;
        if (context.HttpContext.Request.ContentLength > most)
        {
            context.Result = new StatusCodeResult(StatusCodes.Status413PayloadTooLarge);
        }
    }
}
