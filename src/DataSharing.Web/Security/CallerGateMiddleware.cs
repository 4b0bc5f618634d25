using DataSharing.Web.Api;
using DataSharing.Web.Edge;
using DataSharing.Web.Pages;

namespace DataSharing.Web.Security;

/// <summary>
/// Lets a request on to its endpoint when the caller is known, stands, and has the role. Authenticated denials are entries, committed before the
/// answer leaves; the others are counted.
/// </summary>
internal sealed class CallerGateMiddleware(
    RequestDelegate next,
    AccessDenials denials,
    IgnoredRoleClaims ignoredClaims,
    UnauthenticatedFailureCounter failures
)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (!CallerIdentificationMiddleware.NeedsCaller(context))
        {
            return next(context);
        }

        if (context.Features.Get<CallerFeature>() is not { } identified)
        {
            return ChallengeAsync(context);
        }

        return identified is { Caller: { } caller, ClaimsPartnershipRole: false } && RoleRequirement.AllMet(context, caller)
            ? next(context)
            : JudgeAsync(context, identified);
    }

    private async Task JudgeAsync(HttpContext context, CallerFeature identified)
    {
        if (identified.Caller is not { } caller)
        {
            await context.AnswerAsync(await denials.RefuseAsync(context, identified.Resolution));
            return;
        }

        if (identified.ClaimsPartnershipRole)
        {
            await ignoredClaims.NoteAsync(caller, context.RequestAborted);
        }

        if (RoleRequirement.AllMet(context, caller))
        {
            await next(context);
            return;
        }

        await context.AnswerAsync(await denials.ForbidAsync(context, caller));
    }

    private Task ChallengeAsync(HttpContext context)
    {
        if (PageMessages.AreFor(context))
        {
            return AskToSignInAsync(context);
        }

        if (context.Features.Get<UnidentifiedFeature>() is not { } unidentified)
        {
            // Without the issuer's keys nothing can be said of the token.
            return Problems.Unavailable(context).ExecuteAsync(context);
        }

        failures.Count(unidentified.Fault);
        // RFC 6750 section 3: no error code where no token was shown. Nor which rule a token broke: that helps only who forges them.
        context.Response.Headers.WWWAuthenticate =
            unidentified.Fault == AuthenticationFault.NoToken ? "Bearer" : "Bearer error=\"invalid_token\"";
        return Problems.Unauthenticated().ExecuteAsync(context);
    }

    private static Task AskToSignInAsync(HttpContext context)
    {
        var here = context.Request.Path + context.Request.QueryString;
        if (!HttpMethods.IsGet(context.Request.Method))
        {
            // Whoever sent the form is not known now, so it is not taken.
            return PageMessages.WriteAsync(context, PageMessage.SessionEnded(here));
        }

        context.Response.Redirect($"{SignIn.Path}?next={Uri.EscapeDataString(LocalPath.OrHome(here))}");
        return Task.CompletedTask;
    }
}
