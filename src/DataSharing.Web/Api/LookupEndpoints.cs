using System.Globalization;
using System.Text.Json;
using DataSharing.Audit;
using DataSharing.Identity;
using DataSharing.Storage;
using DataSharing.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DataSharing.Web.Api;

/// <summary>An operator holds the look-up rows of the audit against the log, step by step.</summary>
public static class LookupEndpoints
{
    public static IEndpointRouteBuilder MapLookups(this IEndpointRouteBuilder api)
    {
        api.MapPost("/audit/lookup-rebuild", StepAsync)
            .WithTags("Audit")
            .RequirePartnershipRole(PartnershipRoles.Admin)
            .WithName("rebuildLookups")
            .WithSummary("One step of rebuilding the look-up rows from the log; go on with the cursor until it is null.")
            .WithProblems(ProblemTypes.InvalidCursor)
            .WithAuditReceipt();
        return api;
    }

    private static async Task<Results<Ok<LookupRebuildResponse>, ProblemHttpResult>> StepAsync(
        string? cursor,
        LookupRebuild rebuild,
        Journal journal,
        CursorProtector cursors,
        HttpContext context
    )
    {
        var caller = context.GetCaller();
        var scope = new CursorScope(caller.Actor, null, "audit/lookup-rebuild");
        LookupRebuildPosition? position = null;
        if (cursor is not null)
        {
            var opened = await cursors.OpenAsync(cursor, scope, context.RequestAborted);
            position = opened is null ? null : JsonSerializer.Deserialize<LookupRebuildPosition>(opened, PlatformJson.Options);
            if (position is null)
            {
                return Problems.InvalidCursor();
            }
        }

        var step = await rebuild.StepAsync(position, context.RequestAborted);
        var act = new AuditAct
        {
            Act = "lookups.rebuilt",
            Caller = caller,
            Details = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["checked"] = step.Checked.ToString(CultureInfo.InvariantCulture),
                ["removed"] = step.Removed.ToString(CultureInfo.InvariantCulture),
                ["present"] = step.Present.ToString(CultureInfo.InvariantCulture),
            },
        };
        context.Response.SetAuditReceipt(await journal.RecordAsync(Shards.Of(caller.Agency.Value), act, context.RequestAborted));
        var next = step.Next is null
            ? null
            : await cursors.ProtectAsync(JsonSerializer.Serialize(step.Next, PlatformJson.Options), scope, context.RequestAborted);
        return TypedResults.Ok(new LookupRebuildResponse(step.Checked, step.Removed, step.Present, next));
    }
}

/// <param name="Checked">Rows held against the log.</param>
/// <param name="Removed">Of these, rows that the log did not bear out; gone now.</param>
/// <param name="Present">Rows that the log asks for, there now.</param>
/// <param name="Next">Cursor of the next step; null when all is done.</param>
public sealed record LookupRebuildResponse(int Checked, int Removed, int Present, string? Next);
