using DataSharing.Agreements;
using DataSharing.Exchange;
using DataSharing.Identity;
using DataSharing.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace DataSharing.Web.Api;

/// <summary>
/// The public decision door: OpenID AuthZEN Authorization API 1.0. A program asks before it shares by a way of its own; the answer is the
/// decision that <c>POST /api/disclosures</c> would rest on, and is recorded before it is given (docs/adr/0049).
/// </summary>
public static class AccessEndpoints
{
    /// <summary>Each is decided and recorded, so that a batch is bounded by what one request may cost.</summary>
    public const int MaximumEvaluations = 50;

    private const string One = "/access/v1/evaluation";
    private const string Several = "/access/v1/evaluations";
    private const int MaximumBody = 256 * 1024;

    public static IEndpointRouteBuilder MapAccess(this IEndpointRouteBuilder app)
    {
        Describe(app.MapPost(One, EvaluateAsync))
            .WithName("evaluateAccess")
            .WithSummary("AuthZEN Access Evaluation: may the caller's agency disclose these categories about a subject to another agency?");
        Describe(app.MapPost(Several, EvaluateAllAsync))
            .WithName("evaluateAccesses")
            .WithSummary("AuthZEN Access Evaluations: up to 50 at once, with defaults, all of them or up to the first permit or denial.");
        app.MapGet("/.well-known/authzen-configuration", Configuration)
            .AllowAnonymous()
            .WithTags("Access")
            .WithName("getAccessConfiguration")
            .WithSummary("AuthZEN discovery: where the decision doors are.");
        return app;
    }

    private static RouteHandlerBuilder Describe(RouteHandlerBuilder door) =>
        door.WithTags("Access")
            .RequireAgencyRole(AgencyRoles.System | AgencyRoles.Practitioner)
            .WithMaximumBody(MaximumBody)
            .WithProblems(ProblemTypes.InvalidHeader)
            .WithMetadata(
                new RequestHeaderMetadata(
                    RequestIds.HeaderName,
                    Required: false,
                    "Names the request; comes back with the answer.",
                    "bfe9eb29-ab87-4ca3-be83-a1d5d8305716",
                    1,
                    RequestIds.MaximumLength
                ),
                new ResponseHeaderMetadata(RequestIds.HeaderName, "As it was sent; one of ours where none was.", "bfe9eb29-ab87-4ca3")
            )
            .WithAuditReceipt();

    private static async Task<Results<Ok<EvaluationResponse>, ProblemHttpResult>> EvaluateAsync(
        JsonBody<EvaluationBody> body,
        AccessEvaluations evaluations,
        HttpContext context
    )
    {
        var (answer, malformed) = await AnswerOneAsync(body.Value, evaluations, context);
        return answer is null ? malformed : TypedResults.Ok(answer);
    }

    private static async Task<Results<Ok<EvaluationsResponse>, ProblemHttpResult>> EvaluateAllAsync(
        JsonBody<EvaluationsBody> body,
        AccessEvaluations evaluations,
        HttpContext context
    )
    {
        var sent = body.Value;
        if (sent.Evaluations is not { Count: > 0 } asked)
        {
            var single = new EvaluationBody(sent.Subject, sent.Action, sent.Resource, sent.Context);
            var (answer, malformed) = await AnswerOneAsync(single, evaluations, context);
            return answer is null ? malformed : TypedResults.Ok(new EvaluationsResponse(null, answer.Decision, answer.Context));
        }

        if (asked.Count > MaximumEvaluations)
        {
            return Problems.InvalidField("/evaluations", $"At most {MaximumEvaluations} at once.");
        }

        var each = asked.Select(one => WithDefaults(sent, one));
        IReadOnlyList<EvaluationResponse>? answers = sent.Options?.EvaluationsSemantic switch
        {
            null or "execute_all" => await Task.WhenAll(each.Select(one => AnswerAsync(one, evaluations, context))),
            "deny_on_first_deny" => await UntilAsync(each, decision: false, evaluations, context),
            "permit_on_first_permit" => await UntilAsync(each, decision: true, evaluations, context),
            _ => null,
        };
        if (answers is null)
        {
            return Problems.InvalidField(
                "/options/evaluations_semantic",
                "One of execute_all, deny_on_first_deny, permit_on_first_permit."
            );
        }

        // One header for the whole answer; each evaluation carries its own.
        context.Response.SetAuditReceipt(new Audit.AuditReceipt(answers[^1].Context.Receipt));
        return TypedResults.Ok(new EvaluationsResponse(answers));
    }

    /// <summary>A body that the specification itself refuses is a problem; everything else is answered and recorded.</summary>
    private static async Task<(EvaluationResponse? Answer, ProblemHttpResult Malformed)> AnswerOneAsync(
        EvaluationBody sent,
        AccessEvaluations evaluations,
        HttpContext context
    )
    {
        if (
            !AccessInput.TryRead(sent, context.GetCaller().Agency, out _, out var fault)
            && fault is { Status: StatusCodes.Status400BadRequest }
        )
        {
            return (null, Problems.InvalidField(fault.Pointer, fault.Message));
        }

        var answer = await AnswerAsync(sent, evaluations, context);
        context.Response.SetAuditReceipt(new Audit.AuditReceipt(answer.Context.Receipt));
        return (answer, Problems.InternalError());
    }

    private static async Task<List<EvaluationResponse>> UntilAsync(
        IEnumerable<EvaluationBody> each,
        bool decision,
        AccessEvaluations evaluations,
        HttpContext context
    )
    {
        var answers = new List<EvaluationResponse>();
        foreach (var one in each)
        {
            answers.Add(await AnswerAsync(one, evaluations, context));
            if (answers[^1].Decision == decision)
            {
                break;
            }
        }

        return answers;
    }

    /// <summary>Own members beat the defaults whole; an entity that lacks its type or id alone takes that from the default (certification scenario, 2026).</summary>
    private static EvaluationBody WithDefaults(EvaluationsBody sent, EvaluationBody one) =>
        new(
            Entity(one.Subject, sent.Subject),
            one.Action is null ? sent.Action : one.Action with { Name = one.Action.Name ?? sent.Action?.Name },
            Entity(one.Resource, sent.Resource),
            one.Context ?? sent.Context
        );

    private static AccessEntity? Entity(AccessEntity? own, AccessEntity? common) =>
        own is null ? common : own with { Type = own.Type ?? common?.Type, Id = own.Id ?? common?.Id };

    private static async Task<EvaluationResponse> AnswerAsync(EvaluationBody sent, AccessEvaluations evaluations, HttpContext context)
    {
        var (caller, aborted) = (context.GetCaller(), context.RequestAborted);
        return AccessInput.TryRead(sent, caller.Agency, out var draft, out var fault)
            ? Say(await evaluations.EvaluateAsync(caller, context.GetPartnershipHead(), draft, aborted), fault)
            : Say(await evaluations.RefuseAsync(caller, fault.Code, aborted), fault);
    }

    private static EvaluationResponse Say(EvaluationAnswer answer, EvaluationError? fault) =>
        answer switch
        {
            EvaluationAnswer.Decided decided => Say(decided),
            EvaluationAnswer.SubjectNotFound => Refuse(
                answer,
                new EvaluationError(StatusCodes.Status404NotFound, "not-found", "/resource", "Not there, or not for you.")
            ),
            EvaluationAnswer.NotARecipient => Refuse(
                answer,
                new EvaluationError(
                    StatusCodes.Status422UnprocessableEntity,
                    "not-a-recipient",
                    "/action/properties/to",
                    "Another agency of the partnership."
                )
            ),
            EvaluationAnswer.NotUnderstood when fault is not null => Refuse(answer, fault),
            _ => throw new InvalidOperationException("An answer that this endpoint does not know."),
        };

    private static EvaluationResponse Say(EvaluationAnswer.Decided decided)
    {
        // The most telling first: of what is withheld, what came nearest to a permission.
        (string Code, string Sentence)[] reasons =
        [
            .. decided.Decision.Reasons.Reverse().Select(reason => (reason.Code(), reason.Sentence())),
        ];
        if (decided.NeedsAPerson)
        {
            reasons =
            [
                ("release-needs-a-person", "The agreement releases this by hand: a person of the agency has to send it."),
                .. reasons,
            ];
        }

        return new EvaluationResponse(
            decided.IsPermitted,
            new EvaluationContext(
                decided.Id,
                decided.Receipt.Text,
                [.. reasons.Select(reason => reason.Code)],
                reasons.Length == 0 ? null : In(reasons[0].Sentence),
                DecisionResponse.From(RecordedDecision.Of(decided.Decision))
            )
        );
    }

    private static EvaluationResponse Refuse(EvaluationAnswer answer, EvaluationError error) =>
        new(false, new EvaluationContext(answer.Id, answer.Receipt.Text, [error.Code], In(error.Message), Error: error));

    private static Dictionary<string, string> In(string english) => new(StringComparer.Ordinal) { ["en"] = english };

    private static Ok<AccessConfiguration> Configuration(HttpContext context, IOptions<PageSessionOptions> pages)
    {
        // The address that others know us under, where one is set; never a header that a front end did not mean for us.
        var at = pages.Value.PublicAddress?.GetLeftPart(UriPartial.Authority) ?? $"{context.Request.Scheme}://{context.Request.Host.Value}";
        return TypedResults.Ok(new AccessConfiguration(at, at + One, at + Several));
    }
}
