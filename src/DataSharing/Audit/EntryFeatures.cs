using DataSharing.Identity;

namespace DataSharing.Audit;

/// <summary>What a header says beyond its members, told alike by rows, filters and counts.</summary>
internal readonly record struct EntryFeatures(
    string Act,
    string? Effect,
    IReadOnlyList<string> DecisionReasons,
    IReadOnlyDictionary<string, string> Details,
    IReadOnlyList<AgencyId> Counterparts
)
{
    /// <summary>The detail of an act that rests on an emergency instead of a permission.</summary>
    public const string EmergencyDetail = "emergency";

    public bool IsEmergency => Details.ContainsKey(EmergencyDetail);

    /// <summary>Content went from the acting agency to another: a disclosure that nobody asked for, or the answer to a request.</summary>
    public bool HasLeft => Act is "disclosure.made" or "request.answered" && Effect == "permit" && Counterparts.Count > 0;

    /// <summary>
    /// Why something was refused, as codes: the reasons of a decision that denies, the ground on which a holder declined, why access was denied,
    /// and that a person was needed. None where nothing was refused.
    /// </summary>
    public IEnumerable<string> Grounds
    {
        get
        {
            var reasons = Effect == "deny" ? DecisionReasons : [];
            var further = Act switch
            {
                "request.refused" => Details.GetValueOrDefault("ground"),
                "access.denied" => Details.GetValueOrDefault("reason"),
                "disclosure.refused" => Details.GetValueOrDefault("outcome"),
                _ => null,
            };
            return (further is null || !Slug.IsValid(further) ? reasons : reasons.Append(further)).Distinct(StringComparer.Ordinal);
        }
    }

    /// <summary>The grounds, and why part of what was permitted was withheld.</summary>
    public IEnumerable<string> Reasons => DecisionReasons.Concat(Grounds).Distinct(StringComparer.Ordinal);

    /// <summary>The group of the act, with its dot: <c>subject.</c></summary>
    public string Group => GroupOf(Act);

    /// <summary>The group that an act, or a group, belongs to.</summary>
    public static string GroupOf(string act) => act.IndexOf('.', StringComparison.Ordinal) is var dot and >= 0 ? act[..(dot + 1)] : act;

    public static EntryFeatures Of(AuditEntry entry) =>
        new(entry.Act, entry.Decision?.Effect, entry.Decision?.Reasons ?? [], entry.Details, entry.Counterparts);
}
