using DataSharing.Audit;

namespace DataSharing.Web.Api;

/// <summary>What anybody may have of the log, to check it without us.</summary>
public static class LogEndpoints
{
    public static IEndpointRouteBuilder MapLog(this IEndpointRouteBuilder app)
    {
        app.MapGet("/log/key", KeyAsync)
            .WithTags("Log")
            .WithName("getLogKey")
            .WithSummary("The public key that receipts verify under, as a C2SP signed-note verifier key.")
            .Produces<string>(StatusCodes.Status200OK, "text/plain")
            .AllowAnonymous();
        return app;
    }

    private static async Task<IResult> KeyAsync(ReceiptIssuer receipts, HttpContext context)
    {
        var key = await receipts.VerifierKeyAsync(context.RequestAborted);
        return TypedResults.Text($"{key}\n", "text/plain");
    }
}
