using DataSharing.Panels;
using DataSharing.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DataSharing.Web.Api;

/// <summary>Answers for the outcomes that everything about panels shares.</summary>
public sealed class PanelAnswers(AccessDenials denials)
{
    /// <summary>What was done, its receipt and ETag on the response; or the problem to answer with.</summary>
    internal async ValueTask<(T? Value, ProblemHttpResult Problem)> SortAsync<T>(HttpContext context, PanelOutcome<T> outcome)
        where T : class
    {
        switch (outcome)
        {
            case PanelOutcome<T>.Done done:
                context.Response.SetAuditReceipt(done.Receipt);
                context.Response.SetETag(done.Version);
                return (done.Value, Problems.InternalError());
            case PanelOutcome<T>.NotFound none:
                context.Response.SetAuditReceipt(none.Receipt);
                return (null, Problems.NotFound());
            case PanelOutcome<T>.Forbidden:
                return (null, await denials.ForbidAsync(context, context.GetCaller()));
            case PanelOutcome<T>.Changed { Current: var current }:
                return (null, Problems.PreconditionFailed(context, current));
            case PanelOutcome<T>.Refused { Reason: { Pointer: { } pointer } reason }:
                return (null, Problems.InvalidField(pointer, reason.Detail));
            case PanelOutcome<T>.Refused { Reason: var reason }:
                return (null, Problems.PanelRule(reason.Code, reason.Detail));
            case PanelOutcome<T>.KeyReused:
                return (null, Problems.IdempotencyKeyReused());
            default:
                throw new InvalidOperationException("An outcome that this release does not know.");
        }
    }
}
