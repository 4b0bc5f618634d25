using DataSharing.Audit;
using DataSharing.Entities;
using DataSharing.Exchange;
using DataSharing.Partnership;
using DataSharing.Web.Pages.Parts;

namespace DataSharing.Web.Pages.Requests;

/// <summary>What the pages about one request share: reading it, and putting names to it.</summary>
public sealed class RequestReader(
    RequestService requests,
    SubjectDirectory subjects,
    PeopleDirectory people,
    DecisionViews views,
    AgencyNames agencies,
    TimeProvider time
)
{
    /// <summary>Null where it is not there, or not theirs to see now.</summary>
    public async ValueTask<ShownRequest?> ReadAsync(PlatformPage page, Guid id, StatedAccess access, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(page);
        ArgumentNullException.ThrowIfNull(access);
        if (
            await requests.ReadAsync(page.Caller, page.Head, id.ToString("D"), access, cancellationToken)
            is not ReadRequestOutcome.Found found
        )
        {
            return null;
        }

        var record = found.Record;
        // The entry of the read names the subject.
        var described = await subjects.DescribeAsync(page.Caller, page.Head, access.Purpose, [record.SubjectId], cancellationToken);
        var label = described.GetValueOrDefault(record.SubjectId);
        var names = await agencies.AllAsync(page.Head, cancellationToken);
        var actors = new[] { record.MadeBy, record.EndedBy }.OfType<string>();
        return new ShownRequest(
            found,
            label,
            label?.Name ?? Named(found) ?? UkText.Kind(record.SubjectKind),
            names.GetValueOrDefault(record.From, record.From.Value),
            names.GetValueOrDefault(record.To, record.To.Value),
            await people.NamesOfAsync(actors, cancellationToken),
            await views.TitlesAsync(page, cancellationToken),
            RequestWords.Of(record, time.GetUtcNow()),
            record.To == page.Caller.Agency
        );
    }

    // The asking agency said who it means.
    private static string? Named(ReadRequestOutcome.Found found) =>
        found.Particulars.TryGetValue(CategoryTexts.Identity, out var identity)
        && identity.ValueKind == System.Text.Json.JsonValueKind.Object
        && identity.TryGetProperty("name", out var name)
            ? name.GetString()
            : null;
}

public sealed record ShownRequest(
    ReadRequestOutcome.Found Found,
    SubjectLabel? Subject,
    string Who,
    string From,
    string To,
    IReadOnlyDictionary<string, string> People,
    IReadOnlyDictionary<string, string> Titles,
    RequestStanding Standing,
    bool IsReceived
)
{
    public RequestRecord Record => Found.Record;

    public bool MayEnd => IsReceived && Standing.IsOpen;

    public override string ToString() => $"ShownRequest({Found.Id})";
}
