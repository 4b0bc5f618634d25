using DataSharing.Audit;
using DataSharing.Identity;
using DataSharing.Partnership;
using DataSharing.Web.Pages;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;

namespace DataSharing.Web.Security;

/// <summary>Between a good id token and a session stands the directory: whoever it does not let in gets a page and no cookie.</summary>
internal sealed class SignInEvents(
    PageCallers callers,
    AccessDenials denials,
    PeopleDirectory people,
    UnauthenticatedFailureCounter failures,
    IOptions<EntraOptions> entra,
    TimeProvider time
)
{
    public const string Started = "session.started";
    public const string Ended = "session.ended";

    public async Task TokenValidatedAsync(TokenValidatedContext context)
    {
        var http = context.HttpContext;
        if (
            context is not { Principal: { } principal, Properties: { } properties }
            || PageIdentity.TryFrom(principal, entra.Value.ClientId) is not { } identity
        )
        {
            failures.Count(AuthenticationFault.Malformed);
            await RefuseAsync(context, PageMessage.SignInFailed);
            return;
        }

        var head = await callers.HeadAsync(http.RequestAborted);
        switch (PageCallers.Resolve(head, identity).Resolution)
        {
            case CallerResolution.Resolved { Caller: var caller }:
                // INVARIANT: no cookie before the entry is committed.
                await people.RememberAsync(
                    caller,
                    principal.FindFirst(PageIdentity.Name)?.Value ?? "",
                    Act(Started, caller),
                    http.RequestAborted
                );
                context.Principal = PageIdentity.Keep(principal);
                ConfigureSessionCookie.Begin(properties, time.GetUtcNow());
                break;
            case CallerResolution.UnknownTenant:
                failures.Count(AuthenticationFault.UnknownTenant);
                await RefuseAsync(context, PageMessage.UnknownOrganisation);
                break;
            case var refusal:
                await denials.RefuseAsync(http, refusal);
                await RefuseAsync(context, PageMessage.Of(refusal));
                break;
        }
    }

    public static async Task RemoteFailureAsync(RemoteFailureContext context)
    {
        await PageMessages.WriteAsync(context.HttpContext, PageMessage.SignInFailed);
        context.HandleResponse();
    }

    public static AuditAct Act(string act, Caller caller) => new() { Act = act, Caller = caller };

    private static async Task RefuseAsync(TokenValidatedContext context, PageMessage message)
    {
        await PageMessages.WriteAsync(context.HttpContext, message);
        context.HandleResponse();
    }
}
