using DataSharing.Agreements;
using DataSharing.Identity;
using DataSharing.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DataSharing.Web.Api;

/// <summary>An agreement's life before and after it is in force: changed, put before the parties, taken back, left, ended; and how it fares.</summary>
internal static class AgreementLifeEndpoints
{
    public static void Map(RouteGroupBuilder version)
    {
        version
            .MapPut("/document", AmendAsync)
            .WithName("amendAgreement")
            .WithSummary("Puts another text in a draft's place: another content hash.")
            .RequireAnyRole(AgencyRoles.AgencyAdmin, PartnershipRoles.Admin)
            .WithMaximumBody(AgreementDocument.MaximumBytes)
            .WithProblems(ProblemTypes.Conflict, ProblemTypes.AgreementUnlawful)
            .WithETag()
            .WithAuditReceipt();
        Step(version.MapPost("/submission", SubmitAsync))
            .WithName("submitAgreement")
            .WithSummary("Puts a draft before the parties, to be signed. Its text no longer changes.")
            .RequireAnyRole(AgencyRoles.AgencyAdmin, PartnershipRoles.Admin);
        Step(version.MapPost("/return", ReturnAsync))
            .WithName("returnAgreement")
            .WithSummary("Makes a version in review a draft again; every signature is set aside.")
            .RequireAnyRole(AgencyRoles.AgencyAdmin, PartnershipRoles.Admin);
        Step(version.MapPost("/parties/{agency}/withdrawal", WithdrawAsync))
            .WithName("withdrawFromAgreement")
            .WithSummary(
                "Lets a party out of an agreement in force: it permits nothing from or to it any more. By that party, or the partnership."
            )
            .RequireAnyRole(AgencyRoles.AgencyAdmin, PartnershipRoles.Admin);
        Step(version.MapPost("/termination", TerminateAsync))
            .WithName("terminateAgreement")
            .WithSummary("Ends an agreement in force before its time.")
            .RequirePartnershipRole(PartnershipRoles.Admin);
        version
            .MapGet("/health", ReadHealthAsync)
            .WithName("getAgreementHealth")
            .WithSummary("Whether it permits anything now, what it waits for, what will stop it, and what the legal check of today says.");
    }

    public static async Task<Ok<AgreementsDueResponse>> ListDueAsync(
        HttpContext context,
        AgreementHealthCheck health,
        CancellationToken cancellationToken
    )
    {
        var due = await health.DueAsync(context.GetCaller(), cancellationToken);
        var lines = due.Select(item => new AgreementDueResponse(
            item.Record.Id.Value,
            item.Record.Version,
            item.Record.Title,
            item.Deadline.Code,
            item.Deadline.At,
            item.DaysLeft
        ));
        return TypedResults.Ok(new AgreementsDueResponse([.. lines]));
    }

    private static RouteHandlerBuilder Step(RouteHandlerBuilder step) =>
        step.WithProblems(ProblemTypes.Conflict).WithETag().WithAuditReceipt();

    private static Task<Results<Ok<AgreementResponse>, ProblemHttpResult>> AmendAsync(
        string id,
        int version,
        HttpContext context,
        IfMatch ifMatch,
        AgreementBody body,
        AgreementDrafts drafts,
        AccessDenials denials,
        CancellationToken cancellationToken
    ) =>
        AgreementEndpoints.StepAsync(
            id,
            context,
            denials,
            agreement => drafts.AmendAsync(context.GetCaller(), agreement, version, body.Bytes, ifMatch.Version, cancellationToken)
        );

    private static Task<Results<Ok<AgreementResponse>, ProblemHttpResult>> SubmitAsync(
        string id,
        int version,
        HttpContext context,
        IfMatch ifMatch,
        AgreementDrafts drafts,
        AccessDenials denials,
        CancellationToken cancellationToken
    ) =>
        AgreementEndpoints.StepAsync(
            id,
            context,
            denials,
            agreement => drafts.SubmitAsync(context.GetCaller(), agreement, version, ifMatch.Version, cancellationToken)
        );

    private static Task<Results<Ok<AgreementResponse>, ProblemHttpResult>> ReturnAsync(
        string id,
        int version,
        HttpContext context,
        IfMatch ifMatch,
        JsonBody<ReturnRequest> body,
        AgreementDrafts drafts,
        AccessDenials denials,
        CancellationToken cancellationToken
    ) =>
        ReasonedStepAsync(
            body.Value.Reason,
            id,
            context,
            denials,
            (agreement, reason) => drafts.ReturnAsync(context.GetCaller(), agreement, version, reason, ifMatch.Version, cancellationToken)
        );

    private static Task<Results<Ok<AgreementResponse>, ProblemHttpResult>> WithdrawAsync(
        string id,
        int version,
        string agency,
        HttpContext context,
        IfMatch ifMatch,
        JsonBody<EndingRequest> body,
        AgreementEndings endings,
        AccessDenials denials,
        CancellationToken cancellationToken
    ) =>
        !AgencyId.TryParse(agency, out var party)
            ? Task.FromResult<Results<Ok<AgreementResponse>, ProblemHttpResult>>(Problems.NotFound())
            : ReasonedStepAsync(
                body.Value.Reason,
                id,
                context,
                denials,
                (agreement, reason) =>
                    endings.WithdrawAsync(
                        context.GetCaller(),
                        agreement,
                        version,
                        party,
                        reason,
                        body.Value.EffectiveAt,
                        ifMatch.Version,
                        cancellationToken
                    )
            );

    private static Task<Results<Ok<AgreementResponse>, ProblemHttpResult>> TerminateAsync(
        string id,
        int version,
        HttpContext context,
        IfMatch ifMatch,
        JsonBody<EndingRequest> body,
        AgreementEndings endings,
        AccessDenials denials,
        CancellationToken cancellationToken
    ) =>
        ReasonedStepAsync(
            body.Value.Reason,
            id,
            context,
            denials,
            (agreement, reason) =>
                endings.TerminateAsync(
                    context.GetCaller(),
                    agreement,
                    version,
                    reason,
                    body.Value.EffectiveAt,
                    ifMatch.Version,
                    cancellationToken
                )
        );

    private static async Task<Results<Ok<AgreementHealthResponse>, ProblemHttpResult>> ReadHealthAsync(
        string id,
        int version,
        HttpContext context,
        AgreementHealthCheck health,
        CancellationToken cancellationToken
    ) =>
        AgreementId.TryParse(id, out var agreement)
        && await health.ExamineAsync(context.GetCaller(), agreement, version, cancellationToken) is { } found
            ? TypedResults.Ok(AgreementHealthResponse.From(found))
            : Problems.NotFound();

    /// <summary>A step that is taken for a stated reason alone.</summary>
    private static Task<Results<Ok<AgreementResponse>, ProblemHttpResult>> ReasonedStepAsync(
        string reason,
        string id,
        HttpContext context,
        AccessDenials denials,
        Func<AgreementId, string, ValueTask<AgreementOutcome>> step
    ) =>
        reason.Trim().Length is >= 1 and <= AgreementEndings.MaximumReasonLength
            ? AgreementEndpoints.StepAsync(id, context, denials, agreement => step(agreement, reason))
            : Task.FromResult<Results<Ok<AgreementResponse>, ProblemHttpResult>>(
                Problems.InvalidField("/reason", $"1 to {AgreementEndings.MaximumReasonLength} characters.")
            );
}
