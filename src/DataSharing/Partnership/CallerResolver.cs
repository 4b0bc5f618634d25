using DataSharing.Identity;

namespace DataSharing.Partnership;

/// <summary>
/// Token and head make a caller, or a closed refusal. Pure, so that its answer may be remembered for as long as both stay the same.
/// </summary>
/// <remarks>
/// INVARIANT: agency roles come from the token and count only inside the one agency that it is bound to; partnership roles come from the
/// head alone. A tenant's administrator can never reach past the own agency.
/// </remarks>
public static class CallerResolver
{
    public static CallerResolution Resolve(PartnershipHead head, TokenIdentity token)
    {
        ArgumentNullException.ThrowIfNull(head);
        ArgumentNullException.ThrowIfNull(token);
        if (Bound(head, token) is not { } agency)
        {
            var known = head.Bindings.Where(b => Same(b.TenantId, token.TenantId)).Select(b => b.Agency).Distinct().ToArray();
            return known.Length == 0 ? CallerResolution.UnknownTenant.Instance : new CallerResolution.UnknownClient(token.Actor, known);
        }

        var caller = new Caller(agency, token.TenantId, token.ClientId, token.PersonId, token.AgencyRoles, Granted(head, token.Actor));
        // An agency that has a binding but no standing is not whole: refused like a suspended one.
        if (head.Agencies.FirstOrDefault(a => a.Id == agency) is not { Suspended: false })
        {
            return new CallerResolution.AgencySuspended(caller);
        }

        if (head.SuspendedActors.Contains(token.Actor, StringComparer.Ordinal))
        {
            return new CallerResolution.ActorSuspended(caller);
        }

        return caller is { AgencyRoles: AgencyRoles.None, PartnershipRoles: PartnershipRoles.None }
            ? new CallerResolution.NoRole(caller)
            : new CallerResolution.Resolved(caller);
    }

    /// <summary>The agency of a token: an application by its own binding; a person by their own, else by their tenant's.</summary>
    private static AgencyId? Bound(PartnershipHead head, TokenIdentity token)
    {
        AgencyId? byTenant = null;
        foreach (var binding in head.Bindings)
        {
            if (!Same(binding.TenantId, token.TenantId))
            {
                continue;
            }

            switch (token.PersonId, binding.ClientId, binding.PersonId)
            {
                case (null, { } client, null) when Same(client, token.ClientId):
                case ({ } bearer, null, { } person) when Same(person, bearer):
                    return binding.Agency;
                case ({ }, null, null):
                    byTenant = binding.Agency;
                    break;
            }
        }

        return byTenant;
    }

    private static PartnershipRoles Granted(PartnershipHead head, string actor)
    {
        var roles = PartnershipRoles.None;
        foreach (var grant in head.RoleGrants)
        {
            if (Same(grant.Actor, actor))
            {
                roles |= RoleNames.Partnership.GetValueOrDefault(grant.Role);
            }
        }

        return roles;
    }

    private static bool Same(string left, string right) => string.Equals(left, right, StringComparison.Ordinal);
}
