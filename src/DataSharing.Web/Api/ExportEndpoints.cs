using DataSharing.Audit;
using DataSharing.Identity;
using DataSharing.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Timeouts;

namespace DataSharing.Web.Api;

/// <summary>An officer takes the answer to a question out of the platform, with a manifest that says what it is.</summary>
public static class ExportEndpoints
{
    public static IEndpointRouteBuilder MapExports(this IEndpointRouteBuilder api)
    {
        var exports = api.MapGroup("/audit/exports").WithTags("Audit").RequireAgencyRole(AgencyRoles.IgOfficer);
        exports
            .MapPost("", CreateAsync)
            .WithName("makeAuditExport")
            .WithSummary("Fix a question and up to when it is answered; take the answer out with its file.")
            .WithProblems(ProblemTypes.NeedsAnotherOfficer)
            .WithAuditReceipt();
        exports
            .MapGet("", ListAsync)
            .WithName("listAuditExports")
            .WithSummary("The agency's exports, newest first, and how far each was taken out.")
            .WithAuditReceipt();
        exports
            .MapGet("/{id:guid}", ReadAsync)
            .WithName("getAuditExport")
            .WithSummary("One export and how far it was taken out.")
            .WithProblems(ProblemTypes.NotFound)
            .WithAuditReceipt();
        exports
            .MapGet("/{id:guid}/file", TakeOutAsync)
            .WithName("getAuditExportFile")
            .WithSummary("The entries and the manifest as a zip. Each chunk is an entry of its own before it leaves.")
            .WithProblems(ProblemTypes.NotFound, ProblemTypes.NeedsAnotherOfficer)
            .WithAuditReceipt()
            // As long as it takes: a million entries are not read within the time that a page has.
            .WithMetadata(new DisableRequestTimeoutAttribute())
            .Produces<byte[]>(StatusCodes.Status200OK, "application/zip");
        return api;
    }

    private static async Task<Results<Created<ExportResponse>, ProblemHttpResult>> CreateAsync(
        JsonBody<ExportBody> body,
        IdempotencyKey key,
        AuditExports exports,
        HttpContext context
    )
    {
        var sent = body.Value;
        if (ExportKinds.Parse(sent.Format) is not { } kind)
        {
            return Problems.InvalidField("/format", "One of csv, jsonl, fhir and ocsf.");
        }

        if (!sent.Question.ToQuestion().TryRead(across: false, out var search, out var refused))
        {
            var at = refused.ProblemDetails.Extensions.TryGetValue("parameter", out var name) ? name as string : null;
            return Problems.InvalidField($"/question/{at}", refused.ProblemDetails.Detail ?? "Not acceptable.");
        }

        switch (await exports.CreateAsync(context.GetCaller(), kind, search, body.RetryUnder(key), context.RequestAborted))
        {
            case CreateExportOutcome.Created made:
                context.Response.SetAuditReceipt(made.Receipt);
                return TypedResults.Created($"/api/audit/exports/{made.Export.Id}", ExportResponse.From(made.Export));
            case CreateExportOutcome.NeedsAnother own:
                context.Response.SetAuditReceipt(own.Receipt);
                return Problems.NeedsAnotherOfficer();
            case CreateExportOutcome.KeyReused:
                return Problems.IdempotencyKeyReused();
            default:
                throw new InvalidOperationException("An outcome that this endpoint does not know.");
        }
    }

    private static async Task<Ok<ListResponse<ExportResponse>>> ListAsync(AuditExports exports, HttpContext context)
    {
        var (listed, receipt) = await exports.ListAsync(context.GetCaller(), context.RequestAborted);
        context.Response.SetAuditReceipt(receipt);
        return TypedResults.Ok(new ListResponse<ExportResponse>([.. listed.Select(ExportResponse.From)], null));
    }

    private static async Task<Results<Ok<ExportResponse>, ProblemHttpResult>> ReadAsync(Guid id, AuditExports exports, HttpContext context)
    {
        var (export, receipt) = await exports.ReadAsync(context.GetCaller(), id.ToString("D"), context.RequestAborted);
        context.Response.SetAuditReceipt(receipt);
        return export is null ? Problems.NotFound() : TypedResults.Ok(ExportResponse.From(export));
    }

    private static async Task<IResult> TakeOutAsync(Guid id, ExportPackage package, HttpContext context)
    {
        switch (await package.BeginAsync(context.GetCaller(), id.ToString("D"), context.RequestAborted))
        {
            case TakeOutOutcome.Begun { Download: var download }:
                context.Response.SetAuditReceipt(download.Receipt);
                return TypedResults.Stream(
                    output => download.WriteAsync(output, context.RequestAborted),
                    "application/zip",
                    download.FileName
                );
            case TakeOutOutcome.NotFound missing:
                context.Response.SetAuditReceipt(missing.Receipt);
                return Problems.NotFound();
            case TakeOutOutcome.NeedsAnother own:
                context.Response.SetAuditReceipt(own.Receipt);
                return Problems.NeedsAnotherOfficer();
            default:
                throw new InvalidOperationException("An outcome that this endpoint does not know.");
        }
    }
}

/// <summary>The words for formats.</summary>
internal static class ExportKinds
{
    public static ExportKind? Parse(string? text) =>
        text switch
        {
            "csv" => ExportKind.Csv,
            "jsonl" => ExportKind.JsonLines,
            "fhir" => ExportKind.Fhir,
            "ocsf" => ExportKind.Ocsf,
            _ => null,
        };

    public static string TextOf(ExportKind kind) => kind == ExportKind.JsonLines ? "jsonl" : kind.ToString().ToLowerInvariant();
}

/// <param name="Format"><c>csv</c>, <c>jsonl</c>, <c>fhir</c> (R4 AuditEvent) or <c>ocsf</c> (1.3.0 API Activity).</param>
/// <param name="Question">As the list of entries takes it.</param>
public sealed record ExportBody(string Format, ExportQuestion Question)
{
    public override string ToString() => $"ExportBody({Format})";
}

/// <summary>The question of the list of entries, member by member; what is given must all hold.</summary>
public sealed record ExportQuestion(
    string? Record = null,
    string? Subject = null,
    string? Actor = null,
    string? Agency = null,
    string? Agreement = null,
    string? Decision = null,
    string? Reason = null,
    string? Act = null,
    string? Day = null,
    string? From = null,
    string? To = null,
    int? Version = null,
    string? Purpose = null,
    string? Recipient = null,
    bool? Left = null,
    bool? Emergency = null,
    string? Since = null,
    string? Before = null
)
{
    internal AuditQuestion ToQuestion() =>
        new()
        {
            Record = Record,
            Subject = Subject,
            Actor = Actor,
            Agency = Agency,
            Agreement = Agreement,
            Decision = Decision,
            Reason = Reason,
            Act = Act,
            Day = Day,
            From = From,
            To = To,
            Version = Version,
            Purpose = Purpose,
            Recipient = Recipient,
            Left = Left,
            Emergency = Emergency,
            Since = Since,
            Before = Before,
        };

    public override string ToString() => "ExportQuestion";
}

/// <param name="Id">Its id.</param>
/// <param name="Format">Its format.</param>
/// <param name="Question">What was asked, with the bound that was fixed.</param>
/// <param name="By">Who made it, as entries name people.</param>
/// <param name="At">When.</param>
/// <param name="CompleteTo">Every entry that was asked for and committed before this moment is in it.</param>
/// <param name="Run">The last time that it was taken out; null: never yet.</param>
public sealed record ExportResponse(
    string Id,
    string Format,
    string Question,
    string By,
    DateTimeOffset At,
    DateTimeOffset CompleteTo,
    ExportRunResponse? Run
)
{
    public static ExportResponse From(ExportRecord export)
    {
        ArgumentNullException.ThrowIfNull(export);
        return new ExportResponse(
            export.Id,
            ExportKinds.TextOf(export.Kind),
            export.Question.Asked,
            export.By,
            export.At,
            export.CompleteTo,
            export.Run is { } run ? new ExportRunResponse(run.By, run.StartedAt, run.Entries, run.FinishedAt, run.FileHash) : null
        );
    }

    public override string ToString() => $"ExportResponse({Id})";
}

/// <param name="By">Who took it out.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="Entries">Written so far.</param>
/// <param name="FinishedAt">When the last entry was written; null: it goes on, or was broken off.</param>
/// <param name="Sha256">Of the file of entries in the package, lower-case hex, once it is finished.</param>
public sealed record ExportRunResponse(string By, DateTimeOffset StartedAt, long Entries, DateTimeOffset? FinishedAt, string? Sha256);
