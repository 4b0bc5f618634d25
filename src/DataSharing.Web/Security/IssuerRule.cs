using DataSharing.Partnership;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace DataSharing.Web.Security;

/// <summary>
/// A token's issuer is <c>{Instance}{tid}/v2.0</c>, to the letter, for the tenant that its own <c>tid</c> names. Which tenants may call is the
/// directory's to say; this rule makes sure that <c>tid</c> is true.
/// </summary>
/// <remarks>
/// Replaces Microsoft.Identity.Web's validator, which reads metadata by itself, over https only. Source: Microsoft identity platform, "Validate
/// the issuer" in "Secure applications and APIs by validating claims".
/// </remarks>
public sealed class IssuerRule(Uri instance)
{
    private readonly string prefix = instance.GetLeftPart(UriPartial.Authority) + "/";

    /// <exception cref="SecurityTokenInvalidIssuerException">Another issuer, or <c>tid</c> does not agree with it.</exception>
    public string Validate(string issuer, SecurityToken token, TokenValidationParameters parameters)
    {
        if (
            token is JsonWebToken jwt
            && jwt.TryGetPayloadValue<string>("tid", out var tenant)
            && EntraId.Normalise(tenant) is not null
            && string.Equals(issuer, $"{prefix}{tenant}/v2.0", StringComparison.Ordinal)
        )
        {
            return issuer;
        }

        // Says nothing of the token: exceptions reach logs.
        throw new SecurityTokenInvalidIssuerException("The issuer is not the one of the token's tenant.");
    }
}
