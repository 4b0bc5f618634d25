using DataSharing.Audit;
using DataSharing.Identity;
using DataSharing.TransparencyLog;
using DataSharing.Web.Security;

namespace DataSharing.Web.Api;

/// <summary>
/// Entries of the log byte for byte, for IG officers who check it: bundles for those of the partnership, one entry for those who may read it.
/// </summary>
public static class LogEntryEndpoints
{
    public static IEndpointRouteBuilder MapLogEntries(this IEndpointRouteBuilder app)
    {
        // Beside the hash tiles, where c2sp.org/tlog-tiles puts them.
        app.MapGet("/log/tile/entries/{**place}", BundleAsync)
            .WithTags("Log")
            .RequirePartnershipRole(PartnershipRoles.Ig)
            .ExcludeFromDescription();
        app.MapGet("/api/audit/entries/{index:long:min(0)}/leaf", LeafAsync)
            .WithTags("Audit")
            .RequireAgencyRole(AgencyRoles.IgOfficer)
            .WithName("getAuditEntryLeaf")
            .WithSummary("One entry as it lies in the log, to be held against its proof with `datasharing verify proof`.")
            .Produces(StatusCodes.Status200OK, contentType: LogFiles.Octets)
            .WithProblems(ProblemTypes.NotFound)
            .WithAuditReceipt();
        return app;
    }

    private static async Task<IResult> BundleAsync(string place, LogEntries entries, HttpContext context)
    {
        if (!Tile.TryParse($"tile/entries/{place}", out var tile))
        {
            return Problems.NotFound();
        }

        var (bundle, receipt) = await entries.ReadAsync(context.GetCaller(), tile.Value, context.RequestAborted);
        return Answer(context, bundle, receipt);
    }

    private static async Task<IResult> LeafAsync(long index, LogEntries entries, HttpContext context)
    {
        var (leaf, receipt) = await entries.LeafAsync(context.GetCaller(), index, context.RequestAborted);
        return Answer(context, leaf, receipt);
    }

    private static IResult Answer(HttpContext context, ReadOnlyMemory<byte>? bytes, AuditReceipt receipt)
    {
        context.Response.SetAuditReceipt(receipt);
        return bytes is { } found ? TypedResults.Bytes(found, LogFiles.Octets) : Problems.NotFound();
    }
}
