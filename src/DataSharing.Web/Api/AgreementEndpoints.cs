using DataSharing.Agreements;
using DataSharing.Identity;
using DataSharing.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DataSharing.Web.Api;

/// <summary>Agreements: drafted, signed by every party, brought into force. Parties and partnership administrators alone see them.</summary>
public static class AgreementEndpoints
{
    public static IEndpointRouteBuilder MapAgreements(this IEndpointRouteBuilder api)
    {
        var agreements = api.MapGroup("/agreements").WithTags("Agreements");
        agreements
            .MapGet("/schema", () => TypedResults.Bytes(AgreementSchema.Utf8.ToArray(), "application/schema+json"))
            .AllowAnonymous()
            .ExcludeFromDescription();
        agreements
            .MapGet("", ListAsync)
            .WithName("listAgreements")
            .WithSummary("Every version that the caller's agency is a party to; for a partnership administrator, every version.")
            .WithCallerProblems();
        agreements
            .MapGet("/reviews", AgreementLifeEndpoints.ListDueAsync)
            .WithName("listAgreementsDue")
            .WithSummary(
                "Versions in force that stop permitting within 90 days, for their review or their end, or have; the first due first."
            )
            .WithCallerProblems();
        agreements
            .MapPost("", DraftAsync)
            .WithName("draftAgreement")
            .WithSummary("Keeps a document as a draft, once it reads as an agreement (schema: GET /api/agreements/schema).")
            .RequireAnyRole(AgencyRoles.AgencyAdmin, PartnershipRoles.Admin)
            .WithMaximumBody(AgreementDocument.MaximumBytes)
            .WithProblems(ProblemTypes.Conflict, ProblemTypes.AgreementUnlawful)
            .WithETag()
            .WithAuditReceipt();
        SimulationEndpoints.MapRead(agreements);
        MapVersion(
            agreements.MapGroup("/{id}/versions/{version:int:range(1,9999)}").WithCallerProblems().WithProblems(ProblemTypes.NotFound)
        );
        return api;
    }

    private static void MapVersion(RouteGroupBuilder one)
    {
        one.MapGet("", ReadAsync).WithName("getAgreement").WithSummary("Where a version stands, and who signed it.").WithETag();
        one.MapGet("/document", ReadDocumentAsync)
            .WithName("getAgreementDocument")
            .WithSummary("The canonical bytes (RFC 8785) that the parties sign: their SHA-256 is the content hash.")
            .Produces<System.Text.Json.Nodes.JsonObject>(StatusCodes.Status200OK, "application/json");
        one.MapGet("/odrl", ReadOdrlAsync)
            .WithName("getAgreementOdrl")
            .WithSummary("The same as a W3C ODRL policy in JSON-LD, for registers and tools. The document stays the agreement.")
            .Produces<System.Text.Json.Nodes.JsonObject>(StatusCodes.Status200OK, OdrlPolicy.MediaType);
        LegalCheckEndpoints.Map(one);
        ComparisonEndpoints.Map(one);
        SimulationEndpoints.MapStart(one);
        AgreementLifeEndpoints.Map(one);
        one.MapPost("/signatures", SignAsync)
            .WithName("signAgreement")
            .WithSummary("Signs a version in review for the caller's agency, over the content hash given and in the post named.")
            .RequireAgencyRole(AgencyRoles.AgencyAdmin)
            .WithProblems(ProblemTypes.Conflict)
            .WithETag()
            .WithAuditReceipt();
        one.MapPost("/activation", ActivateAsync)
            .WithName("activateAgreement")
            .WithSummary("Brings a version into force that every party has signed and the legal check passes; not by its drafter.")
            .RequirePartnershipRole(PartnershipRoles.Admin)
            .WithProblems(ProblemTypes.Conflict, ProblemTypes.AgreementUnlawful)
            .WithETag()
            .WithAuditReceipt();
        one.MapPost("/suspension", SuspendAsync)
            .WithName("suspendAgreement")
            .WithSummary("From the next request on it permits nothing; what it forbids stays forbidden.")
            .RequirePartnershipRole(PartnershipRoles.Admin)
            .WithProblems(ProblemTypes.Conflict)
            .WithETag()
            .WithAuditReceipt();
        one.MapDelete("/suspension", ResumeAsync)
            .WithName("resumeAgreement")
            .WithSummary("Lets a suspended agreement permit again.")
            .RequirePartnershipRole(PartnershipRoles.Admin)
            .WithProblems(ProblemTypes.Conflict)
            .WithETag()
            .WithAuditReceipt();
    }

    private static async Task<Ok<AgreementListResponse>> ListAsync(
        HttpContext context,
        AgreementRegistry registry,
        CancellationToken cancellationToken
    )
    {
        var all = await registry.ListAsync(context.GetCaller(), cancellationToken);
        return TypedResults.Ok(new AgreementListResponse([.. all.Select(item => AgreementResponse.From(item.Record))]));
    }

    private static async Task<Results<Created<AgreementResponse>, ProblemHttpResult>> DraftAsync(
        HttpContext context,
        IdempotencyKey key,
        AgreementBody body,
        AgreementRegistry registry,
        AccessDenials denials,
        CancellationToken cancellationToken
    )
    {
        var outcome = await registry.DraftAsync(context.GetCaller(), body.RetryUnder(key), cancellationToken);
        var (done, problem) = await AgreementAnswers.SortAsync(context, outcome, denials);
        return done is null
            ? problem ?? Problems.InternalError()
            : TypedResults.Created($"/api/agreements/{done.Record.Id}/versions/{done.Record.Version}", AgreementResponse.From(done.Record));
    }

    private static async Task<Results<Ok<AgreementResponse>, ProblemHttpResult>> ReadAsync(
        string id,
        int version,
        HttpContext context,
        AgreementRegistry registry,
        CancellationToken cancellationToken
    )
    {
        if (
            !AgreementId.TryParse(id, out var agreement)
            || await registry.FindAsync(context.GetCaller(), agreement, version, cancellationToken) is not { } found
        )
        {
            return Problems.NotFound();
        }

        context.Response.SetETag(found.Version);
        return TypedResults.Ok(AgreementResponse.From(found.Record));
    }

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> ReadDocumentAsync(
        string id,
        int version,
        HttpContext context,
        AgreementRegistry registry,
        CancellationToken cancellationToken
    ) =>
        AgreementId.TryParse(id, out var agreement)
        && await registry.FindDocumentAsync(context.GetCaller(), agreement, version, cancellationToken) is { } document
            ? TypedResults.Bytes(document.Canonical.ToArray(), "application/json")
            : Problems.NotFound();

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> ReadOdrlAsync(
        string id,
        int version,
        HttpContext context,
        AgreementRegistry registry,
        CancellationToken cancellationToken
    ) =>
        AgreementId.TryParse(id, out var agreement)
        && await registry.FindDocumentAsync(context.GetCaller(), agreement, version, cancellationToken) is { } document
            ? TypedResults.Bytes(System.Text.Encoding.UTF8.GetBytes(OdrlPolicy.Of(document).ToJsonString()), OdrlPolicy.MediaType)
            : Problems.NotFound();

    private static Task<Results<Ok<AgreementResponse>, ProblemHttpResult>> SignAsync(
        string id,
        int version,
        HttpContext context,
        JsonBody<SignatureRequest> body,
        AgreementSigning signing,
        AccessDenials denials,
        CancellationToken cancellationToken
    ) =>
        StepAsync(
            id,
            context,
            denials,
            agreement =>
                signing.SignAsync(context.GetCaller(), agreement, version, body.Value.ContentHash, body.Value.Signatory, cancellationToken)
        );

    private static Task<Results<Ok<AgreementResponse>, ProblemHttpResult>> ActivateAsync(
        string id,
        int version,
        HttpContext context,
        IfMatch ifMatch,
        AgreementSigning signing,
        AccessDenials denials,
        CancellationToken cancellationToken
    ) =>
        StepAsync(
            id,
            context,
            denials,
            agreement => signing.ActivateAsync(context.GetCaller(), agreement, version, ifMatch.Version, cancellationToken)
        );

    private static Task<Results<Ok<AgreementResponse>, ProblemHttpResult>> SuspendAsync(
        string id,
        int version,
        HttpContext context,
        IfMatch ifMatch,
        JsonBody<SuspensionRequest> body,
        AgreementSuspensions suspensions,
        AccessDenials denials,
        CancellationToken cancellationToken
    ) =>
        body.Value.Reason.Trim().Length is < 1 or > SuspensionRequest.MaximumReasonLength
            ? Task.FromResult<Results<Ok<AgreementResponse>, ProblemHttpResult>>(AgencyEndpoints.SuspensionReasonMissing())
            : StepAsync(
                id,
                context,
                denials,
                agreement =>
                    suspensions.SuspendAsync(context.GetCaller(), agreement, version, body.Value.Reason, ifMatch.Version, cancellationToken)
            );

    private static Task<Results<Ok<AgreementResponse>, ProblemHttpResult>> ResumeAsync(
        string id,
        int version,
        HttpContext context,
        IfMatch ifMatch,
        AgreementSuspensions suspensions,
        AccessDenials denials,
        CancellationToken cancellationToken
    ) =>
        StepAsync(
            id,
            context,
            denials,
            agreement => suspensions.ResumeAsync(context.GetCaller(), agreement, version, ifMatch.Version, cancellationToken)
        );

    internal static async Task<Results<Ok<AgreementResponse>, ProblemHttpResult>> StepAsync(
        string id,
        HttpContext context,
        AccessDenials denials,
        Func<AgreementId, ValueTask<AgreementOutcome>> step
    )
    {
        if (!AgreementId.TryParse(id, out var agreement))
        {
            return Problems.NotFound();
        }

        var (done, problem) = await AgreementAnswers.SortAsync(context, await step(agreement), denials);
        return done is null ? problem ?? Problems.InternalError() : TypedResults.Ok(AgreementResponse.From(done.Record));
    }
}
