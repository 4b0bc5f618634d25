namespace DataSharing.Identity;

/// <summary>Who is asking: an agency's person or system, as the directory knows them at this request.</summary>
/// <param name="Agency">The one agency that tenant, client or person is bound to.</param>
/// <param name="TenantId">Entra tenant (GUID text, lower case).</param>
/// <param name="ClientId">The application that the token was issued to (<c>azp</c>).</param>
/// <param name="PersonId">The person's object id in the tenant (<c>oid</c>); null for a system.</param>
/// <param name="AgencyRoles">Powers inside <paramref name="Agency"/>, from the token.</param>
/// <param name="PartnershipRoles">Powers across the partnership, from the directory.</param>
public sealed record Caller(
    AgencyId Agency,
    string TenantId,
    string ClientId,
    string? PersonId,
    AgencyRoles AgencyRoles,
    PartnershipRoles PartnershipRoles
)
{
    /// <summary>A stable, pseudonymous name for entries and limits: <c>person:tenant:oid</c> or <c>client:tenant:azp</c>.</summary>
    public string Actor { get; } = PersonId is null ? $"client:{TenantId}:{ClientId}" : $"person:{TenantId}:{PersonId}";

    public bool Has(AgencyRoles role) => (AgencyRoles & role) != 0;

    public bool Has(PartnershipRoles role) => (PartnershipRoles & role) != 0;
}
