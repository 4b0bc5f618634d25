using DataSharing.Disruption;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DataSharing.Web.Api;

/// <summary>One way of answering for every change of a deployment.</summary>
internal static class DeploymentAnswers
{
    public static Results<Ok<DeploymentResponse>, ProblemHttpResult> Of(HttpContext context, DeploymentOutcome outcome)
    {
        switch (outcome)
        {
            case DeploymentOutcome.Done done:
                context.Response.SetETag(done.Version);
                context.Response.SetAuditReceipt(done.Receipt);
                return TypedResults.Ok(DeploymentResponse.Of(done.View));
            case DeploymentOutcome.NotFound missing:
                context.Response.SetAuditReceipt(missing.Receipt);
                return Problems.NotFound();
            case DeploymentOutcome.Changed changed:
                return Problems.PreconditionFailed(context, changed.Current);
            case DeploymentOutcome.KeyReused:
                return Problems.IdempotencyKeyReused();
            case DeploymentOutcome.Refused refused:
                context.Response.SetAuditReceipt(refused.Receipt);
                return Problems.DeploymentRefused(refused.Reasons);
            default:
                throw new InvalidOperationException("An outcome that this endpoint does not know.");
        }
    }
}
