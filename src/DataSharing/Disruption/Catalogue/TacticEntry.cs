using System.Text.Json.Serialization;
using DataSharing.Identity;

namespace DataSharing.Disruption;

/// <summary>One tactic of the catalogue: what the law or practice allows, who may use it, against whom, for how long, and what stops it.</summary>
/// <remarks>Null means "not recorded": a missing date or limit is never guessed.</remarks>
public sealed record TacticEntry
{
    public required string Id { get; init; }

    public required string Title { get; init; }

    public required string Theme { get; init; }

    public required string Domain { get; init; }

    /// <summary><c>administrative</c>, <c>civil</c>, <c>criminal</c> or <c>voluntary</c>.</summary>
    public required string Route { get; init; }

    public required IReadOnlyList<LegalSource> LegalBasis { get; init; }

    public required IReadOnlyList<string> LeadAgencies { get; init; }

    public required string Applicant { get; init; }

    public required string DecisionMaker { get; init; }

    /// <summary>Kinds of target, <c>vehicle</c> and <c>online-account</c> among them, which have no records of their own here.</summary>
    public required IReadOnlyList<string> TargetKinds { get; init; }

    public required string StandardOfProof { get; init; }

    public LegalPeriod? MinDuration { get; init; }

    public LegalPeriod? TypicalDuration { get; init; }

    public LegalPeriod? MaxDuration { get; init; }

    /// <summary><c>total</c>: extensions count towards the maximum; <c>each-period</c>: each period on its own; null where there is no maximum.</summary>
    public string? DurationScope { get; init; }

    public required bool InterimAvailable { get; init; }

    public int? ReviewEveryDays { get; init; }

    public string? ReviewBasis { get; init; }

    public required BreachRule Breach { get; init; }

    public required IReadOnlyList<string> EvidenceChecklist { get; init; }

    public required bool RequiresPanelApproval { get; init; }

    public required AgeLimits AgeLimits { get; init; }

    public required AppealRule Appeal { get; init; }

    public required string StatusInLaw { get; init; }

    [JsonPropertyName("statusCode")]
    public required TacticStatus Status { get; init; }

    /// <summary>First day in force; null where not recorded.</summary>
    public DateOnly? InForceFrom { get; init; }

    /// <summary>First day no longer in force; null where not recorded.</summary>
    public DateOnly? InForceTo { get; init; }

    public required string Confidence { get; init; }

    public required string Source { get; init; }

    public required string Notes { get; init; }

    /// <summary><c>recall-only</c> (shown as unverified) or <c>text-or-commentary-read</c>.</summary>
    public required string Verification { get; init; }

    public string? PenaltyScope { get; init; }

    /// <summary>Whether it restricts or punishes its target; what protects or supports a child is not held by that child's own status.</summary>
    public required bool Enforcement { get; init; }

    public required IReadOnlyList<ClockRule> Clocks { get; init; }

    /// <summary>How long before its end a renewal is to be thought of.</summary>
    public required LegalPeriod RenewalWindow { get; init; }

    public ChildDrivenRule? ChildDriven { get; init; }

    [JsonIgnore]
    public bool IsVerified => !string.Equals(Verification, "recall-only", StringComparison.Ordinal);

    /// <summary>Whether the kind of record may be its target. Targets without records of their own are reached through who holds them.</summary>
    public bool Takes(SubjectKind kind) =>
        TargetKinds.Any(k => k is "vehicle" or "online-account")
        || TargetKinds.Contains(
            kind switch
            {
                SubjectKind.Person => "person",
                SubjectKind.Group => "group",
                SubjectKind.Business => "business",
                _ => "location",
            },
            StringComparer.Ordinal
        );
}

/// <param name="Act">Act of Parliament or instrument; null sections and years are not recorded.</param>
public sealed record LegalSource(string Act, int? Year, string? Section);

public sealed record BreachRule(bool Offence, string? MaxPenalty, bool PowerOfArrest);

/// <summary>Ages in whole years, both included, on the day of the act; null binds nobody.</summary>
public sealed record AgeLimits(int? Min, int? Max, string Note);

/// <param name="Route">Where to, in words; null where none is recorded.</param>
/// <param name="Effect"><c>suspends</c>, <c>continues</c> or <c>court-decides</c>; null where not recorded.</param>
/// <param name="Period">How long there is to appeal.</param>
/// <param name="WaitsForPeriod">Takes effect only when the time to appeal has passed, or the appeal is decided.</param>
/// <param name="ImmediateEffectPossible">The decision maker may state that it takes effect at once for public safety.</param>
/// <param name="Verification">Whether somebody checked this against the law.</param>
public sealed record AppealRule(
    string? Route,
    string? Effect,
    LegalPeriod? Period,
    bool WaitsForPeriod,
    bool ImmediateEffectPossible,
    string Verification
);

/// <summary>A time limit that runs from an event.</summary>
/// <param name="Code">Slug, unique within the tactic.</param>
/// <param name="Title">What is due.</param>
/// <param name="StartsOn">The state whose entry starts it, or the code of another clock whose end does.</param>
/// <param name="Amount">How many.</param>
/// <param name="Unit">Of what.</param>
/// <param name="Basis">The law.</param>
public sealed record ClockRule(string Code, string Title, string StartsOn, int Amount, PeriodUnit Unit, string Basis);

/// <summary>It ends when the protected child reaches an age.</summary>
public sealed record ChildDrivenRule(int EndsAtAge, int EndsAtAgeWithCareOrder);
