using System.Text.Json.Serialization;
using DataSharing.Identity;

namespace DataSharing.Agreements;

/// <summary>What becomes of one category of a decision under a draft.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SimulatedChangeKind>))]
public enum SimulatedChangeKind
{
    [JsonStringEnumMemberName("permit-to-refuse")]
    PermitToRefuse,

    [JsonStringEnumMemberName("refuse-to-permit")]
    RefuseToPermit,

    /// <summary>Permitted by both, on other terms: lawful basis, consent, release or a duty.</summary>
    [JsonStringEnumMemberName("other-terms")]
    OtherTerms,
}

/// <summary>One line of a simulation's result: what would change alike.</summary>
/// <param name="Kind">What.</param>
/// <param name="From">The agency that would disclose.</param>
/// <param name="To">The agency that would receive.</param>
/// <param name="Purpose">For what.</param>
/// <param name="SubjectKind">About what.</param>
/// <param name="Category">Which data.</param>
/// <param name="Mode"><c>existence</c> or <c>content</c>.</param>
/// <param name="FieldsTakenOut">Pointers of fields of the category that would now be taken out before it leaves, with commas.</param>
/// <param name="FieldsLetThrough">Pointers of fields that no longer would.</param>
public sealed record SimulatedChange(
    SimulatedChangeKind Kind,
    AgencyId From,
    AgencyId To,
    PurposeCode Purpose,
    SubjectKind SubjectKind,
    DataCategory Category,
    string Mode,
    string FieldsTakenOut,
    string FieldsLetThrough
);

/// <summary>The same with how often.</summary>
/// <param name="Change">What would change.</param>
/// <param name="Decisions">Of the decisions looked at.</param>
/// <param name="People">Different subjects among them.</param>
public sealed record SimulatedLine(SimulatedChange Change, int Decisions, int People);
