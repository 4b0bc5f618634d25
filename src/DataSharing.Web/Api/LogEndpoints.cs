using DataSharing.Audit;
using DataSharing.TransparencyLog;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DataSharing.Web.Api;

/// <summary>What anybody may have of the log, to check it without us: keys, checkpoints, hashes and proofs, and never an entry.</summary>
public static class LogEndpoints
{
    private const string Text = "text/plain";
    private const int MaximumReceiptBody = 8 * 1024;

    public static IEndpointRouteBuilder MapLog(this IEndpointRouteBuilder app)
    {
        var log = app.MapGroup("/log").WithTags("Log").AllowAnonymous();
        log.MapGet("/key", KeyAsync)
            .WithName("getLogKey")
            .WithSummary("The public key that receipts verify under, as a C2SP signed-note verifier key.")
            .Produces<string>(StatusCodes.Status200OK, Text);
        log.MapGet("/keys", KeysAsync)
            .WithName("getLogKeys")
            .WithSummary("Every public key of this log up to now, one a line.")
            .Produces<string>(StatusCodes.Status200OK, Text);
        log.MapGet("/checkpoint", CheckpointAsync)
            .WithName("getLogCheckpoint")
            .WithSummary(
                "The last signed checkpoint (c2sp.org/tlog-checkpoint), with the cosignatures it has. Tiles lie beside it as c2sp.org/tlog-tiles says, under tile/."
            )
            .Produces<string>(StatusCodes.Status200OK, Text)
            .WithProblems(ProblemTypes.NotFound);
        log.MapGet("/cosigned", CosignedAsync)
            .WithName("getCosignedCheckpoint")
            .WithSummary("The newest checkpoint that enough witnesses have cosigned, with their cosignatures (c2sp.org/tlog-cosignature).")
            .Produces<string>(StatusCodes.Status200OK, Text)
            .WithProblems(ProblemTypes.NotFound);
        log.MapGet("/proof/{index:long:min(0)}", ProofAsync)
            .WithName("getInclusionProof")
            .WithSummary("That the entry at an index is in the log, with the checkpoint (c2sp.org/tlog-proof).")
            .Produces<string>(StatusCodes.Status200OK, Text)
            .WithProblems(ProblemTypes.NotFound);
        log.MapGet("/consistency/{size:long:min(0)}", ConsistencyAsync)
            .WithName("getConsistencyProof")
            .WithSummary("That the log of an older size is a beginning of the present one, as witnesses take it (c2sp.org/tlog-witness).")
            .Produces<string>(StatusCodes.Status200OK, Text)
            .WithProblems(ProblemTypes.NotFound);
        log.MapGet("/succession", SuccessionAsync)
            .WithName("getLogSuccession")
            .WithSummary("The statement, signed for both, that this log took over from another.")
            .Produces<string>(StatusCodes.Status200OK, Text)
            .WithProblems(ProblemTypes.NotFound);
        log.MapPost("/receipts", ReceiptAsync)
            .WithName("findReceipt")
            .WithSummary("Where the entry is that a receipt promised, with its proof. For whoever holds the receipt.")
            .WithMaximumBody(MaximumReceiptBody)
            .WithProblems(ProblemTypes.NotFound);
        // Files of another specification, at any depth: OpenAPI has no word for such paths.
        log.MapGet("/tile/{**place}", TileAsync).ExcludeFromDescription();
        return app;
    }

    private static async Task<IResult> KeyAsync(ReceiptIssuer receipts, HttpContext context)
    {
        var key = await receipts.VerifierKeyAsync(context.RequestAborted);
        return TypedResults.Text($"{key}\n", Text);
    }

    private static async Task<IResult> KeysAsync(LogKeys keys, HttpContext context) =>
        TypedResults.Text(string.Concat((await keys.VerifiersAsync(context.RequestAborted)).Select(k => $"{k}\n")), Text);

    private static async Task<IResult> CheckpointAsync(LogReader log, HttpContext context) =>
        Answer(context, await log.CheckpointAsync(context.RequestAborted));

    private static async Task<IResult> CosignedAsync(LogReader log, HttpContext context) =>
        Answer(context, await log.CosignedCheckpointAsync(context.RequestAborted));

    private static async Task<IResult> ProofAsync(long index, LogReader log, HttpContext context) =>
        Answer(context, (await log.ProveAsync(index, context.RequestAborted))?.ToString());

    private static async Task<IResult> ConsistencyAsync(long size, LogReader log, HttpContext context) =>
        Answer(context, (await log.ProveConsistencyAsync(size, context.RequestAborted))?.ToString());

    private static async Task<IResult> SuccessionAsync(LogReader log, HttpContext context) =>
        await log.SuccessionAsync(context.RequestAborted) is { } note
            ? Answer(context, System.Text.Encoding.UTF8.GetString(note.Span))
            : Problems.NotFound();

    private static async Task<IResult> TileAsync(string place, LogReader log, HttpContext context)
    {
        if (
            !Tile.TryParse($"tile/{place}", out var tile)
            || tile.Value.IsEntries
            || await log.HashesAsync(tile.Value, context.RequestAborted) is not { } hashes
        )
        {
            return Problems.NotFound();
        }

        LogFiles.KeepForEver(context.Response, "public");
        return TypedResults.Bytes(hashes, LogFiles.Octets);
    }

    private static async Task<Results<Ok<ReceiptResponse>, ProblemHttpResult>> ReceiptAsync(
        JsonBody<ReceiptBody> body,
        ReceiptPlaces places,
        HttpContext context
    ) =>
        await places.FindAsync(body.Value.Receipt, context.RequestAborted) switch
        {
            ReceiptPlace.Logged logged => TypedResults.Ok(
                new ReceiptResponse(true, logged.Receipt.Deadline, logged.Proof.Index, logged.Proof.ToString())
            ),
            ReceiptPlace.Waiting waiting => TypedResults.Ok(new ReceiptResponse(false, waiting.Receipt.Deadline, null, null)),
            _ => Problems.NotFound(),
        };

    private static IResult Answer(HttpContext context, string? text)
    {
        if (text is null)
        {
            return Problems.NotFound();
        }

        // It changes: a few seconds at most, as tlog-tiles asks.
        context.Response.Headers.CacheControl = "public, max-age=1";
        return TypedResults.Text(text, Text);
    }
}

/// <summary>How the log's files travel.</summary>
internal static class LogFiles
{
    public const string Octets = "application/octet-stream";

    /// <param name="response">Of a file that never changes.</param>
    /// <param name="whose"><c>public</c>, or <c>private</c> where only this caller may have it.</param>
    public static void KeepForEver(HttpResponse response, string whose) =>
        response.Headers.CacheControl = $"{whose}, max-age=31536000, immutable";
}

/// <param name="Receipt">The text of an Audit-Receipt header.</param>
public sealed record ReceiptBody(string Receipt)
{
    public override string ToString() => "ReceiptBody(redacted)";
}

/// <param name="Logged">Whether the last checkpoint covers the promised entry.</param>
/// <param name="Deadline">By when it was promised.</param>
/// <param name="Index">The entry's place in the log; null while it waits.</param>
/// <param name="Proof">The proof of it, with the checkpoint (c2sp.org/tlog-proof); null while it waits.</param>
public sealed record ReceiptResponse(bool Logged, DateTimeOffset Deadline, long? Index, string? Proof);
