using System.Globalization;
using DataSharing.Audit;
using DataSharing.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DataSharing.Web.Api;

/// <summary>The one thing that an officer asks by, read from the query.</summary>
internal sealed record AuditQuestion(string Kind, string Value)
{
    private static readonly string[] RecordKinds = ["disclosure", "request", "agency", "agreement", "binding", "role-grant", "actor"];

    public static (AuditQuestion? Question, ProblemHttpResult? Refused) Read(string? record, string? subject, string? day)
    {
        switch (record, subject, day)
        {
            case ({ } given, null, null):
                return IsRecord(given)
                    ? (new AuditQuestion("record", given), null)
                    : (
                        null,
                        Problems.InvalidQuery("record", "A record is kind:id, such as disclosure:1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed.")
                    );
            case (null, { } given, null):
                return Guid.TryParseExact(given, "D", out var id)
                    ? (new AuditQuestion("subject", id.ToString("D")), null)
                    : (null, Problems.InvalidQuery("subject", "The id of a subject."));
            case (null, null, { } given):
                return DateOnly.TryParseExact(given, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
                    ? (new AuditQuestion("day", given), null)
                    : (null, Problems.InvalidQuery("day", "A UTC day as yyyy-MM-dd."));
            default:
                return (null, Problems.InvalidQuery("record", "Give exactly one of record, subject or day."));
        }
    }

    public ValueTask<AuditPage> AskAsync(AuditQueries queries, Caller officer, AuditCursor? after, CancellationToken cancellationToken) =>
        Kind switch
        {
            "record" => queries.ByRecordAsync(officer, Value, after, cancellationToken),
            "subject" => queries.BySubjectAsync(officer, Value, after, cancellationToken),
            _ => queries.ByDayAsync(
                officer,
                DateOnly.ParseExact(Value, "yyyy-MM-dd", CultureInfo.InvariantCulture),
                after,
                cancellationToken
            ),
        };

    /// <summary>The officer's own act. A subject asked about is a subject of it, under its pseudonym; nothing else of a person is in the question.</summary>
    public AuditAct Act(Caller officer, int found)
    {
        var act = new AuditAct
        {
            Act = $"audit.read-by-{Kind}",
            Caller = officer,
            Details = new Dictionary<string, string>(StringComparer.Ordinal) { ["entries"] = found.ToString(CultureInfo.InvariantCulture) },
        };
        return Kind switch
        {
            // Not among the records: an officer who looks at a record's history would otherwise lengthen it.
            "record" => act with { Asked = Value },
            "subject" => act with { Asked = Value },
            _ => act with { Details = new Dictionary<string, string>(act.Details, StringComparer.Ordinal) { ["day"] = Value } },
        };
    }

    private static bool IsRecord(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon > 0
            && text.Length <= 200
            && RecordKinds.Contains(text[..colon], StringComparer.Ordinal)
            && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or ':' or '-');
    }
}
