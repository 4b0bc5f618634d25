using System.Security.Claims;
using DataSharing.Partnership;

namespace DataSharing.Web.Security;

/// <summary>What a signed-in browser's cookie says of its bearer: the claims that count and nothing else. The directory decides what they are worth.</summary>
internal static class PageIdentity
{
    public const string SessionId = "sid";
    public const string Name = "name";

    private const string Tenant = "tid";
    private const string Person = "oid";
    private const string Role = "roles";

    // An id token has no scope claim; whoever signed in through a browser is a person.
    private const string SignedIn = "openid";

    /// <summary>Null when a claim that every id token has is missing or is not a GUID.</summary>
    public static TokenIdentity? TryFrom(ClaimsPrincipal principal, string clientId) =>
        TokenIdentity.TryFrom(
            new TokenClaims(
                principal.FindFirst(Tenant)?.Value,
                clientId,
                principal.FindFirst(Person)?.Value,
                SignedIn,
                null,
                [.. principal.FindAll(Role).Select(claim => claim.Value)]
            )
        );

    /// <summary>The claims that go into the cookie. <c>sub</c> is new with each session, so that its forms are worth nothing in the next.</summary>
    public static ClaimsPrincipal Keep(ClaimsPrincipal principal)
    {
        var session = Guid.NewGuid().ToString("N");
        var kept = principal.Claims.Where(claim => claim.Type is Tenant or Person or Role or Name).Select(c => new Claim(c.Type, c.Value));
        return new ClaimsPrincipal(
            new ClaimsIdentity([.. kept, new Claim(SessionId, session), new Claim("sub", session)], "pages", Name, Role)
        );
    }
}
