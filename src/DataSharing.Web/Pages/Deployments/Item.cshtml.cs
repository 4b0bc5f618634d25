using DataSharing.Disruption;
using DataSharing.Partnership;
using DataSharing.Web.Pages.Parts;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Deployments;

/// <summary>One deployment: where it stands, what comes next, what is due, the case for it, and everything that happened.</summary>
public sealed class ItemModel(
    DeploymentService deployments,
    DeploymentDocuments documents,
    PeopleDirectory people,
    AgencyNames agencies,
    TimeProvider time
) : DeploymentPage(deployments, people, agencies)
{
    public async Task<IActionResult> OnGetAsync(Guid id) => await OpenAsync(id) ?? Page();

    /// <summary>A document as it was added; downloaded, never shown inside the service.</summary>
    public async Task<IActionResult> OnGetDocumentAsync(Guid id, int number)
    {
        if (Stated(Scope(id)) is not { } access)
        {
            return AskAccess(Scope(id), Address(id));
        }

        return await documents.ReadDocumentAsync(Caller, Head, id.ToString("D"), number, access, Stop) is DocumentOutcome.Found found
            ? File(found.Content.ToArray(), found.Record.MediaType, $"document-{number}{Extension(found.Record.MediaType)}")
            : NotFound();
    }

    public bool IsOverdue(DueItem due)
    {
        ArgumentNullException.ThrowIfNull(due);
        return due.At < time.GetUtcNow();
    }

    /// <summary>The step that a person would take next; the others are in a list below it.</summary>
    public NextStep? Main => Deployment.Next.FirstOrDefault(n => !DeploymentWords.IsEnding(n.To));

    public IReadOnlyList<EventKind> EventsNow => [.. Enum.GetValues<EventKind>().Where(k => EventRules.MayHappen(k, Record.State))];

    /// <summary>Steps and events in one line of time, newest first.</summary>
    public IReadOnlyList<TimelineItem> History =>
        [
            .. Record
                .History.Select(h =>
                    (
                        h.On,
                        h.RecordedAt,
                        Item: new TimelineItem(
                            h.On.UkDate(),
                            h.From is null ? "Proposed" : DeploymentWords.State(h.To).Text,
                            Join(
                                h.ReasonCode is { } code ? UkText.Words(code) : null,
                                Deployment.Text.Notes.GetValueOrDefault($"h:{h.Number}")
                            ),
                            Who(h.By, h.Agency)
                        )
                    )
                )
                .Concat(
                    Record.Events.Select(e =>
                        (
                            e.On,
                            e.RecordedAt,
                            Item: new TimelineItem(
                                e.On.UkDate(),
                                DeploymentWords.Event(e.Kind),
                                Join(
                                    e.HearingAt is { } hearing ? $"Hearing on {hearing.UkDateTime()}" : null,
                                    e.Outcome is { } outcome ? UkText.Words(outcome) : null,
                                    Deployment.Text.Notes.GetValueOrDefault($"e:{e.Number}")
                                ),
                                Who(e.By, e.Agency)
                            )
                        )
                    )
                )
                .OrderByDescending(line => line.On)
                .ThenByDescending(line => line.RecordedAt)
                .Select(line => line.Item),
        ];

    private static string? Join(params string?[] parts) =>
        parts.OfType<string>().ToArray() is { Length: > 0 } said ? string.Join(". ", said.Select(s => s.TrimEnd('.'))) + "." : null;

    private static string Extension(string mediaType) =>
        mediaType switch
        {
            DocumentTypes.Pdf => ".pdf",
            DocumentTypes.Png => ".png",
            DocumentTypes.Jpeg => ".jpg",
            DocumentTypes.Docx => ".docx",
            _ => ".txt",
        };
}
