using DataSharing.Disruption;
using DataSharing.Entities;
using DataSharing.Identity;

namespace DataSharing.Web.Api;

/// <summary>A deployment as the caller may see it.</summary>
public sealed record DeploymentResponse(
    string Id,
    DeploymentState State,
    TacticSummary Tactic,
    PackReference Pack,
    AgencyId Controller,
    string ProposedBy,
    DateTimeOffset ProposedAt,
    PurposeCode Purpose,
    string? Owner,
    AgencyId? OwnerAgency,
    IReadOnlyList<AgencyId> ExcludedAgencies,
    IReadOnlyList<DeploymentSubjectResponse> Subjects,
    string? Objective,
    string? ImpactOnChild,
    string? Proportionality,
    IReadOnlyList<EvidenceItem> Evidence,
    bool LegalClearanceAsked,
    LegalClearance? LegalClearance,
    string? LegalAdvice,
    Authorisation? Authorisation,
    string? UrgentPower,
    bool PanelToBeTold,
    DeploymentDates Dates,
    string? Venue,
    string? ServedBy,
    string? Plan,
    string? AppealReference,
    IReadOnlyList<TermResponse> Terms,
    IReadOnlyList<HistoryResponse> History,
    IReadOnlyList<DeploymentEventResponse> Events,
    IReadOnlyList<DocumentResponse> Documents,
    IReadOnlyList<HoldResponse> Holds,
    IReadOnlyList<DueItem> Due,
    EffectReview? Review,
    string? Follows,
    bool MayAct,
    IReadOnlyList<NextStep> Next,
    IReadOnlyList<DeploymentWarning> Warnings
)
{
    public static DeploymentResponse Of(DeploymentView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        var (record, text) = (view.Record, view.Text);
        string? Note(string at) => text.Notes.GetValueOrDefault(at);
        return new DeploymentResponse(
            view.Id,
            record.State,
            TacticSummary.Of(record.Tactic, LondonCalendar.DateOf(record.ProposedAt)),
            record.Pack,
            record.Controller,
            record.ProposedBy,
            record.ProposedAt,
            record.Purpose,
            record.Owner,
            record.OwnerAgency,
            view.MayAct ? record.ExcludedAgencies : [],
            [.. record.Subjects.Select(s => DeploymentSubjectResponse.Of(s, view.Subjects.GetValueOrDefault(s.Id)))],
            text.Objective,
            text.ImpactOnChild,
            text.Proportionality,
            record.Evidence,
            record.LegalClearanceAsked,
            record.LegalClearance,
            text.LegalAdvice,
            record.Authorisation,
            text.UrgentPower,
            record.PanelToBeTold,
            record.Dates,
            text.Venue,
            text.ServedBy,
            text.Plan,
            text.AppealReference,
            [.. record.Terms.Select((t, i) => new TermResponse(t.Kind, i < text.Terms.Count ? text.Terms[i] : "", t.Places))],
            [
                .. record.History.Select(h => new HistoryResponse(
                    h.Number,
                    h.From,
                    h.To,
                    h.On,
                    h.RecordedAt,
                    h.By,
                    h.Agency,
                    h.ReasonCode,
                    Note($"h:{h.Number}")
                )),
            ],
            [
                .. record.Events.Select(e => new DeploymentEventResponse(
                    e.Number,
                    e.Kind,
                    e.On,
                    e.RecordedAt,
                    e.By,
                    e.Agency,
                    e.HearingAt,
                    e.ExpiresAt,
                    e.Outcome,
                    Note($"e:{e.Number}")
                )),
            ],
            [
                .. record.Documents.Select(d => new DocumentResponse(
                    d.Number,
                    Note($"d:{d.Number}") ?? "",
                    d.MediaType,
                    d.Bytes,
                    d.Sha256,
                    d.AddedAt,
                    d.AddedBy,
                    d.Agency
                )),
            ],
            [.. view.Holds.Select(h => new HoldResponse(h.Code, h.SubjectId, h.OpenedAt, h.LiftedAt, h.LiftedBy, Note($"l:{h.Code}")))],
            record.Due,
            text.Review,
            record.Follows,
            view.MayAct,
            view.Next,
            view.Warnings
        );
    }

    public override string ToString() => "DeploymentResponse(redacted)";
}

/// <param name="Id">The subject.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Role">target or protected.</param>
/// <param name="Name">Null where the caller may not see the particulars.</param>
/// <param name="DateOfBirth">Null where not recorded or not shown.</param>
/// <param name="UnderEighteen">Known to be under 18 today.</param>
public sealed record DeploymentSubjectResponse(
    string Id,
    SubjectKind Kind,
    SubjectRole Role,
    string? Name,
    DateOnly? DateOfBirth,
    bool UnderEighteen
)
{
    public static DeploymentSubjectResponse Of(DeploymentSubject subject, SubjectLabel? label)
    {
        ArgumentNullException.ThrowIfNull(subject);
        return new DeploymentSubjectResponse(
            subject.Id,
            subject.Kind,
            subject.Role,
            label?.Name,
            label?.DateOfBirth,
            label?.UnderEighteen == true
        );
    }

    public override string ToString() => "DeploymentSubjectResponse(redacted)";
}

public sealed record TermResponse(TermKind Kind, string Text, IReadOnlyList<string> Places)
{
    public override string ToString() => "TermResponse(redacted)";
}

public sealed record HistoryResponse(
    int Number,
    DeploymentState? From,
    DeploymentState To,
    DateOnly On,
    DateTimeOffset RecordedAt,
    string By,
    AgencyId Agency,
    string? ReasonCode,
    string? Note
)
{
    public override string ToString() => "HistoryResponse(redacted)";
}

public sealed record DeploymentEventResponse(
    int Number,
    EventKind Kind,
    DateOnly On,
    DateTimeOffset RecordedAt,
    string By,
    AgencyId Agency,
    DateTimeOffset? HearingAt,
    DateTimeOffset? ExpiresAt,
    string? Outcome,
    string? Note
)
{
    public override string ToString() => "DeploymentEventResponse(redacted)";
}

public sealed record DocumentResponse(
    int Number,
    string Name,
    string MediaType,
    int Bytes,
    string Sha256,
    DateTimeOffset AddedAt,
    string AddedBy,
    AgencyId Agency
)
{
    public override string ToString() => "DocumentResponse(redacted)";
}

public sealed record HoldResponse(
    string Code,
    string SubjectId,
    DateTimeOffset OpenedAt,
    DateTimeOffset? LiftedAt,
    string? LiftedBy,
    string? Reason
)
{
    public override string ToString() => "HoldResponse(redacted)";
}

/// <summary>A deployment on a board.</summary>
public sealed record BoardLineResponse(
    string Id,
    string Tactic,
    string Title,
    string Theme,
    DeploymentState State,
    AgencyId Controller,
    string? Owner,
    AgencyId? OwnerAgency,
    DateTimeOffset ProposedAt,
    IReadOnlyList<DeploymentSubjectResponse> Subjects,
    DueItem? NextDue,
    bool IsHeld
)
{
    public static BoardLineResponse Of(BoardLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return new BoardLineResponse(
            line.Id,
            line.TacticId,
            line.Title,
            line.Theme,
            line.State,
            line.Controller,
            line.Owner,
            line.OwnerAgency,
            line.ProposedAt,
            [.. line.Subjects.Select(s => DeploymentSubjectResponse.Of(s, line.Labels.GetValueOrDefault(s.Id)))],
            line.NextDue,
            line.IsHeld
        );
    }

    public override string ToString() => "BoardLineResponse(redacted)";
}

/// <param name="Deployment">What it belongs to.</param>
/// <param name="Code">What is due.</param>
/// <param name="At">The last moment.</param>
/// <param name="Counted">How it was counted; null where a person gave the date.</param>
/// <param name="IsOverdue">The moment has passed.</param>
public sealed record DueLineResponse(BoardLineResponse Deployment, string Code, DateTimeOffset At, Deadline? Counted, bool IsOverdue)
{
    public override string ToString() => "DueLineResponse(redacted)";
}
