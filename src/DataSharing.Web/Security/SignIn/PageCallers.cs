using DataSharing.Partnership;
using DataSharing.Storage;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Options;

namespace DataSharing.Web.Security;

/// <summary>Who a signed-in browser is at this request: the cookie's claims, and the directory as it stands now.</summary>
internal sealed class PageCallers(PartnershipHeadRow heads, IOptions<EntraOptions> entra)
{
    /// <summary>Null where nobody is signed in, or the tenant is no longer the partnership's.</summary>
    public async ValueTask<CallerFeature?> IdentifyAsync(HttpContext context)
    {
        var cookie = await context.AuthenticateAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        if (
            cookie is not { Succeeded: true, Principal: { } principal }
            || PageIdentity.TryFrom(principal, entra.Value.ClientId) is not { } identity
        )
        {
            return null;
        }

        var feature = Resolve(await HeadAsync(context.RequestAborted), identity);
        if (feature.Resolution is CallerResolution.UnknownTenant)
        {
            return null;
        }

        // The anti-forgery token is bound to it.
        context.User = principal;
        return feature;
    }

    public async ValueTask<ReadHead> HeadAsync(CancellationToken cancellationToken) =>
        await heads.FindAsync(cancellationToken) ?? throw new StoreUnavailableException("The partnership has not been founded yet.");

    public static CallerFeature Resolve(ReadHead head, TokenIdentity identity) =>
        new(CallerResolver.Resolve(head.Head, identity), head, identity.ClaimsPartnershipRole);
}
