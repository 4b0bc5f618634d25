using System.Text.Json;
using DataSharing.Audit;
using DataSharing.Identity;
using DataSharing.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DataSharing.Web.Api;

/// <summary>An agency's IG officer asks who did what. Every answer is an act of its own: officers leave entries too.</summary>
public static class AuditEndpoints
{
    public static IEndpointRouteBuilder MapAudit(this IEndpointRouteBuilder api)
    {
        var own = api.MapGroup("/audit").WithTags("Audit").RequireAgencyRole(AgencyRoles.IgOfficer);
        own.MapGet("/entries", ListOwnAsync)
            .WithName("listAuditEntries")
            .WithSummary("Entries of the own agency and headers that name it, newest first; says up to when they are complete.")
            .WithProblems(ProblemTypes.InvalidQuery, ProblemTypes.InvalidCursor, ProblemTypes.NeedsAnotherOfficer)
            .WithAuditReceipt();
        own.MapGet("/entries/{index:long:min(0)}", FindAsync)
            .WithName("getAuditEntry")
            .WithSummary("One entry by its index in the log.")
            .WithProblems(ProblemTypes.NotFound)
            .WithAuditReceipt();
        own.MapGet("/refusals", CountAsync)
            .WithName("countRefusals")
            .WithSummary("How often each ground refused something in the own agency; ask for the entries by reason.")
            .WithProblems(ProblemTypes.InvalidQuery)
            .WithAuditReceipt();
        var across = api.MapGroup("/audit/partnership/entries").WithTags("Audit").RequirePartnershipRole(PartnershipRoles.Ig);
        across
            .MapGet("", ListAcrossAsync)
            .WithName("listAuditHeaders")
            .WithSummary("Headers of every agency's entries, newest first, for the partnership's own IG.")
            .WithProblems(ProblemTypes.InvalidQuery, ProblemTypes.InvalidCursor, ProblemTypes.NeedsAnotherOfficer)
            .WithAuditReceipt();
        across
            .MapGet("/{index:long:min(0)}", FindAcrossAsync)
            .WithName("getAuditHeader")
            .WithSummary("One header by its index in the log, whosever it is.")
            .WithProblems(ProblemTypes.NotFound)
            .WithAuditReceipt();
        api.MapGet("/audit/partnership/refusals", CountAcrossAsync)
            .WithTags("Audit")
            .RequirePartnershipRole(PartnershipRoles.Ig)
            .WithName("countRefusalsAcross")
            .WithSummary("How often each ground refused something in all agencies together, or in one, for the partnership's own IG.")
            .WithProblems(ProblemTypes.InvalidQuery)
            .WithAuditReceipt();
        return api;
    }

    private static Task<Results<Ok<AuditListResponse>, ProblemHttpResult>> ListOwnAsync(
        [AsParameters] AuditQuestion question,
        AuditInquiries inquiries,
        CursorProtector cursors,
        HttpContext context
    ) => ListAsync(question, false, inquiries, cursors, context);

    private static Task<Results<Ok<AuditListResponse>, ProblemHttpResult>> ListAcrossAsync(
        [AsParameters] AuditQuestion question,
        AuditInquiries inquiries,
        CursorProtector cursors,
        HttpContext context
    ) => ListAsync(question, true, inquiries, cursors, context);

    private static async Task<Results<Ok<AuditListResponse>, ProblemHttpResult>> ListAsync(
        AuditQuestion question,
        bool across,
        AuditInquiries inquiries,
        CursorProtector cursors,
        HttpContext context
    )
    {
        var officer = context.GetCaller();
        if (!question.TryRead(across, out var search, out var refused))
        {
            return refused;
        }

        var scope = new CursorScope(officer.Actor, null, $"audit/newest?{search.Asked}");
        AuditCursor? after = null;
        if (question.Cursor is { } cursor)
        {
            var opened = await cursors.OpenAsync(cursor, scope, context.RequestAborted);
            after = opened is null ? null : JsonSerializer.Deserialize<AuditCursor>(opened, PlatformJson.Options);
            if (after is null)
            {
                return Problems.InvalidCursor();
            }
        }

        var outcome = await inquiries.SearchAsync(officer, search, after, context.RequestAborted);
        if (outcome is AuditInquiryOutcome.NeedsAnother own)
        {
            context.Response.SetAuditReceipt(own.Receipt);
            return Problems.NeedsAnotherOfficer();
        }

        var (page, receipt) = (AuditInquiryOutcome.Found)outcome;
        context.Response.SetAuditReceipt(receipt);
        var next = page.Next is null
            ? null
            : await cursors.ProtectAsync(JsonSerializer.Serialize(page.Next, PlatformJson.Options), scope, context.RequestAborted);
        return TypedResults.Ok(new AuditListResponse([.. page.Entries.Select(AuditEntryResponse.From)], page.CompleteTo, next));
    }

    private static async Task<Results<Ok<RefusalsResponse>, ProblemHttpResult>> CountAsync(
        DateOnly? from,
        DateOnly? to,
        AuditInquiries inquiries,
        HttpContext context
    )
    {
        if (DaysFault(from, to, out var first, out var last) is { } fault)
        {
            return fault;
        }

        var (counts, receipt) = await inquiries.CountGroundsAsync(context.GetCaller(), first, last, context.RequestAborted);
        return Answer(context, counts, receipt);
    }

    private static async Task<Results<Ok<RefusalsResponse>, ProblemHttpResult>> CountAcrossAsync(
        DateOnly? from,
        DateOnly? to,
        string? agency,
        AuditInquiries inquiries,
        HttpContext context
    )
    {
        if (DaysFault(from, to, out var first, out var last) is { } fault)
        {
            return fault;
        }

        AgencyId? one = null;
        if (agency is not null && !AgencyId.TryParse(agency, out one))
        {
            return Problems.InvalidQuery("agency", "The id of an agency.");
        }

        AgencyId[] all = [.. context.GetPartnershipHead().Head.Agencies.Select(standing => standing.Id)];
        var (counts, receipt) = await inquiries.CountGroundsAcrossAsync(context.GetCaller(), all, one, first, last, context.RequestAborted);
        return Answer(context, counts, receipt);
    }

    private static Ok<RefusalsResponse> Answer(HttpContext context, GroundCounts counts, AuditReceipt receipt)
    {
        context.Response.SetAuditReceipt(receipt);
        return TypedResults.Ok(new RefusalsResponse(counts.Grounds, counts.CompleteTo));
    }

    private static ProblemHttpResult? DaysFault(DateOnly? from, DateOnly? to, out DateOnly first, out DateOnly last)
    {
        (first, last) = (from ?? default, to ?? default);
        if (from is null)
        {
            return Problems.InvalidQuery("from", "The first UTC day as yyyy-MM-dd.");
        }

        return to is null || last < first || last.DayNumber - first.DayNumber >= AuditSearch.MaximumDays
            ? Problems.InvalidQuery("to", "The last UTC day as yyyy-MM-dd: not before from, and no more than a year after it.")
            : null;
    }

    private static async Task<Results<Ok<AuditEntryResponse>, ProblemHttpResult>> FindAcrossAsync(
        long index,
        AuditInquiries inquiries,
        HttpContext context
    )
    {
        var (found, receipt) = await inquiries.FindAcrossAsync(context.GetCaller(), index, context.RequestAborted);
        context.Response.SetAuditReceipt(receipt);
        return found is null ? Problems.NotFound() : TypedResults.Ok(AuditEntryResponse.From(found));
    }

    private static async Task<Results<Ok<AuditEntryResponse>, ProblemHttpResult>> FindAsync(
        long index,
        AuditInquiries inquiries,
        HttpContext context
    )
    {
        var (found, receipt) = await inquiries.FindAsync(context.GetCaller(), index, context.RequestAborted);
        context.Response.SetAuditReceipt(receipt);
        return found is null ? Problems.NotFound() : TypedResults.Ok(AuditEntryResponse.From(found));
    }
}

/// <param name="Items">Newest first, at most 100; may be fewer although more follow.</param>
/// <param name="CompleteTo">Everything committed before this moment is included.</param>
/// <param name="Next">Cursor of the next page; null at the end.</param>
public sealed record AuditListResponse(IReadOnlyList<AuditEntryResponse> Items, DateTimeOffset CompleteTo, string? Next);

/// <param name="Grounds">By falling count.</param>
/// <param name="CompleteTo">Everything committed before this moment is counted.</param>
public sealed record RefusalsResponse(IReadOnlyList<GroundCount> Grounds, DateTimeOffset CompleteTo);

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
/// <param name="WordsDisposedAt">When the justification and what was asked were disposed of, because the retention time of their month was over; null where they were not.</param>
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
    string? Asked,
    DateTimeOffset? WordsDisposedAt
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
            logged.Private?.Asked,
            logged.WordsDisposedAt
        );
    }

    public override string ToString() => $"AuditEntryResponse({Index})";
}
