using System.Security.Claims;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;

namespace DataSharing.DevIdentity;

/// <summary>The claims of Entra's v2.0 access tokens, for a person and for a system.</summary>
/// <remarks>Source: Microsoft identity platform, "Access token claims reference". <c>idtyp</c> is an optional claim there; the demo asks for it.</remarks>
public static class EntraClaims
{
    public static IReadOnlyList<Claim> Of(DemoPerson person, string clientId)
    {
        ArgumentNullException.ThrowIfNull(person);
        return
        [
            .. Common(person.ObjectId, person.TenantId, clientId, person.Roles),
            new("name", person.Name),
            new("preferred_username", $"{person.Key}@example.invalid"),
            new("scp", "access_as_user"),
            new("azpacr", "0"),
        ];
    }

    public static IReadOnlyList<Claim> Of(DemoSystem system)
    {
        ArgumentNullException.ThrowIfNull(system);
        return [.. Common(system.ObjectId, system.TenantId, system.ClientId, system.Roles), new("idtyp", "app"), new("azpacr", "1")];
    }

    /// <summary>A JSON array even for one role, as Entra writes it; a plain claim would come out as a string.</summary>
    public static Claim Roles(IReadOnlyList<string> roles) => new("roles", JsonSerializer.Serialize(roles), JsonClaimValueTypes.JsonArray);

    private static Claim[] Common(string objectId, string tenantId, string clientId, IReadOnlyList<string> roles) =>
        [new("sub", objectId), new("oid", objectId), new("tid", tenantId), new("ver", "2.0"), new("azp", clientId), Roles(roles)];
}
