using DataSharing.Identity;

namespace DataSharing.Partnership;

/// <summary>Who holds <c>partnership.admin</c>, and whether anybody who does can still act.</summary>
internal static class Administrators
{
    public const string Role = "partnership.admin";

    /// <summary>Everybody with the role, suspended or not: suspending people must not bring the founding's exception back.</summary>
    public static IReadOnlyList<string> Of(PartnershipHead head) =>
        [
            .. head
                .RoleGrants.Where(g => string.Equals(g.Role, Role, StringComparison.Ordinal))
                .Select(g => g.Actor)
                .Distinct(StringComparer.Ordinal),
        ];

    /// <summary>INVARIANT: after every change somebody can still administer; else nobody could ever undo it.</summary>
    public static bool CanAct(PartnershipHead head) =>
        Of(head)
            .Any(actor =>
                ActorName.TryPerson(actor) is var (tenant, person)
                && CallerResolver.Resolve(head, Bearer(tenant, person)) is CallerResolution.Resolved
            );

    /// <summary>Whether the directory would know this person, whatever roles their token had.</summary>
    public static bool IsBound(PartnershipHead head, string tenantId, string personId) =>
        CallerResolver.Resolve(head, Bearer(tenantId, personId))
            is CallerResolution.Resolved
                or CallerResolution.NoRole
                or CallerResolution.AgencySuspended
                or CallerResolution.ActorSuspended;

    private static TokenIdentity Bearer(string tenantId, string personId) => new(tenantId, "", personId, AgencyRoles.None, false);
}
