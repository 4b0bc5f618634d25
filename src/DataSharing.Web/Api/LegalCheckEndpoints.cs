using DataSharing.Agreements;
using DataSharing.Identity;
using DataSharing.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DataSharing.Web.Api;

/// <summary>The legal check of an agreement's version, and the sign-offs by which somebody answers for what it cannot settle.</summary>
internal static class LegalCheckEndpoints
{
    public static void Map(RouteGroupBuilder version)
    {
        version
            .MapGet("/legal-check", ReadAsync)
            .WithName("getLegalCheck")
            .WithSummary("What the legal check finds now, each finding with its source; and what waits for a sign-off.");
        version
            .MapPost("/sign-offs", SignOffAsync)
            .WithName("signOffFinding")
            .WithSummary("Answers by name for a finding of the legal check that needs it, for these very bytes.")
            .RequireAgencyRole(AgencyRoles.AgencyAdmin)
            .WithProblems(ProblemTypes.Conflict)
            .WithETag()
            .WithAuditReceipt();
    }

    private static async Task<Results<Ok<LegalCheckResponse>, ProblemHttpResult>> ReadAsync(
        string id,
        int version,
        HttpContext context,
        AgreementRegistry registry,
        LawPack law,
        CancellationToken cancellationToken
    ) =>
        AgreementId.TryParse(id, out var agreement)
        && await registry.ReviewAsync(context.GetCaller(), agreement, version, cancellationToken) is { } found
            ? TypedResults.Ok(LegalCheckResponse.From(found.Record, found.Reviewed, law))
            : Problems.NotFound();

    private static Task<Results<Ok<AgreementResponse>, ProblemHttpResult>> SignOffAsync(
        string id,
        int version,
        HttpContext context,
        JsonBody<SignOffRequest> body,
        AgreementSignOffs signOffs,
        AccessDenials denials,
        CancellationToken cancellationToken
    )
    {
        var asked = body.Value;
        return asked.Reason.Trim().Length is < 1 or > AgreementSignOffs.MaximumReasonLength
            ? Task.FromResult<Results<Ok<AgreementResponse>, ProblemHttpResult>>(
                Problems.InvalidField("/reason", $"1 to {AgreementSignOffs.MaximumReasonLength} characters.")
            )
            : AgreementEndpoints.StepAsync(
                id,
                context,
                denials,
                agreement =>
                    signOffs.GiveAsync(
                        context.GetCaller(),
                        agreement,
                        version,
                        new SignOffAsked(asked.ContentHash, asked.Code, asked.Law, asked.Reason),
                        cancellationToken
                    )
            );
    }
}
