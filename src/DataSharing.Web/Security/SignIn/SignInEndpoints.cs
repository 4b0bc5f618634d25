using DataSharing.Audit;
using DataSharing.Storage;
using DataSharing.Web.Pages;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;

namespace DataSharing.Web.Security;

/// <summary>The doors of signing in and out.</summary>
internal static class SignInEndpoints
{
    public static void MapSignIn(this IEndpointRouteBuilder app)
    {
        var signIn = app.MapGroup(SignIn.Path).AllowAnonymous().ExcludeFromDescription();
        signIn.MapGet("", BeginAsync);
        signIn.MapGet("/callback", HandleRemoteAsync);
        signIn.MapGet("/signed-out-callback", HandleRemoteAsync);
        signIn.MapGet("/signed-out", SignedOutAsync);
        signIn.MapPost("/out", SignOutAsync);
    }

    private static Task BeginAsync(string? next, HttpContext context) =>
        context.ChallengeAsync(
            OpenIdConnectDefaults.AuthenticationScheme,
            new AuthenticationProperties { RedirectUri = LocalPath.OrHome(next) }
        );

    // There is no UseAuthentication, which would ask the handler at every request whether this is its callback.
    private static async Task HandleRemoteAsync(HttpContext context)
    {
        var handlers = context.RequestServices.GetRequiredService<IAuthenticationHandlerProvider>();
        if (
            await handlers.GetHandlerAsync(context, OpenIdConnectDefaults.AuthenticationScheme) is not IAuthenticationRequestHandler handler
            || !await handler.HandleRequestAsync()
        )
        {
            await PageMessages.WriteAsync(context, PageMessage.SignInFailed);
        }
    }

    private static async Task SignOutAsync(HttpContext context, IAntiforgery antiforgery, PageCallers callers, Journal journal)
    {
        var session = await callers.IdentifyAsync(context);
        if (session is not null && !await antiforgery.IsRequestValidAsync(context))
        {
            // Somebody else's page sent it, or the form of an earlier session.
            await PageMessages.WriteAsync(context, PageMessage.FormNotValid);
            return;
        }

        if (session?.Caller is { } caller)
        {
            await journal.RecordAsync(Shards.Of(caller.Agency.Value), SignInEvents.Act(SignInEvents.Ended, caller), context.RequestAborted);
        }

        context.RequestServices.GetRequiredService<PageAccess>().Forget(context);
        await context.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        // What the browser kept to go back to, goes too.
        context.Response.Headers["Clear-Site-Data"] = "\"cache\"";
        await context.SignOutAsync(
            OpenIdConnectDefaults.AuthenticationScheme,
            new AuthenticationProperties { RedirectUri = SignIn.SignedOutPath }
        );
    }

    private static Task SignedOutAsync(HttpContext context) => PageMessages.WriteAsync(context, PageMessage.SignedOut);
}
