using System.Security.Claims;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace DataSharing.DevIdentity;

/// <summary>Writes access tokens of Entra's shape straight away, for scripts and for tests that need one that the protocol would not give.</summary>
public sealed class DevTokens(DevSigningKey key, DevAddress address, TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private readonly JsonWebTokenHandler writer = new() { SetDefaultTimesOnTokenCreation = false };

    /// <summary>A delegated token of a demo person.</summary>
    public string For(DemoPerson person)
    {
        ArgumentNullException.ThrowIfNull(person);
        return Write(EntraClaims.Of(person, DemoIdentities.ScriptClientId), person.TenantId, Lifetime, DemoIdentities.ApiClientId);
    }

    /// <summary>An app token of a demo system.</summary>
    public string For(DemoSystem system)
    {
        ArgumentNullException.ThrowIfNull(system);
        return Write(EntraClaims.Of(system), system.TenantId, Lifetime, DemoIdentities.ApiClientId);
    }

    /// <summary>A token with any claims.</summary>
    /// <param name="claims">Everything but <c>iss</c>, <c>aud</c> and the times.</param>
    /// <param name="issuingTenant">The tenant that <c>iss</c> names; a test may let it differ from <c>tid</c>.</param>
    /// <param name="lifetime">From now; negative for a token that has expired.</param>
    /// <param name="audience">The <c>aud</c> claim.</param>
    public string Write(IReadOnlyList<Claim> claims, string issuingTenant, TimeSpan lifetime, string audience)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var from = lifetime < TimeSpan.Zero ? now + lifetime - Lifetime : now;
        return writer.CreateToken(
            new SecurityTokenDescriptor
            {
                Subject = new ClaimsIdentity(claims),
                Issuer = address.IssuerOf(issuingTenant),
                Audience = audience,
                IssuedAt = from,
                NotBefore = from,
                Expires = now + lifetime,
                SigningCredentials = key.Current,
            }
        );
    }
}
