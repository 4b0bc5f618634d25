using System.Net.Http.Headers;
using DataSharing.Audit;
using DataSharing.Disruption;
using DataSharing.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DataSharing.Web.Api;

/// <summary>The documents of a deployment: orders, notices, evidence.</summary>
internal static class DeploymentDocumentEndpoints
{
    private const int DocumentBodyBytes = 6 * 1024 * 1024;

    public static void MapDocuments(this IEndpointRouteBuilder deployments)
    {
        DeploymentEndpoints
            .Changing(
                deployments.MapPost("/{id:guid}/documents", AddDocumentAsync),
                "addDeploymentDocument",
                "Add an order, a notice or evidence."
            )
            .WithMaximumBody(DocumentBodyBytes);
        deployments
            .MapGet("/{id:guid}/documents/{number:int}", ReadDocumentAsync)
            .WithName("getDeploymentDocument")
            .WithSummary("Read a document as it was added.")
            .Produces<byte[]>(StatusCodes.Status200OK, DocumentTypes.All[0], [.. DocumentTypes.All.Skip(1)])
            .WithProblems(ProblemTypes.NotFound)
            .WithAuditReceipt();
    }

    private static async Task<Results<Ok<DeploymentResponse>, ProblemHttpResult>> AddDocumentAsync(
        Guid id,
        JsonBody<DocumentBody> body,
        IdempotencyKey key,
        IfMatch match,
        DeploymentDocuments documents,
        HttpContext context
    )
    {
        if (DeploymentInput.Fault(body.Value) is { } fault)
        {
            return fault;
        }

        var (caller, head) = (context.GetCaller(), context.GetPartnershipHead());
        var draft = new DocumentDraft(body.Value.Name, body.Value.MediaType, body.Value.Content);
        return DeploymentAnswers.Of(
            context,
            await documents.AddDocumentAsync(
                caller,
                head,
                id.ToString("D"),
                match.Version,
                draft,
                body.RetryUnder(key),
                context.RequestAborted
            )
        );
    }

    private static async Task<IResult> ReadDocumentAsync(
        Guid id,
        int number,
        AccessPurpose purpose,
        AccessReason reason,
        DeploymentDocuments documents,
        HttpContext context
    )
    {
        var access = new StatedAccess(purpose.Code, reason.Text);
        var (caller, head) = (context.GetCaller(), context.GetPartnershipHead());
        switch (await documents.ReadDocumentAsync(caller, head, id.ToString("D"), number, access, context.RequestAborted))
        {
            case DocumentOutcome.Found found:
                context.Response.SetAuditReceipt(found.Receipt);
                // Never shown in place: what somebody uploaded must not run as a page of ours.
                context.Response.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment")
                {
                    FileNameStar = found.Name,
                }.ToString();
                return TypedResults.Bytes(found.Content, found.Record.MediaType);
            case DocumentOutcome.NotFound missing:
                context.Response.SetAuditReceipt(missing.Receipt);
                return Problems.NotFound();
            default:
                throw new InvalidOperationException("An outcome that this endpoint does not know.");
        }
    }
}
