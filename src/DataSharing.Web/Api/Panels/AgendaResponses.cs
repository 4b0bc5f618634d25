using System.Globalization;
using DataSharing.Disruption;
using DataSharing.Identity;
using DataSharing.Panels;

namespace DataSharing.Web.Api;

/// <param name="Id">The subject.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Name">Null where the reader may not see particulars.</param>
/// <param name="DateOfBirth">Likewise.</param>
/// <param name="UnderEighteen">Known to be a child.</param>
public sealed record ItemSubjectResponse(string Id, SubjectKind Kind, string? Name, DateOnly? DateOfBirth, bool UnderEighteen)
{
    internal static ItemSubjectResponse From(ItemSubjectView view) =>
        new(view.Id, view.Kind, view.Label?.Name, view.Label?.DateOfBirth, view.Label?.UnderEighteen ?? false);

    public override string ToString() => "ItemSubjectResponse(redacted)";
}

/// <summary>The tactic that an item is about.</summary>
public sealed record ItemDeploymentResponse(
    string Id,
    string Version,
    string Tactic,
    string Title,
    DeploymentState State,
    AgencyId Controller,
    string? Objective,
    string? ImpactOnChild,
    string? Proportionality
)
{
    internal static ItemDeploymentResponse From(DeploymentGlance glance) =>
        new(
            glance.Id,
            glance.Version.Value,
            glance.Record.Tactic.Id,
            glance.Record.Tactic.Title,
            glance.Record.State,
            glance.Record.Controller,
            glance.Objective,
            glance.ImpactOnChild,
            glance.Proportionality
        );

    public override string ToString() => $"ItemDeploymentResponse({Id})";
}

public sealed record ConflictResponse(AgencyId Agency, DateTimeOffset DeclaredAt)
{
    internal static ConflictResponse From(ConflictLine line) => new(line.Agency, line.DeclaredAt);
}

/// <param name="Agency">Who disagreed.</param>
/// <param name="Words">Why.</param>
/// <param name="Person">The member; null where only the agency was named.</param>
public sealed record DissentResponse(AgencyId Agency, string Words, string? Person)
{
    public override string ToString() => "DissentResponse(redacted)";
}

/// <param name="Verdict">What was decided.</param>
/// <param name="By">The chair.</param>
/// <param name="Agency">The chair's agency.</param>
/// <param name="At">When it was recorded.</param>
/// <param name="TookPart">Who was present and saw the item.</param>
/// <param name="Rationale">Why.</param>
/// <param name="Dissent">Who disagreed.</param>
public sealed record ItemDecisionResponse(
    ItemVerdict Verdict,
    string By,
    AgencyId Agency,
    DateTimeOffset At,
    IReadOnlyList<string> TookPart,
    string Rationale,
    IReadOnlyList<DissentResponse> Dissent
)
{
    public override string ToString() => $"ItemDecisionResponse({Verdict})";
}

/// <param name="Id">Its id.</param>
/// <param name="Version">For If-Match.</param>
/// <param name="Section">Where it stands.</param>
/// <param name="Title">What it is about.</param>
/// <param name="Note">What is to be said.</param>
/// <param name="Controller">The agency that put it there.</param>
/// <param name="Presenting">The agency that speaks to it.</param>
/// <param name="Subjects">Whom or what it is about.</param>
/// <param name="Deployment">The tactic it is about.</param>
/// <param name="Due">What of the tactic is due; null where the item was not prepared from what is due.</param>
/// <param name="OverdueAction">An overdue action of an earlier meeting, as meeting:action.</param>
/// <param name="Conflicts">Agencies that do not see it.</param>
/// <param name="Invited">Members by item who come for it.</param>
/// <param name="Restricted">For the restricted annex.</param>
/// <param name="PlannedMinutes">How long is planned for it.</param>
/// <param name="DecisionPending">A decision is on its way to the tactic.</param>
/// <param name="Decision">Null until decided.</param>
public sealed record AgendaItemResponse(
    string Id,
    string Version,
    AgendaSection Section,
    string Title,
    string? Note,
    AgencyId Controller,
    AgencyId? Presenting,
    IReadOnlyList<ItemSubjectResponse> Subjects,
    ItemDeploymentResponse? Deployment,
    string? Due,
    string? OverdueAction,
    IReadOnlyList<ConflictResponse> Conflicts,
    IReadOnlyList<string> Invited,
    bool Restricted,
    int? PlannedMinutes,
    bool DecisionPending,
    ItemDecisionResponse? Decision
)
{
    internal static AgendaItemResponse From(ItemView view)
    {
        var decision = view.Record.Decision;
        return new AgendaItemResponse(
            view.Id,
            view.Version.Value,
            view.Record.Section,
            view.Title,
            view.Note,
            view.Record.Controller,
            view.Record.Presenting,
            [.. view.Subjects.Select(ItemSubjectResponse.From)],
            view.Deployment is null ? null : ItemDeploymentResponse.From(view.Deployment),
            view.Record.DueCode,
            view.Record.OverdueAction,
            [.. view.Record.Conflicts.Select(ConflictResponse.From)],
            view.Record.Invited,
            view.Record.Restricted,
            view.Record.PlannedMinutes,
            view.Record.Pending is not null,
            decision is null
                ? null
                : new ItemDecisionResponse(
                    decision.Verdict,
                    decision.By,
                    decision.Agency,
                    decision.At,
                    decision.TookPart,
                    view.Rationale ?? "",
                    [.. view.Dissent.Select(d => new DissentResponse(d.Agency, d.Words, d.Actor))]
                )
        );
    }

    public override string ToString() => $"AgendaItemResponse({Id})";
}

public sealed record PreparedAgendaResponse(int Added);

public sealed record ActionStepResponse(
    ActionStatus Status,
    EscalationLevel Escalation,
    DateOnly On,
    string By,
    DateTimeOffset RecordedAt,
    string? Note
)
{
    public override string ToString() => $"ActionStepResponse({Status})";
}

public sealed record PanelActionResponse(
    string Id,
    string Version,
    string Meeting,
    string Panel,
    string? Item,
    string Words,
    AgencyId OwnerAgency,
    string Owner,
    DateOnly Due,
    bool Urgent,
    string? Deployment,
    ActionStatus Status,
    EscalationLevel Escalation,
    bool Overdue,
    IReadOnlyList<ActionStepResponse> Steps
)
{
    internal static PanelActionResponse From(ActionView view) =>
        new(
            view.Id,
            view.Version.Value,
            view.MeetingId,
            view.PanelId,
            view.Record.ItemId,
            view.Words,
            view.Record.OwnerAgency,
            view.Record.Owner,
            view.Record.Due,
            view.Record.Urgent,
            view.Record.DeploymentId,
            view.Record.Status,
            view.Record.Escalation,
            view.Overdue,
            [
                .. view.Record.Steps.Select(
                    (s, i) =>
                        new ActionStepResponse(
                            s.Status,
                            s.Escalation,
                            s.On,
                            s.By,
                            s.RecordedAt,
                            view.Notes.GetValueOrDefault(i.ToString(CultureInfo.InvariantCulture))
                        )
                ),
            ]
        );

    public override string ToString() => $"PanelActionResponse({Id})";
}
