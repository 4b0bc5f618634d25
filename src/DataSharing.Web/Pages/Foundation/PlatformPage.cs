using DataSharing.Audit;
using DataSharing.Identity;
using DataSharing.Partnership;
using DataSharing.Storage;
using DataSharing.Web.Api;
using DataSharing.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DataSharing.Web.Pages;

/// <summary>What every page has at hand: who asks, the directory as this request read it, and what they stated their reason to be.</summary>
public abstract class PlatformPage : PageModel
{
    public Caller Caller => HttpContext.GetCaller();

    public ReadHead Head => HttpContext.GetPartnershipHead();

    protected CancellationToken Stop => HttpContext.RequestAborted;

    /// <summary>The purpose and reason stated for this scope; null: return <see cref="AskAccess"/>.</summary>
    protected StatedAccess? Stated(string scope) => HttpContext.RequestServices.GetRequiredService<PageAccess>().For(HttpContext, scope);

    /// <summary>Asks for purpose and reason, then comes back to this page or to <paramref name="returnTo"/>.</summary>
    protected IActionResult AskAccess(string scope, string? returnTo = null) => PageAccess.Ask(HttpContext, scope, returnTo);

    /// <summary>The idempotency key that the form <c>&lt;once /&gt;</c> brought; null: return <see cref="Say"/>(<see cref="PageMessage.FormNotValid"/>).</summary>
    protected RetryKey? Once() => HttpContext.RequestServices.GetRequiredService<OnceKey>().Read(HttpContext);

    /// <summary>The version of a record that a form kept in a hidden field; null where it is none.</summary>
    protected static RowVersion? VersionOf(string? text) => IfMatch.TryParse($"\"{text}\"", out var match) ? match.Version : null;

    /// <summary>For what a handler sets before the page is shown: <c>get => field ?? throw NotOpened();</c></summary>
    protected static InvalidOperationException NotOpened() => new("The page is shown before it was opened.");

    /// <summary>Shows a message page in place of this one.</summary>
    protected static IActionResult Say(PageMessage message) => new MessageResult(message);

    /// <summary>A green notice at the top of the next page.</summary>
    protected void Notify(string text) => Notices.Leave(HttpContext, text);

    /// <summary>Refuses what the caller's roles, or their place, do not reach: recorded, and said.</summary>
    protected async Task<IActionResult> ForbidAsync() =>
        Say(PageMessage.Of(await HttpContext.RequestServices.GetRequiredService<AccessDenials>().ForbidAsync(HttpContext, Caller)));

    private sealed class MessageResult(PageMessage message) : ActionResult
    {
        public override Task ExecuteResultAsync(ActionContext context) => PageMessages.WriteAsync(context.HttpContext, message);
    }
}
