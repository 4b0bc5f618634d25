using Microsoft.IdentityModel.Tokens;

namespace DataSharing.Web.Security;

/// <summary>A token counts from its <c>nbf</c> to its <c>exp</c> by our clock, give or take a minute for the issuer's.</summary>
public sealed class TokenLifetimeRule(TimeProvider time)
{
    public static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);

    public bool Validate(DateTime? notBefore, DateTime? expires, SecurityToken token, TokenValidationParameters parameters)
    {
        if (expires is not { } until)
        {
            return false;
        }

        var now = time.GetUtcNow().UtcDateTime;
        // The library raises no exception of its own for a rule like this one; this one tells the two causes apart.
        return until > now - ClockSkew
            ? notBefore is not { } from || from <= now + ClockSkew
            : throw new SecurityTokenExpiredException("The token has expired.") { Expires = until };
    }
}
