using DataSharing.Audit;
using DataSharing.Disruption;
using DataSharing.Identity;
using DataSharing.Messaging;
using DataSharing.Partnership;
using DataSharing.Storage;

namespace DataSharing.Panels;

/// <summary>What the chair says was decided.</summary>
/// <param name="Verdict">Authorise, refuse or return of a tactic; agreed, not agreed, deferred or noted of anything else.</param>
/// <param name="Rationale">Why; 1 to 4,000 characters.</param>
/// <param name="Dissent">Who disagreed and why; minuted.</param>
/// <param name="DeploymentVersion">The tactic as the chair read it; needed where the item is about one.</param>
public sealed record ItemDecisionDraft(ItemVerdict Verdict, string Rationale, IReadOnlyList<Dissent> Dissent, RowVersion? DeploymentVersion)
{
    public override string ToString() => $"ItemDecisionDraft({Verdict})";
}

/// <summary>
/// The panel decides: the chair says what, members who disagree are minuted. Of a tactic the deployment's own commit is the decision; what the
/// chair said is kept on the item before, and confirmed after by this request and, should it die, by the deployment's event.
/// </summary>
public sealed class PanelDecisions(MeetingDesk desk, ItemConfirmations confirmations, DeploymentService deployments) : IEventConsumer
{
    private static readonly ItemVerdict[] OfTactics = [ItemVerdict.Authorise, ItemVerdict.Refuse, ItemVerdict.Return];

    private readonly ItemChanges changes = new(desk);

    public async ValueTask<DecideItemOutcome> DecideAsync(
        Caller caller,
        ReadHead head,
        ItemTarget target,
        ItemDecisionDraft draft,
        StatedAccess access,
        RetryKey retry,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(head);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(draft);
        ArgumentNullException.ThrowIfNull(access);
        ArgumentNullException.ThrowIfNull(retry);
        var route = $"meetings/{target.MeetingId}/items/{target.ItemId}/decision";
        var (id, _, made) = await desk.Creation.BeginAsync(caller, route, target.MeetingId, retry, cancellationToken);
        if (made is false)
        {
            return new DecideItemOutcome.Answered(new PanelOutcome<ItemView>.KeyReused());
        }

        var act = MeetingDesk.Act("agenda.item-decided", caller, access) with
        {
            Details = new Dictionary<string, string>(StringComparer.Ordinal) { ["verdict"] = $"{draft.Verdict}" },
        };
        var said = made is true
            ? await AgainAsync(caller, head, target, act, access.Purpose, cancellationToken)
            : await SayAsync(
                caller,
                head,
                target,
                draft,
                act,
                access.Purpose,
                await desk.Creation.RowAsync(id, retry, cancellationToken),
                cancellationToken
            );
        return said is PanelOutcome<ItemCommit>.Done { Value: var commit }
            ? await FinishAsync(caller, head, commit, draft, access.Purpose, retry, cancellationToken)
            : new DecideItemOutcome.Answered(said.Instead<ItemView>());
    }

    /// <summary>Confirms what the chair said, once the deployment says that it came about.</summary>
    public async ValueTask HandleAsync(EventEnvelope envelope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        if (
            string.Equals(envelope.Type, DeploymentChanges.PanelDecided, StringComparison.Ordinal)
            && envelope.Data.TryGetValue("meeting", out var meeting)
            && envelope.Data.TryGetValue("item", out var item)
            && envelope.Data.TryGetValue("verdict", out var verdict)
        )
        {
            await confirmations.ConfirmAsync(meeting, item, Enum.Parse<ItemVerdict>(verdict), cancellationToken);
        }
    }

    private async ValueTask<PanelOutcome<ItemCommit>> SayAsync(
        Caller caller,
        ReadHead head,
        ItemTarget target,
        ItemDecisionDraft draft,
        AuditAct act,
        PurposeCode purpose,
        RowWrite once,
        CancellationToken cancellationToken
    ) =>
        await changes.ReplaceAsync(
            act,
            caller,
            head,
            target,
            purpose,
            seat => seat.MayChair,
            (meeting, item) => Fault(meeting, item, draft),
            (meeting, item, text) =>
            {
                var said = new ItemDecision(draft.Verdict, caller.Actor, caller.Agency, desk.Now, TookPart(meeting, item));
                var words = text with { Rationale = draft.Rationale, Dissent = draft.Dissent };
                return MovesTactic(item.Record, draft)
                    ? (item.Record with { Pending = said }, words)
                    : (item.Record with { Decision = said, Pending = null }, words);
            },
            cancellationToken,
            once
        );

    private async ValueTask<DecideItemOutcome> FinishAsync(
        Caller caller,
        ReadHead head,
        ItemCommit commit,
        ItemDecisionDraft draft,
        PurposeCode purpose,
        RetryKey retry,
        CancellationToken cancellationToken
    )
    {
        if (commit.Record is not { Pending: { } said, DeploymentId: { } deploymentId } || draft.DeploymentVersion is not { } version)
        {
            return new DecideItemOutcome.Answered(await changes.ShowAsync(caller, head, commit, purpose, cancellationToken));
        }

        var decision = new PanelDecision(
            commit.Meeting.Panel.Id,
            commit.Meeting.Id,
            commit.Id,
            Enum.Parse<PanelVerdict>(said.Verdict.ToString()),
            draft.Rationale,
            [.. draft.Dissent.Select(d => $"{d.Agency}: {d.Words}")],
            said.TookPart,
            Entities.LondonCalendar.DateOf(commit.Meeting.Record.StartsAt)
        );
        // From here it is finished whatever the caller does: the item must not keep saying less than the deployment.
        var decided = await deployments.DecideByPanelAsync(caller, head, deploymentId, version, decision, retry, CancellationToken.None);
        if (decided is not DeploymentOutcome.Done done)
        {
            await confirmations.WithdrawAsync(commit.Meeting.Id, commit.Id, said, CancellationToken.None);
            return new DecideItemOutcome.Deployment(decided);
        }

        var item = await confirmations.ConfirmAsync(commit.Meeting.Id, commit.Id, said.Verdict, CancellationToken.None);
        var now = commit with { Record = item.Record, Version = item.Version, Receipt = done.Receipt };
        return new DecideItemOutcome.Answered(await changes.ShowAsync(caller, head, now, purpose, CancellationToken.None));
    }

    private async ValueTask<PanelOutcome<ItemCommit>> AgainAsync(
        Caller caller,
        ReadHead head,
        ItemTarget target,
        AuditAct act,
        PurposeCode purpose,
        CancellationToken cancellationToken
    )
    {
        var meeting = await desk.Files.FindMeetingAsync(caller, target.MeetingId, cancellationToken);
        var item = meeting is null ? null : await desk.FindItemAsync(caller, head, purpose, meeting, target.ItemId, cancellationToken);
        if (meeting is null || item is null)
        {
            return await desk.NotFoundAsync<ItemCommit>(act, target.MeetingId, target.ItemId, cancellationToken);
        }

        var entry = act with
        {
            Act = "agenda.item-decided-again",
            Records = [ItemChanges.AuditName(item.Id)],
            Subjects = MeetingDesk.SubjectsOf([item]),
        };
        var receipt = await desk.RecordAsync(meeting, entry, cancellationToken);
        return new PanelOutcome<ItemCommit>.Done(
            new ItemCommit(meeting, item.Id, item.Record, item.Version, receipt),
            item.Version,
            receipt
        );
    }

    private static bool MovesTactic(AgendaItemRecord item, ItemDecisionDraft draft) =>
        item.DeploymentId is not null && OfTactics.Contains(draft.Verdict);

    private static PanelRefusal? Fault(MeetingFile meeting, SeenItem item, ItemDecisionDraft draft)
    {
        if (item.Record.Decision is not null)
        {
            return ItemChanges.AlreadyDecided;
        }

        var fits =
            draft.Verdict is ItemVerdict.Deferred or ItemVerdict.Noted
            || OfTactics.Contains(draft.Verdict) == item.Record.DeploymentId is not null;
        if (!fits)
        {
            return new PanelRefusal(
                "verdict-of-item",
                "A tactic is authorised, refused or returned; anything else is agreed, not agreed, deferred or noted.",
                "/verdict"
            );
        }

        if (OfTactics.Contains(draft.Verdict) && draft.DeploymentVersion is null)
        {
            return new PanelRefusal("deployment-version-needed", "Send the version of the tactic that was read.", "/deploymentVersion");
        }

        var here = TookPart(meeting, item);
        if (!here.Contains(meeting.Seat.Member.Actor, StringComparer.Ordinal))
        {
            return new PanelRefusal("chair-not-present", "Attendance is recorded first, and the chair who decides is present.");
        }

        if (
            meeting.Panel.Record.Members.Where(m => here.Contains(m.Actor, StringComparer.Ordinal)).Select(m => m.Agency).Distinct().Count()
            < 2
        )
        {
            return new PanelRefusal("one-agency-alone", "At least two agencies take part in a decision.");
        }

        return
            draft.Dissent.All(d =>
                meeting.Panel.Record.Members.Any(m => m.Agency == d.Agency && (d.Actor is null || PanelSeat.Is(m.Actor, d.Actor)))
            ) && draft.Dissent.All(d => item.Record.Conflicts.All(c => c.Agency != d.Agency))
            ? null
            : new PanelRefusal("dissent-of-member", "Dissent is that of an agency on the panel that sees the item.", "/dissent");
    }

    /// <summary>Who was present, of those whom the item is not hidden from by a conflict of interest.</summary>
    private static IReadOnlyList<string> TookPart(MeetingFile meeting, SeenItem item) =>
        [
            .. meeting
                .Record.Attendance.Where(a => a.State == AttendanceState.Present && item.Record.Conflicts.All(c => c.Agency != a.Agency))
                .Where(a =>
                    meeting.Panel.Record.Members.FirstOrDefault(m => PanelSeat.Is(m.Actor, a.Actor)) is { } member
                    && (member.Role != PanelRole.ByItem || item.Record.Invited.Contains(a.Actor, StringComparer.Ordinal))
                )
                .Select(a => a.Actor),
        ];
}

/// <summary>What became of deciding an item.</summary>
public abstract record DecideItemOutcome
{
    private DecideItemOutcome() { }

    public sealed record Answered(PanelOutcome<ItemView> Outcome) : DecideItemOutcome;

    /// <summary>The deployment refused it or changed meanwhile; the item is not decided.</summary>
    public sealed record Deployment(DeploymentOutcome Outcome) : DecideItemOutcome;
}
