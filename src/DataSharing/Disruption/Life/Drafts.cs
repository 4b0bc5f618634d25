using DataSharing.Identity;

namespace DataSharing.Disruption;

/// <summary>A tactic proposed against subjects.</summary>
/// <param name="TacticId">Of the catalogue.</param>
/// <param name="Subjects">1 to 10 with their roles, at least one of them a target.</param>
/// <param name="Purpose">Why the agency does it; what other agencies see is decided for the purpose they state.</param>
/// <param name="Objective">What it is to achieve, in words.</param>
public sealed record DeploymentDraft(string TacticId, IReadOnlyList<SubjectInRole> Subjects, PurposeCode Purpose, string Objective)
{
    /// <summary>Day it was suggested; today where absent.</summary>
    public DateOnly? On { get; init; }

    public string? Owner { get; init; }

    public IReadOnlyList<AgencyId> ExcludedAgencies { get; init; } = [];

    public bool LegalClearanceAsked { get; init; }

    /// <summary>Id of the closed deployment that this one continues.</summary>
    public string? Follows { get; init; }

    public override string ToString() => $"DeploymentDraft({TacticId})";
}

public sealed record SubjectInRole(string Id, SubjectRole Role);

/// <summary>What to change; null leaves as it is.</summary>
public sealed record DeploymentEdit
{
    public string? Objective { get; init; }

    /// <summary>An actor of the partnership.</summary>
    public string? Owner { get; init; }

    public string? ImpactOnChild { get; init; }

    public string? Proportionality { get; init; }

    public IReadOnlyList<EvidenceTick>? Evidence { get; init; }

    public IReadOnlyList<TermDraft>? Terms { get; init; }

    /// <summary>The lawyer's words: the caller states that it is cleared.</summary>
    public string? LegalAdvice { get; init; }

    public bool? LegalClearanceAsked { get; init; }

    public IReadOnlyList<AgencyId>? ExcludedAgencies { get; init; }

    public override string ToString() => "DeploymentEdit(redacted)";
}

/// <param name="Index">Place in the checklist, from 0.</param>
public sealed record EvidenceTick(int Index, bool Done, bool SourceSensitive);

/// <param name="Places">Ids of places that the term speaks of.</param>
public sealed record TermDraft(TermKind Kind, string Text, IReadOnlyList<string> Places)
{
    public override string ToString() => $"TermDraft({Kind})";
}

/// <summary>A step to another state with the facts that its entry needs (docs/tactics.md); what the state does not need is left out.</summary>
public sealed record TransitionDraft(DeploymentState To)
{
    /// <summary>When it happened: day of application, order, end; today where absent.</summary>
    public DateOnly? On { get; init; }

    /// <summary>Words for the history.</summary>
    public string? Note { get; init; }

    /// <summary>Why it ended before effect; see <see cref="ReasonCodes"/>.</summary>
    public string? ReasonCode { get; init; }

    /// <summary>Reasons in words.</summary>
    public string? Reasons { get; init; }

    public string? Venue { get; init; }

    public DateTimeOffset? HearingAt { get; init; }

    public IReadOnlyList<TermDraft>? Terms { get; init; }

    public DateTimeOffset? StartsAt { get; init; }

    public DateTimeOffset? EndsAt { get; init; }

    public ServiceMethod? ServiceMethod { get; init; }

    public DateTimeOffset? ServedAt { get; init; }

    public string? ServedBy { get; init; }

    public string? Plan { get; init; }

    public DateTimeOffset? EffectiveFrom { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public bool UntilFurtherOrder { get; init; }

    public bool CareOrder { get; init; }

    /// <summary>The decision maker stated that it takes effect at once, appeal or not.</summary>
    public bool ImmediateEffect { get; init; }

    public string? AppealReference { get; init; }

    /// <summary>A court ordered the stay: needed where an appeal alone does not pause it.</summary>
    public bool StayedByCourt { get; init; }

    public DateOnly? DecideBy { get; init; }

    /// <summary>Which urgent power, and why the panel could not be waited for.</summary>
    public string? UrgentPower { get; init; }

    public EffectReview? Review { get; init; }

    public override string ToString() => $"TransitionDraft({To})";
}

/// <summary>An event to record.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="On">When; not in the future.</param>
public sealed record EventDraft(EventKind Kind, DateOnly On)
{
    /// <summary>Words about it.</summary>
    public string? Note { get; init; }

    /// <summary>The new date of a hearing.</summary>
    public DateTimeOffset? HearingAt { get; init; }

    /// <summary>The new end, with a variation.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The terms as varied.</summary>
    public IReadOnlyList<TermDraft>? Terms { get; init; }

    /// <summary>Of an appeal: <c>allowed</c>, <c>dismissed</c> or <c>withdrawn</c>.</summary>
    public string? Outcome { get; init; }

    public override string ToString() => $"EventDraft({Kind})";
}

/// <summary>What a panel decided of a deployment that waits for it.</summary>
/// <param name="PanelId">The panel.</param>
/// <param name="MeetingId">The meeting.</param>
/// <param name="ItemId">The agenda item.</param>
/// <param name="Verdict">What it decided.</param>
/// <param name="Rationale">Why, in words.</param>
/// <param name="Dissent">Who disagreed and why, in words; may be empty.</param>
/// <param name="DecidedBy">Actors who took part.</param>
/// <param name="On">Day of the meeting.</param>
public sealed record PanelDecision(
    string PanelId,
    string MeetingId,
    string ItemId,
    PanelVerdict Verdict,
    string Rationale,
    IReadOnlyList<string> Dissent,
    IReadOnlyList<string> DecidedBy,
    DateOnly On
)
{
    public override string ToString() => $"PanelDecision({Verdict})";
}

public enum PanelVerdict
{
    Authorise,
    Refuse,

    /// <summary>Back to scoping.</summary>
    Return,
}

/// <summary>Why something ended before it had effect.</summary>
public static class ReasonCodes
{
    public static IReadOnlyList<string> All { get; } =
    [
        "not-necessary",
        "not-proportionate",
        "would-harm-child",
        "insufficient-evidence",
        "other-route-chosen",
        "not-lawful",
        "no-longer-needed",
        "moved-away",
        "time-limit-passed",
        "other",
    ];
}
