using DataSharing.Identity;
using DataSharing.Partnership;

namespace DataSharing.Panels;

/// <summary>A caller's place on a panel, as panel and directory say now.</summary>
public sealed record PanelSeat(PanelMember Member, bool HoldsChairGrant)
{
    /// <summary>The whole meeting, but for what is excluded; members by item see their items alone.</summary>
    public bool SeesAll => Member.Role != PanelRole.ByItem;

    /// <summary>Decides, approves, changes the panel.</summary>
    public bool MayChair => Member.Role is PanelRole.Chair or PanelRole.CoChair && HoldsChairGrant;

    /// <summary>Keeps agenda, attendance, actions and minutes.</summary>
    public bool MayKeep => MayChair || Member.Role == PanelRole.MinuteTaker;

    /// <summary>Null: no member, or without the role that their agency must have given them.</summary>
    public static PanelSeat? Of(Caller caller, PanelRecord panel)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(panel);
        var member = caller.Has(AgencyRoles.PanelMember)
            ? panel.Members.FirstOrDefault(m => m.Agency == caller.Agency && Is(m.Actor, caller.Actor))
            : null;
        return member is null ? null : new PanelSeat(member, caller.Has(PartnershipRoles.PanelChair));
    }

    /// <summary>Whether the directory has granted a person the chair's role.</summary>
    internal static bool IsChairGranted(PartnershipHead head, string actor) =>
        head.RoleGrants.Any(g => string.Equals(g.Role, "panel.chair", StringComparison.Ordinal) && Is(g.Actor, actor));

    internal static bool Is(string left, string right) => string.Equals(left, right, StringComparison.Ordinal);
}
