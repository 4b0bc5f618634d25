using System.Collections.Frozen;

namespace DataSharing.Partnership;

/// <summary>What an agency is, as agreements and particulars need to know it.</summary>
/// <param name="Code">The word in requests and in the head.</param>
/// <param name="Title">For people.</param>
/// <param name="IsHealthOrSocialCare">
/// Needs a Caldicott Guardian, a senior information risk owner and a Data Security and Protection Toolkit submission on record.
/// </param>
/// <remarks>
/// Sources: National Data Guardian, "Guidance about the appointment of Caldicott Guardians, their role and responsibilities" (27 August 2021),
/// under the Health and Social Care (National Data Guardian) Act 2018 s.1; NHS England, "Data Security and Protection Toolkit": any
/// organisation with access to NHS patient data and systems.
/// </remarks>
public sealed record AgencyKind(string Code, string Title, bool IsHealthOrSocialCare);

/// <summary>The kinds that the directory knows. A new kind is a release, because rules may rest on it.</summary>
public static class AgencyKinds
{
    /// <summary>The partnership's own office: it keeps the directory and shares nothing.</summary>
    public const string PartnershipOffice = "partnership-office";

    public static FrozenDictionary<string, AgencyKind> All { get; } =
        new AgencyKind[]
        {
            new(PartnershipOffice, "Partnership office", false),
            new("childrens-social-care", "Children's social care", true),
            new("adults-social-care", "Adults' social care", true),
            new("nhs-trust", "NHS trust or foundation trust", true),
            new("integrated-care-board", "Integrated care board", true),
            new("general-practice", "General practice", true),
            new("ambulance-service", "Ambulance service", true),
            new("health-provider", "Other provider of health or care", true),
            new("police", "Police force", false),
            new("national-crime-agency", "National Crime Agency or regional unit", false),
            new("probation", "Probation service", false),
            new("youth-justice", "Youth justice service", false),
            new("fire-and-rescue", "Fire and rescue service", false),
            new("local-authority", "Local authority, other services", false),
            new("community-safety", "Community safety", false),
            new("education", "School, college or education service", false),
            new("housing", "Housing authority or registered provider", false),
            new("licensing", "Licensing authority", false),
            new("trading-standards", "Trading standards", false),
            new("environmental-health", "Environmental health", false),
            new("labour-enforcement", "Labour market enforcement", false),
            new("immigration-enforcement", "Immigration enforcement", false),
            new("revenue-and-customs", "HM Revenue and Customs", false),
            new("voluntary-sector", "Voluntary or community organisation", false),
            new("other-public-body", "Other public body", false),
        }.ToFrozenDictionary(kind => kind.Code, StringComparer.Ordinal);
}
