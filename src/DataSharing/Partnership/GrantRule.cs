using DataSharing.Identity;

namespace DataSharing.Partnership;

/// <summary>
/// Who may give partnership roles. Two different people, both administrators, neither of them the one who receives the role.
/// </summary>
/// <remarks>
/// The one exception: a founded partnership has a single administrator, who could never find a second. So while there is exactly one, the
/// person who is to become the second may confirm that themselves. INVARIANT: never again after that, because from two administrators on
/// there are always two (<see cref="LeavesTooFew"/>).
/// </remarks>
internal static class GrantRule
{
    public static DirectoryOutcome<GrantRecord>? Propose(PartnershipHead head, Caller caller, GrantRecord grant)
    {
        if (Is(grant.Actor, caller.Actor))
        {
            return Conflict(DirectoryConflict.SecondPersonNeeded);
        }

        return ActorName.TryPerson(grant.Actor) is var (tenant, person) && Administrators.IsBound(head, tenant, person)
            ? null
            : Conflict(DirectoryConflict.PersonNotBound);
    }

    public static DirectoryOutcome<GrantRecord>? Confirm(PartnershipHead head, Caller caller, GrantRecord grant)
    {
        if (grant.ConfirmedBy is not null)
        {
            return Conflict(DirectoryConflict.AlreadyConfirmed);
        }

        if (Is(grant.ProposedBy, caller.Actor))
        {
            return Conflict(DirectoryConflict.SecondPersonNeeded);
        }

        if (!Is(grant.Actor, caller.Actor))
        {
            return caller.Has(PartnershipRoles.Admin) ? null : new DirectoryOutcome<GrantRecord>.Forbidden();
        }

        var isFounding = Is(grant.Role, Administrators.Role) && Administrators.Of(head) is [var only] && Is(only, grant.ProposedBy);
        return isFounding ? null : Conflict(DirectoryConflict.SecondPersonNeeded);
    }

    /// <summary>Whether a change would leave fewer than two administrators where there were two, or none at all.</summary>
    public static bool LeavesTooFew(PartnershipHead before, PartnershipHead after) =>
        Administrators.Of(after).Count < Math.Min(2, Administrators.Of(before).Count);

    private static bool Is(string left, string right) => string.Equals(left, right, StringComparison.Ordinal);

    private static DirectoryOutcome<GrantRecord>.Conflict Conflict(DirectoryConflict reason) => new(reason);
}
