using DataSharing.Identity;

namespace DataSharing.Partnership;

/// <summary>What a validated access token says of its bearer. A claim, not yet a permission: the directory decides what it is worth.</summary>
/// <param name="TenantId">The <c>tid</c> claim, GUID text in lower case.</param>
/// <param name="ClientId">The <c>azp</c> claim: the application that the token was issued to, GUID text in lower case.</param>
/// <param name="PersonId">The <c>oid</c> claim of a person; null for a system.</param>
/// <param name="AgencyRoles">The role words of the token that mean something inside an agency.</param>
/// <param name="ClaimsPartnershipRole">The token carried a partnership role's word, which confers nothing and is worth an entry.</param>
public sealed record TokenIdentity(string TenantId, string ClientId, string? PersonId, AgencyRoles AgencyRoles, bool ClaimsPartnershipRole)
{
    /// <summary>
    /// Tells a person's token from a system's. A delegated token has a scope and a person; whatever else has no person behind it, whatever
    /// else it may claim (Entra puts an <c>oid</c> into app tokens too, the service principal's).
    /// </summary>
    /// <returns>Null when a claim that every v2.0 token has is missing or is not a GUID.</returns>
    /// <remarks>Source: Microsoft identity platform, "Access token claims reference": <c>idtyp</c>, <c>scp</c>, <c>azp</c>, <c>oid</c>, <c>tid</c>, <c>roles</c>.</remarks>
    public static TokenIdentity? TryFrom(TokenClaims claims)
    {
        ArgumentNullException.ThrowIfNull(claims);
        if (EntraId.Normalise(claims.TenantId) is not { } tenant || EntraId.Normalise(claims.ClientId) is not { } client)
        {
            return null;
        }

        var isSystem =
            string.Equals(claims.IdentityType, "app", StringComparison.Ordinal)
            || string.IsNullOrEmpty(claims.Scope)
            || string.IsNullOrEmpty(claims.ObjectId);
        var person = isSystem ? null : EntraId.Normalise(claims.ObjectId);
        if (!isSystem && person is null)
        {
            return null;
        }

        var roles = AgencyRoles.None;
        var claimsPartnershipRole = false;
        foreach (var word in claims.Roles)
        {
            roles |= RoleNames.Agency.GetValueOrDefault(word);
            claimsPartnershipRole |= RoleNames.Partnership.ContainsKey(word);
        }

        return new TokenIdentity(tenant, client, person, roles, claimsPartnershipRole);
    }

    /// <summary>The bearer's name in entries and in the directory (<see cref="Caller.Actor"/>).</summary>
    public string Actor { get; } = PersonId is null ? ActorName.OfClient(TenantId, ClientId) : ActorName.OfPerson(TenantId, PersonId);
}

/// <summary>The claims of an access token that count here, as they stand in it.</summary>
public sealed record TokenClaims(
    string? TenantId,
    string? ClientId,
    string? ObjectId,
    string? Scope,
    string? IdentityType,
    IReadOnlyList<string> Roles
);
