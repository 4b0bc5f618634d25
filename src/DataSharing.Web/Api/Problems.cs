using System.Diagnostics;
using System.Globalization;
using DataSharing.Agreements;
using DataSharing.Disruption;
using DataSharing.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Api;

/// <summary>
/// Makes the problem details (RFC 9457) that every refusal and failure is answered with. Details are fixed sentences of ours and names of
/// our fields: they never repeat what the caller sent, because that may be somebody's name.
/// </summary>
public static class Problems
{
    private const string TraceIdMember = "traceId";

    /// <summary>The body is not JSON, is empty, or breaks a rule of the reader (depth, duplicate members, encoding).</summary>
    public static ProblemHttpResult InvalidBody(string detail, string? pointer = null) =>
        Of(ProblemTypes.InvalidBody, detail, ("pointer", pointer));

    /// <summary>An agreement document that cannot be one. <c>findings</c> lists what is wrong, each with a code and a pointer.</summary>
    public static ProblemHttpResult InvalidAgreement(IReadOnlyList<AgreementFinding> findings)
    {
        ArgumentNullException.ThrowIfNull(findings);
        FindingResponse[] said = [.. findings.Select(FindingResponse.From)];
        var problem = Of(ProblemTypes.InvalidField, said[0].Detail, ("findings", said));
        problem.ProblemDetails.Extensions["pointer"] = said[0].Pointer;
        return problem;
    }

    /// <summary>An agreement that the legal check refuses, or that waits for sign-offs. <c>findings</c> lists each with its source.</summary>
    public static ProblemHttpResult AgreementTooTangled() =>
        Of(ProblemTypes.AgreementTooTangled, "Its rules overlap in more ways than can be worked out.");

    public static ProblemHttpResult AgreementUnlawful(IReadOnlyList<LegalFinding> findings)
    {
        ArgumentNullException.ThrowIfNull(findings);
        LegalFindingResponse[] said = [.. findings.Take(AgreementDocument.MaximumFindings).Select(LegalFindingResponse.From)];
        var problem = Of(ProblemTypes.AgreementUnlawful, said[0].Detail, ("findings", said));
        problem.ProblemDetails.Extensions["pointer"] = said[0].Pointer;
        return problem;
    }

    /// <param name="pointer">RFC 6901 pointer to the field; empty for the whole body.</param>
    /// <param name="detail">The rule that was broken. Never the value.</param>
    public static ProblemHttpResult InvalidField(string pointer, string detail) =>
        Of(ProblemTypes.InvalidField, detail, ("pointer", pointer));

    public static ProblemHttpResult InvalidHeader(string header, string detail) =>
        Of(ProblemTypes.InvalidHeader, detail, ("header", header));

    public static ProblemHttpResult InvalidQuery(string parameter, string detail) =>
        Of(ProblemTypes.InvalidQuery, detail, ("parameter", parameter));

    /// <summary>Altered, expired with its key, or made for another caller, purpose or query: all alike.</summary>
    public static ProblemHttpResult InvalidCursor() =>
        Of(ProblemTypes.InvalidCursor, "Start again without a cursor.", ("parameter", "cursor"));

    public static ProblemHttpResult Unauthenticated() => Of(ProblemTypes.Unauthenticated);

    public static ProblemHttpResult CallerNotRegistered() => Of(ProblemTypes.CallerNotRegistered);

    public static ProblemHttpResult AgencySuspended() => Of(ProblemTypes.AgencySuspended);

    public static ProblemHttpResult PersonSuspended() => Of(ProblemTypes.PersonSuspended);

    public static ProblemHttpResult ForbiddenRole() => Of(ProblemTypes.ForbiddenRole);

    /// <param name="decision">The decision, with reasons and rules for each category.</param>
    public static ProblemHttpResult SharingRefused(RecordedDecision decision) =>
        Of(ProblemTypes.SharingRefused, null, ("decision", DecisionResponse.From(decision)));

    /// <summary>The agreement permits it by hand only, and a system asked.</summary>
    public static ProblemHttpResult ReleaseNeedsAPerson() =>
        Of(ProblemTypes.ReleaseNeedsAPerson, "The agreement releases this by hand: a person of the agency has to send it.");

    /// <summary>Not there, or not the caller's: the answer is the same to the byte, apart from the trace id.</summary>
    public static ProblemHttpResult NotFound() => Of(ProblemTypes.NotFound);

    public static ProblemHttpResult NeedsAnotherOfficer() =>
        Of(ProblemTypes.NeedsAnotherOfficer, "You did this yourself. Another officer of your agency has to review it.");

    public static ProblemHttpResult Conflict(string detail) => Of(ProblemTypes.Conflict, detail);

    /// <summary>Events are delivered in the process that relays them, so nothing is put aside.</summary>
    public static ProblemHttpResult NoBroker() =>
        Of(ProblemTypes.NoBroker, "This deployment delivers events itself: there are no dead letters.");

    /// <param name="code">Which rule; docs/panels.md lists them.</param>
    /// <param name="detail">The rule, in a sentence of ours.</param>
    public static ProblemHttpResult PanelRule(string code, string detail) => Of(ProblemTypes.PanelRule, detail, ("code", code));

    /// <summary>
    /// A member of the body that breaks a rule (400) where every reason is one, else the deployment itself (409). <c>reasons</c> lists everything
    /// that stands in the way, each with a code (docs/tactics.md), a detail and, where a member is at fault, its pointer.
    /// </summary>
    public static ProblemHttpResult DeploymentRefused(IReadOnlyList<RuleRefusal> reasons)
    {
        ArgumentNullException.ThrowIfNull(reasons);
        if (reasons.All(r => r.Pointer is not null and not "/to" and not "/kind"))
        {
            var field = Of(ProblemTypes.InvalidField, reasons[0].Detail, ("reasons", reasons));
            field.ProblemDetails.Extensions["pointer"] = reasons[0].Pointer;
            return field;
        }

        var first = reasons.First(r => r.Pointer is null or "/to" or "/kind");
        return Of(ProblemTypes.DeploymentRefused, first.Detail, ("reasons", reasons));
    }

    /// <param name="holds">What forbids it: <c>legal-hold</c>, <c>emergency-open</c>, <c>request-open</c>, <c>deployment-live</c>.</param>
    public static ProblemHttpResult DisposalHeld(IReadOnlyCollection<string> holds) =>
        Of(ProblemTypes.DisposalHeld, null, ("holds", holds));

    /// <summary>It was erased while, or before, this was recorded. Only the agency that erased it can meet this.</summary>
    public static ProblemHttpResult Disposed() => Of(ProblemTypes.Disposed);

    /// <summary>Answers with the current ETag, so that the client can read the record again and decide.</summary>
    public static ProblemHttpResult PreconditionFailed(HttpContext context, RowVersion current)
    {
        context.Response.SetETag(current);
        return Of(ProblemTypes.PreconditionFailed);
    }

    public static ProblemHttpResult PreconditionRequired() =>
        Of(ProblemTypes.PreconditionRequired, "Send the ETag that was read in If-Match.", ("header", "If-Match"));

    public static ProblemHttpResult BodyTooLarge(long maximumBytes) =>
        Of(ProblemTypes.BodyTooLarge, string.Create(CultureInfo.InvariantCulture, $"A body here has at most {maximumBytes} bytes."));

    public static ProblemHttpResult UnsupportedMediaType(string detail) => Of(ProblemTypes.UnsupportedMediaType, detail);

    public static ProblemHttpResult IdempotencyKeyReused() => Of(ProblemTypes.IdempotencyKeyReused, null, ("header", "Idempotency-Key"));

    public static ProblemHttpResult TooManyRequests(HttpContext context, TimeSpan retryAfter) =>
        WithRetryAfter(context, retryAfter, ProblemTypes.TooManyRequests);

    public static ProblemHttpResult InternalError() => Of(ProblemTypes.InternalError);

    /// <summary>The store or the key ring cannot answer, or the platform is full: nothing leaves, and the client comes back.</summary>
    public static ProblemHttpResult Unavailable(HttpContext context) =>
        WithRetryAfter(context, TimeSpan.FromSeconds(2), ProblemTypes.Unavailable);

    /// <summary>Whether the act happened is unknown to the client; a retry with the same Idempotency-Key finds out.</summary>
    public static ProblemHttpResult TimedOut(HttpContext context) =>
        WithRetryAfter(context, TimeSpan.FromSeconds(2), ProblemTypes.TimedOut);

    /// <summary>The problem for a status that the framework set without a body.</summary>
    public static ProblemHttpResult ForStatus(int status) =>
        Of(
            status switch
            {
                StatusCodes.Status401Unauthorized => ProblemTypes.Unauthenticated,
                StatusCodes.Status403Forbidden => ProblemTypes.ForbiddenRole,
                StatusCodes.Status404NotFound => ProblemTypes.NotFound,
                StatusCodes.Status405MethodNotAllowed => ProblemTypes.MethodNotAllowed,
                StatusCodes.Status406NotAcceptable => ProblemTypes.NotAcceptable,
                StatusCodes.Status408RequestTimeout => ProblemTypes.RequestTimeout,
                StatusCodes.Status413PayloadTooLarge => ProblemTypes.BodyTooLarge,
                StatusCodes.Status415UnsupportedMediaType => ProblemTypes.UnsupportedMediaType,
                StatusCodes.Status429TooManyRequests => ProblemTypes.TooManyRequests,
                StatusCodes.Status503ServiceUnavailable => ProblemTypes.Unavailable,
                < StatusCodes.Status500InternalServerError => ProblemTypes.MalformedRequest,
                _ => ProblemTypes.InternalError,
            }
        );

    /// <summary>The id that finds the request in traces and logs.</summary>
    public static string? TraceIdOf(ProblemHttpResult problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return problem.ProblemDetails.Extensions.TryGetValue(TraceIdMember, out var id) ? id as string : null;
    }

    private static ProblemHttpResult WithRetryAfter(HttpContext context, TimeSpan retryAfter, ProblemType type)
    {
        var seconds = Math.Max(1, (long)Math.Ceiling(retryAfter.TotalSeconds));
        context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return Of(type);
    }

    private static ProblemHttpResult Of(ProblemType type, string? detail = null, (string? Name, object? Value) member = default)
    {
        var details = new ProblemDetails
        {
            Type = type.Uri,
            Title = type.Title,
            Status = (int)type.Status,
            Detail = detail,
        };
        if (member is ({ } name, { } value))
        {
            details.Extensions[name] = value;
        }

        // Without a collector there is no span; the id then stands in our own log line alone.
        details.Extensions[TraceIdMember] = (Activity.Current?.TraceId ?? ActivityTraceId.CreateRandom()).ToHexString();
        return TypedResults.Problem(details);
    }
}
