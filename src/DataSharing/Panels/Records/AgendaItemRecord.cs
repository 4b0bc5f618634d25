using System.Text.Json.Serialization;
using DataSharing.Identity;
using DataSharing.Storage;

namespace DataSharing.Panels;

/// <summary>The parts of an agenda, in their order.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AgendaSection>))]
public enum AgendaSection
{
    [JsonStringEnumMemberName("opening")]
    Opening,

    [JsonStringEnumMemberName("overdue-actions")]
    OverdueActions,

    [JsonStringEnumMemberName("new-nominations")]
    NewNominations,

    [JsonStringEnumMemberName("high-risk-reviews")]
    HighRiskReviews,

    [JsonStringEnumMemberName("people-of-concern")]
    PeopleOfConcern,

    [JsonStringEnumMemberName("peer-groups")]
    PeerGroups,

    [JsonStringEnumMemberName("locations-and-businesses")]
    LocationsAndBusinesses,

    [JsonStringEnumMemberName("tactics")]
    Tactics,

    [JsonStringEnumMemberName("missing-and-cross-border")]
    MissingAndCrossBorder,

    [JsonStringEnumMemberName("themes")]
    Themes,
}

[JsonConverter(typeof(JsonStringEnumConverter<ItemVerdict>))]
public enum ItemVerdict
{
    /// <summary>Of a tactic: use it.</summary>
    [JsonStringEnumMemberName("authorise")]
    Authorise,

    /// <summary>Of a tactic: do not use it.</summary>
    [JsonStringEnumMemberName("refuse")]
    Refuse,

    /// <summary>Of a tactic: back to scoping.</summary>
    [JsonStringEnumMemberName("return")]
    Return,

    [JsonStringEnumMemberName("agreed")]
    Agreed,

    [JsonStringEnumMemberName("not-agreed")]
    NotAgreed,

    [JsonStringEnumMemberName("deferred")]
    Deferred,

    [JsonStringEnumMemberName("noted")]
    Noted,
}

/// <param name="Id">The subject.</param>
/// <param name="Kind">Its kind.</param>
public sealed record ItemSubject(string Id, SubjectKind Kind);

/// <summary>An agency has a conflict of interest in an item: from then on its members do not see it.</summary>
/// <param name="Agency">Whose members it is hidden from.</param>
/// <param name="DeclaredBy">The actor who said so.</param>
/// <param name="DeclaredAt">When.</param>
public sealed record ConflictLine(AgencyId Agency, string DeclaredBy, DateTimeOffset DeclaredAt);

/// <param name="Verdict">What was decided.</param>
/// <param name="By">The chair who decided.</param>
/// <param name="Agency">The chair's agency.</param>
/// <param name="At">When it was recorded.</param>
/// <param name="TookPart">Actors who were present and see the item.</param>
public sealed record ItemDecision(ItemVerdict Verdict, string By, AgencyId Agency, DateTimeOffset At, IReadOnlyList<string> TookPart);

/// <summary>The <c>meeting:{id}:item:{item}</c> row.</summary>
public sealed record AgendaItemRecord
{
    internal static readonly RowFormat<AgendaItemRecord> Format = new(1, PanelsJson.Default.AgendaItemRecord);

    public required AgendaSection Section { get; init; }

    /// <summary>The agency that put it there; who else sees it is what this agency may share of a panel item.</summary>
    public required AgencyId Controller { get; init; }

    public required string AddedBy { get; init; }

    public required DateTimeOffset AddedAt { get; init; }

    public IReadOnlyList<ItemSubject> Subjects
    {
        get;
        init => field = value ?? [];
    } = [];

    /// <summary>The tactic that it is about; then its subjects are the deployment's.</summary>
    public string? DeploymentId { get; init; }

    /// <summary>What of the deployment is due; null where the item was not prepared from what is due.</summary>
    public string? DueCode { get; init; }

    /// <summary>An action of an earlier meeting that is overdue, as <c>meeting:action</c>.</summary>
    public string? OverdueAction { get; init; }

    public AgencyId? Presenting { get; init; }

    /// <summary>How long the panel plans to spend on it. A length and never a time of day: times would tell of items between that a member does not see.</summary>
    public int? PlannedMinutes { get; init; }

    public IReadOnlyList<ConflictLine> Conflicts
    {
        get;
        init => field = value ?? [];
    } = [];

    /// <summary>Members by item who come for this one.</summary>
    public IReadOnlyList<string> Invited
    {
        get;
        init => field = value ?? [];
    } = [];

    /// <summary>Goes into the restricted annex of the minutes: not for members by item.</summary>
    public bool Restricted { get; init; }

    /// <summary>Said by the chair, not yet confirmed by the deployment's own commit.</summary>
    public ItemDecision? Pending { get; init; }

    public ItemDecision? Decision { get; init; }

    /// <summary>Sealed <see cref="ItemText"/>.</summary>
    public required byte[] Text { get; init; }

    public static string RowKey(string meetingId, string itemId) => $"meeting:{meetingId}:item:{itemId}";

    public override string ToString() => $"AgendaItemRecord({Section})";
}

/// <summary>Somebody who disagreed, and why. The minutes keep it.</summary>
/// <param name="Agency">For whom they sit.</param>
/// <param name="Words">1 to 1,000 characters.</param>
/// <param name="Actor">The member; null where only the agency was named.</param>
public sealed record Dissent(AgencyId Agency, string Words, string? Actor = null)
{
    public override string ToString() => $"Dissent({Agency})";
}

internal sealed record ItemText
{
    public required string Title { get; init; }

    public string? Note { get; init; }

    public string? Rationale { get; init; }

    public IReadOnlyList<Dissent> Dissent
    {
        get;
        init => field = value ?? [];
    } = [];

    public override string ToString() => "ItemText(redacted)";
}
