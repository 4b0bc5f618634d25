using DataSharing.Identity;

namespace DataSharing.Partnership;

/// <summary>
/// The one row read with every request: which agencies stand, who is bound to them, who holds partnership roles, and which agreements are in
/// force. A change acknowledged before a request began binds that request, because the request reads this row.
/// </summary>
public sealed record PartnershipHead
{
    public IReadOnlyList<AgencyStanding> Agencies { get; init; } = [];

    public IReadOnlyList<AgencyBinding> Bindings { get; init; } = [];

    public IReadOnlyList<RoleGrant> RoleGrants { get; init; } = [];

    /// <summary>Actors (<see cref="Caller.Actor"/>) whose access is withdrawn whatever their agency says.</summary>
    public IReadOnlyList<string> SuspendedActors { get; init; } = [];

    public IReadOnlyList<AgreementInForce> Agreements { get; init; } = [];
}

/// <param name="Id">The agency.</param>
/// <param name="Kind">Code such as <c>police</c>, <c>childrens-social-care</c>, <c>housing</c>; see the directory.</param>
/// <param name="Suspended">A suspended agency's callers are refused and nothing is shared with or by it.</param>
public sealed record AgencyStanding(AgencyId Id, string Kind, bool Suspended);

/// <summary>Binds a tenant, one application of it, or one person of it, to an agency: the allow-list of callers.</summary>
/// <param name="Id">Opaque id of the binding.</param>
/// <param name="Agency">The agency.</param>
/// <param name="TenantId">Entra tenant.</param>
/// <param name="ClientId">The application; required for systems. Null: people of the tenant.</param>
/// <param name="PersonId">One person (<c>oid</c>), for tenants that several agencies share; null otherwise.</param>
public sealed record AgencyBinding(string Id, AgencyId Agency, string TenantId, string? ClientId, string? PersonId);

/// <summary>A partnership role held by a person, granted by two people.</summary>
/// <param name="Id">Opaque id of the grant.</param>
/// <param name="Actor">The holder (<see cref="Caller.Actor"/>).</param>
/// <param name="Role">The role's word (<see cref="RoleNames.Partnership"/>).</param>
/// <param name="ProposedBy">First person.</param>
/// <param name="ConfirmedBy">Second person.</param>
public sealed record RoleGrant(string Id, string Actor, string Role, string ProposedBy, string ConfirmedBy);

/// <summary>An agreement version that decisions may rest on.</summary>
/// <param name="AgreementId">Slug of the agreement.</param>
/// <param name="Version">From 1.</param>
/// <param name="ContentHash">SHA-256 of the canonical document, lower-case hex: what the parties signed.</param>
/// <param name="ArtefactHash">SHA-256 of the compiled artefact, lower-case hex: what decisions cite.</param>
/// <param name="Suspended">A suspended agreement permits nothing.</param>
public sealed record AgreementInForce(string AgreementId, int Version, string ContentHash, string ArtefactHash, bool Suspended)
{
    /// <summary>When somebody ended it, from which moment on it has no effect; null where nobody did.</summary>
    public DateTimeOffset? EndsAt { get; init; }

    /// <summary>Parties that left it or will; in the order in which they said so.</summary>
    public IReadOnlyList<PartyWithdrawal> Withdrawals
    {
        get;
        init => field = value ?? [];
    } = [];
}

/// <summary>A party leaves an agreement that is in force.</summary>
/// <param name="Agency">The party.</param>
/// <param name="From">From when on; null: from the moment the head says so, whatever an instance's clock shows.</param>
public sealed record PartyWithdrawal(AgencyId Agency, DateTimeOffset? From);
