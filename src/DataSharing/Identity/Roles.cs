namespace DataSharing.Identity;

/// <summary>Roles that a token may carry. They confer power only inside the caller's own agency, whose tenant administrator hands them out.</summary>
[Flags]
public enum AgencyRoles
{
    None = 0,

    /// <summary><c>agency.system</c>: a system acting for the agency.</summary>
    System = 1,

    /// <summary><c>practitioner</c></summary>
    Practitioner = 2,

    /// <summary><c>panel.member</c></summary>
    PanelMember = 4,

    /// <summary><c>ig.officer</c>: reads the audit of the own agency.</summary>
    IgOfficer = 8,

    /// <summary><c>agency.admin</c>: signs agreements and keeps the agency's own particulars.</summary>
    AgencyAdmin = 16,
}

/// <summary>Roles across the partnership: rows of the directory, each granted by two people. The same word in a token confers nothing.</summary>
[Flags]
public enum PartnershipRoles
{
    None = 0,

    /// <summary><c>partnership.admin</c></summary>
    Admin = 1,

    /// <summary><c>partnership.ig</c></summary>
    Ig = 2,

    /// <summary><c>panel.chair</c></summary>
    PanelChair = 4,

    /// <summary><c>witness</c></summary>
    Witness = 8,
}

/// <summary>The words for roles in tokens, requests and entries.</summary>
public static class RoleNames
{
    public static IReadOnlyDictionary<string, AgencyRoles> Agency { get; } =
        new Dictionary<string, AgencyRoles>(StringComparer.Ordinal)
        {
            ["agency.system"] = AgencyRoles.System,
            ["practitioner"] = AgencyRoles.Practitioner,
            ["panel.member"] = AgencyRoles.PanelMember,
            ["ig.officer"] = AgencyRoles.IgOfficer,
            ["agency.admin"] = AgencyRoles.AgencyAdmin,
        };

    public static IReadOnlyDictionary<string, PartnershipRoles> Partnership { get; } =
        new Dictionary<string, PartnershipRoles>(StringComparer.Ordinal)
        {
            ["partnership.admin"] = PartnershipRoles.Admin,
            ["partnership.ig"] = PartnershipRoles.Ig,
            ["panel.chair"] = PartnershipRoles.PanelChair,
            ["witness"] = PartnershipRoles.Witness,
        };
}
