using System.Text.Json.Serialization;
using DataSharing.Identity;

namespace DataSharing.Disruption;

/// <summary>One step of the life. Words about it are in <see cref="DeploymentText.Notes"/> under <c>h:{number}</c>.</summary>
/// <param name="Number">From 1.</param>
/// <param name="From">Null for the proposal.</param>
/// <param name="To">The state entered.</param>
/// <param name="On">When it happened.</param>
/// <param name="RecordedAt">When it was recorded.</param>
/// <param name="By">The actor.</param>
/// <param name="Agency">The actor's agency.</param>
/// <param name="ReasonCode">Why, where a code was given.</param>
public sealed record HistoryLine(
    int Number,
    DeploymentState? From,
    DeploymentState To,
    DateOnly On,
    DateTimeOffset RecordedAt,
    string By,
    AgencyId Agency,
    string? ReasonCode
);

/// <summary>Something that happened without changing the state. Words are in <see cref="DeploymentText.Notes"/> under <c>e:{number}</c>.</summary>
public sealed record EventRecord(
    int Number,
    EventKind Kind,
    DateOnly On,
    DateTimeOffset RecordedAt,
    string By,
    AgencyId Agency,
    DateTimeOffset? HearingAt,
    DateTimeOffset? ExpiresAt,
    string? Outcome
);

/// <summary>A document; its name is in <see cref="DeploymentText.Notes"/> under <c>d:{number}</c>, its bytes sealed in a blob.</summary>
public sealed record DocumentRecord(
    int Number,
    string MediaType,
    int Bytes,
    string Sha256,
    string Blob,
    DateTimeOffset AddedAt,
    string AddedBy,
    AgencyId Agency
);

/// <summary>Something about a child that must be looked at by a second person before the tactic reaches that child.</summary>
/// <param name="Code"><c>child-nrm</c>, <c>child-section-45</c>, <c>child-abe</c> or <c>child-suspect</c>.</param>
/// <param name="SubjectId">The child.</param>
/// <param name="OpenedAt">When it was found.</param>
/// <param name="LiftedAt">When it was reviewed; null while it stands. Why is under <c>l:{code}</c>.</param>
/// <param name="LiftedBy">The actor who reviewed it.</param>
public sealed record HoldRecord(string Code, string SubjectId, DateTimeOffset OpenedAt, DateTimeOffset? LiftedAt, string? LiftedBy)
{
    [JsonIgnore]
    public bool IsOpen => LiftedAt is null;
}

/// <summary>Something that is due.</summary>
/// <param name="Code"><c>hearing</c>, <c>review</c>, <c>renewal</c>, <c>expiry</c>, <c>appeal-by</c>, <c>decide-by</c>, <c>tell-panel</c>, … or a clock of the tactic.</param>
/// <param name="At">The last moment, UTC.</param>
/// <param name="Counted">How it was counted; null where a person gave the date.</param>
public sealed record DueItem(string Code, DateTimeOffset At, Deadline? Counted);
