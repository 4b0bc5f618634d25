using System.Diagnostics.CodeAnalysis;
using DataSharing.Identity;
using DataSharing.Panels;
using DataSharing.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DataSharing.Web.Api;

/// <summary>Turns bodies about panels into drafts, or says which field is wrong.</summary>
internal static class PanelInput
{
    public static bool TryRead(
        PanelBody body,
        [NotNullWhen(true)] out PanelDraft? draft,
        [NotNullWhen(false)] out ProblemHttpResult? refused
    )
    {
        refused =
            Line("/name", body.Name, 120)
            ?? (Slug.IsValid(body.Kind) ? null : Problems.InvalidField("/kind", "A code of lower-case letters, digits and hyphens."))
            ?? Words("/remit", body.Remit, 2_000)
            ?? (
                body.Members.Count is > 0 and <= PanelRecord.MaximumMembers
                    ? null
                    : Problems.InvalidField("/members", $"1 to {PanelRecord.MaximumMembers} members.")
            );
        draft = refused is null
            ? new PanelDraft(
                body.Name.Trim(),
                body.Kind,
                body.Remit,
                [.. body.Members.Select(m => new PanelMember(m.Agency, m.Person, m.Role))]
            )
            : null;
        return draft is not null;
    }

    public static bool TryRead(
        MeetingBody body,
        [NotNullWhen(true)] out MeetingDraft? draft,
        [NotNullWhen(false)] out ProblemHttpResult? refused
    )
    {
        refused = body.Place is null ? null : Line("/place", body.Place, 200);
        draft = refused is null ? new MeetingDraft(body.StartsAt, body.EndsAt, body.Place) : null;
        return draft is not null;
    }

    public static bool TryRead(
        AgendaItemBody body,
        [NotNullWhen(true)] out AgendaItemDraft? draft,
        [NotNullWhen(false)] out ProblemHttpResult? refused
    )
    {
        var (subjects, invited) = (body.Subjects ?? [], body.Invited ?? []);
        refused =
            Line("/title", body.Title, 200)
            ?? Words("/note", body.Note, 4_000)
            ?? (subjects.Count <= 10 ? null : Problems.InvalidField("/subjects", "At most 10 subjects."))
            ?? (invited.Count <= 20 ? null : Problems.InvalidField("/invited", "At most 20 people."))
            ?? (body.PlannedMinutes is null or >= 1 and <= 240 ? null : Problems.InvalidField("/plannedMinutes", "1 to 240 minutes."));
        draft = refused is null
            ? new AgendaItemDraft(body.Section, body.Title.Trim())
            {
                Note = body.Note,
                DeploymentId = body.Deployment?.ToString("D"),
                SubjectIds = [.. subjects.Distinct().Select(s => s.ToString("D"))],
                Presenting = body.Presenting,
                PlannedMinutes = body.PlannedMinutes,
                Invited = invited,
                Restricted = body.Restricted,
            }
            : null;
        return draft is not null;
    }

    public static bool TryRead(
        ItemDecisionBody body,
        [NotNullWhen(true)] out ItemDecisionDraft? draft,
        [NotNullWhen(false)] out ProblemHttpResult? refused
    )
    {
        var dissent = body.Dissent ?? [];
        refused =
            Words("/rationale", body.Rationale, 4_000, needed: true)
            ?? (dissent.Count <= 20 ? null : Problems.InvalidField("/dissent", "At most 20."))
            ?? dissent.Select((d, i) => Words($"/dissent/{i}/words", d.Words, 1_000, needed: true)).FirstOrDefault(f => f is not null)
            ?? (
                body.DeploymentVersion is null or { Length: > 0 and <= IfMatch.MaximumLength }
                    ? null
                    : Problems.InvalidField("/deploymentVersion", "The version of the tactic, as it was read.")
            );
        draft = refused is null
            ? new ItemDecisionDraft(
                body.Verdict,
                body.Rationale,
                [.. dissent.Select(d => new Dissent(d.Agency, d.Words, d.Person))],
                body.DeploymentVersion is { } version ? new RowVersion(version) : null
            )
            : null;
        return draft is not null;
    }

    public static ProblemHttpResult? Fault(ActionBody body) => Words("/words", body.Words, 1_000, needed: true);

    public static ProblemHttpResult? Fault(ActionChangeBody body) => Words("/note", body.Note, 2_000);

    public static ProblemHttpResult? Fault(MinutesBody body) =>
        Words("/general", body.General, 20_000, needed: true)
        ?? Words("/annex", body.Annex, 20_000)
        ?? (body.Items is null || body.Items.Count <= AgendaService.MaximumItems ? null : Problems.InvalidField("/items", "At most 200."))
        ?? (
            body.Items?.Select(i => i.Item).Distinct().Count() == body.Items?.Count
                ? null
                : Problems.InvalidField("/items", "Each item once.")
        )
        ?? body.Items?.Select((s, i) => Words($"/items/{i}/words", s.Words, 4_000, needed: true)).FirstOrDefault(f => f is not null);

    public static ProblemHttpResult? Fault(AttendanceBody body) =>
        body.Attendance.Count <= PanelRecord.MaximumMembers
            ? null
            : Problems.InvalidField("/attendance", $"At most {PanelRecord.MaximumMembers} people.");

    private static ProblemHttpResult? Line(string pointer, string text, int maximum) =>
        PlainText.IsLine(text, maximum)
            ? null
            : Problems.InvalidField(pointer, $"1 to {maximum} characters on one line, no control characters.");

    private static ProblemHttpResult? Words(string pointer, string? text, int maximum, bool needed = false) =>
        (text is null && !needed) || PlainText.IsText(text, maximum)
            ? null
            : Problems.InvalidField(pointer, $"1 to {maximum} characters, no control characters.");
}
