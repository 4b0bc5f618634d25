using DataSharing.Web.Edge;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace DataSharing.Web.Pages;

/// <summary>Writes a <see cref="PageMessage"/> from anywhere in the pipeline, in the pages' own layout.</summary>
internal static class PageMessages
{
    private const string View = "~/Pages/Shared/Message.cshtml";

    /// <summary>Whether this request is a browser's for a page; anything else is answered with problem details.</summary>
    public static bool AreFor(HttpContext context) =>
        context.Request.Path.StartsWithSegments("/app", StringComparison.Ordinal)
        || context.Request.Path.StartsWithSegments("/signin", StringComparison.Ordinal);

    public static async Task WriteAsync(HttpContext context, PageMessage message)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(message);
        context.Response.StatusCode = message.Status;
        PagePolicy.Write(context);
        var services = context.RequestServices;
        var view = new ViewResult
        {
            ViewName = View,
            StatusCode = message.Status,
            ViewData = new ViewDataDictionary<PageMessage>(
                services.GetRequiredService<IModelMetadataProvider>(),
                new ModelStateDictionary()
            )
            {
                Model = message,
            },
        };
        var action = new ActionContext(context, context.GetRouteData(), new ActionDescriptor());
        await services.GetRequiredService<IActionResultExecutor<ViewResult>>().ExecuteAsync(action, view);
    }
}
