using System.Globalization;
using System.Text.Json;
using DataSharing.Audit;
using DataSharing.Identity;
using DataSharing.Storage;
using DataSharing.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DataSharing.Web.Api;

/// <summary>An agency's IG officer asks who did what. Every answer is an act of its own: officers leave entries too.</summary>
public static class AuditEndpoints
{
    public static IEndpointRouteBuilder MapAudit(this IEndpointRouteBuilder api)
    {
        var audit = api.MapGroup("/audit/entries").WithTags("Audit").RequireAgencyRole(AgencyRoles.IgOfficer);
        audit
            .MapGet("", ListAsync)
            .WithName("listAuditEntries")
            .WithSummary("Entries by record, by subject or by day, oldest first; says up to when they are complete.")
            .WithProblems(ProblemTypes.InvalidQuery, ProblemTypes.InvalidCursor)
            .WithAuditReceipt();
        audit
            .MapGet("/{index:long:min(0)}", FindAsync)
            .WithName("getAuditEntry")
            .WithSummary("One entry by its index in the log.")
            .WithProblems(ProblemTypes.NotFound)
            .WithAuditReceipt();
        return api;
    }

    private static async Task<Results<Ok<AuditListResponse>, ProblemHttpResult>> ListAsync(
        string? record,
        string? subject,
        string? day,
        string? cursor,
        AuditQueries queries,
        Journal journal,
        CursorProtector cursors,
        HttpContext context
    )
    {
        var officer = context.GetCaller();
        var (question, refused) = AuditQuestion.Read(record, subject, day);
        if (question is null)
        {
            return refused ?? Problems.InvalidQuery("record", "Give one of record, subject or day.");
        }

        var scope = new CursorScope(officer.Actor, null, $"audit/entries?{question.Kind}={question.Value}");
        AuditCursor? after = null;
        if (cursor is not null)
        {
            var opened = await cursors.OpenAsync(cursor, scope, context.RequestAborted);
            after = opened is null ? null : JsonSerializer.Deserialize<AuditCursor>(opened, PlatformJson.Options);
            if (after is null)
            {
                return Problems.InvalidCursor();
            }
        }

        var page = await question.AskAsync(queries, officer, after, context.RequestAborted);
        var act = question.Act(officer, page.Entries.Count);
        // INVARIANT: the officer's own look is in the log before the answer leaves.
        context.Response.SetAuditReceipt(await journal.RecordAsync(Shards.Of(officer.Agency.Value), act, context.RequestAborted));
        var next = page.Next is null
            ? null
            : await cursors.ProtectAsync(JsonSerializer.Serialize(page.Next, PlatformJson.Options), scope, context.RequestAborted);
        return TypedResults.Ok(new AuditListResponse([.. page.Entries.Select(AuditEntryResponse.From)], page.CompleteTo, next));
    }

    private static async Task<Results<Ok<AuditEntryResponse>, ProblemHttpResult>> FindAsync(
        long index,
        AuditQueries queries,
        Journal journal,
        HttpContext context
    )
    {
        var officer = context.GetCaller();
        var found = await queries.FindAsync(officer, index, context.RequestAborted);
        var act = new AuditAct
        {
            Act = "audit.entry-read",
            Caller = officer,
            Details = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["index"] = index.ToString(CultureInfo.InvariantCulture),
                ["found"] = found is null ? "no" : "yes",
            },
        };
        context.Response.SetAuditReceipt(await journal.RecordAsync(Shards.Of(officer.Agency.Value), act, context.RequestAborted));
        return found is null ? Problems.NotFound() : TypedResults.Ok(AuditEntryResponse.From(found));
    }
}

/// <param name="Items">Oldest first, at most 100.</param>
/// <param name="CompleteTo">Everything committed before this moment is included.</param>
/// <param name="Next">Cursor of the next page; null at the end.</param>
public sealed record AuditListResponse(IReadOnlyList<AuditEntryResponse> Items, DateTimeOffset CompleteTo, string? Next);

/// <param name="Index">Its place in the log.</param>
/// <param name="Id">Its id.</param>
/// <param name="Time">When it was committed.</param>
/// <param name="Act">What was done.</param>
/// <param name="Agency">Whose act it was.</param>
/// <param name="Actor">Who acted: person or client, by ids.</param>
/// <param name="Purpose">The stated purpose.</param>
/// <param name="Decision">The decision it rested on.</param>
/// <param name="Records">The records concerned.</param>
/// <param name="Counterparts">Other agencies it touched.</param>
/// <param name="Details">Codes and counts.</param>
/// <param name="Subjects">How many subjects it concerned; they are named to nobody here.</param>
/// <param name="Justification">The actor's words; own agency only, while its key exists.</param>
/// <param name="Asked">What was asked for and not found; own agency only.</param>
public sealed record AuditEntryResponse(
    long Index,
    string Id,
    DateTimeOffset Time,
    string Act,
    AgencyId Agency,
    string Actor,
    PurposeCode? Purpose,
    DecisionCitation? Decision,
    IReadOnlyList<string> Records,
    IReadOnlyList<AgencyId> Counterparts,
    IReadOnlyDictionary<string, string> Details,
    int Subjects,
    string? Justification,
    string? Asked
)
{
    public static AuditEntryResponse From(LoggedEntry logged)
    {
        ArgumentNullException.ThrowIfNull(logged);
        var entry = logged.Entry;
        return new AuditEntryResponse(
            logged.Index,
            entry.Id,
            entry.Time,
            entry.Act,
            entry.Agency,
            entry.Actor,
            entry.Purpose,
            entry.Decision,
            entry.Records,
            entry.Counterparts,
            entry.Details,
            entry.Subjects.Count,
            logged.Private?.Justification,
            logged.Private?.Asked
        );
    }

    public override string ToString() => $"AuditEntryResponse({Index})";
}
