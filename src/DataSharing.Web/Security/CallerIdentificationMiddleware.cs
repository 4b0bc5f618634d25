using DataSharing.Partnership;
using DataSharing.Storage;
using DataSharing.Web.Pages;
using Microsoft.AspNetCore.Authorization;

namespace DataSharing.Web.Security;

/// <summary>
/// Finds out who is asking and notes it; lets everybody through. What is refused, and how often anybody may ask, comes after:
/// <see cref="CallerGateMiddleware"/>. A page takes the session's cookie and nothing else, everything else takes a bearer token and nothing else: a
/// cookie that another site's page makes a browser send is worth nothing to the API. In place of UseAuthentication and UseAuthorization, which cost every request a handler and a principal.
/// </summary>
internal sealed class CallerIdentificationMiddleware(
    RequestDelegate next,
    TokenAuthenticator tokens,
    PageCallers pages,
    PartnershipHeadRow heads
)
{
    public Task InvokeAsync(HttpContext context) => NeedsCaller(context) ? IdentifyAsync(context) : next(context);

    /// <summary>Every endpoint does that does not say otherwise. What the router itself answers (404, 405, 415) says nothing of anybody.</summary>
    internal static bool NeedsCaller(HttpContext context) =>
        context.GetEndpoint() is RouteEndpoint endpoint && endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null;

    private async Task IdentifyAsync(HttpContext context)
    {
        if (PageMessages.AreFor(context))
        {
            if (await pages.IdentifyAsync(context) is { } signedIn)
            {
                context.Features.Set(signedIn);
            }

            await next(context);
            return;
        }

        switch (await tokens.AuthenticateAsync(context))
        {
            case TokenOutcome.Valid { Token: var token }:
                var head =
                    await heads.FindAsync(context.RequestAborted)
                    ?? throw new StoreUnavailableException("The partnership has not been founded yet.");
                var caller = token.Resolve(head);
                if (caller.Resolution is CallerResolution.UnknownTenant)
                {
                    context.Features.Set(UnidentifiedFeature.Of(AuthenticationFault.UnknownTenant));
                    break;
                }

                tokens.Remember(token);
                context.Features.Set(caller);
                break;
            case TokenOutcome.Invalid { Fault: var fault }:
                context.Features.Set(UnidentifiedFeature.Of(fault));
                break;
        }

        await next(context);
    }
}

/// <summary>Why nobody could be identified.</summary>
internal sealed class UnidentifiedFeature
{
    private static readonly UnidentifiedFeature[] All =
    [
        .. Enum.GetValues<AuthenticationFault>().Order().Select(fault => new UnidentifiedFeature(fault)),
    ];

    private UnidentifiedFeature(AuthenticationFault fault) => Fault = fault;

    public AuthenticationFault Fault { get; }

    public static UnidentifiedFeature Of(AuthenticationFault fault) => All[(int)fault];
}
