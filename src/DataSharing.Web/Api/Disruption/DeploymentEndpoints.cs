using DataSharing.Audit;
using DataSharing.Disruption;
using DataSharing.Identity;
using DataSharing.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DataSharing.Web.Api;

/// <summary>One tactic used, or thought of, against subjects: proposed, carried through its states, ended.</summary>
public static class DeploymentEndpoints
{
    internal const AgencyRoles Roles = AgencyRoles.System | AgencyRoles.Practitioner | AgencyRoles.PanelMember | AgencyRoles.AgencyAdmin;
    private const int WordsBody = 256 * 1024;

    public static IEndpointRouteBuilder MapDeployments(this IEndpointRouteBuilder api)
    {
        var deployments = api.MapGroup("/deployments").WithTags("Deployments").RequireAnyRole(Roles, PartnershipRoles.PanelChair);
        Changing(
            deployments.MapPost("", ProposeAsync),
            "proposeDeployment",
            "Propose a tactic against subjects that the agency may refer to."
        );
        deployments
            .MapGet("/{id:guid}", ReadAsync)
            .WithName("getDeployment")
            .WithSummary("Read a deployment: what may come next, what is due, holds and history.")
            .WithProblems(ProblemTypes.NotFound)
            .WithETag()
            .WithAuditReceipt();
        Changing(
            deployments.MapPut("/{id:guid}", EditAsync),
            "editDeployment",
            "Change the case, the owner, evidence or terms; what is absent stays."
        );
        Changing(
            deployments.MapPost("/{id:guid}/transitions", MoveAsync),
            "moveDeployment",
            "Move to another state, with what its entry needs."
        );
        Changing(
            deployments.MapPost("/{id:guid}/events", RecordAsync),
            "recordDeploymentEvent",
            "Record what happened without a change of state."
        );
        Changing(
            deployments.MapPost("/{id:guid}/holds/{code}/lift", LiftAsync),
            "liftDeploymentHold",
            "Let a tactic go on after a second person reviewed a hold."
        );
        deployments.MapDocuments();
        return api;
    }

    internal static RouteHandlerBuilder Changing(RouteHandlerBuilder builder, string name, string summary) =>
        builder
            .WithName(name)
            .WithSummary(summary)
            .WithProblems(ProblemTypes.NotFound, ProblemTypes.DeploymentRefused)
            .WithMaximumBody(WordsBody)
            .WithETag()
            .WithAuditReceipt();

    private static async Task<Results<Created<DeploymentResponse>, ProblemHttpResult>> ProposeAsync(
        JsonBody<DeploymentBody> body,
        IdempotencyKey key,
        DeploymentService service,
        HttpContext context
    )
    {
        var sent = body.Value;
        if (DeploymentInput.Fault(sent) is { } fault)
        {
            return fault;
        }

        var draft = new DeploymentDraft(
            sent.Tactic,
            [.. sent.Subjects.Select(s => new SubjectInRole(s.Id.ToString("D"), s.Role))],
            sent.Purpose,
            sent.Objective
        )
        {
            On = sent.On,
            Owner = sent.Owner,
            ExcludedAgencies = sent.ExcludedAgencies ?? [],
            LegalClearanceAsked = sent.LegalClearanceAsked,
            Follows = sent.Follows?.ToString("D"),
        };
        var outcome = await service.ProposeAsync(
            context.GetCaller(),
            context.GetPartnershipHead(),
            draft,
            body.RetryUnder(key),
            context.RequestAborted
        );
        var answer = DeploymentAnswers.Of(context, outcome);
        return answer.Result is Ok<DeploymentResponse> { Value: { } made }
            ? TypedResults.Created($"/api/deployments/{made.Id}", made)
            : (ProblemHttpResult)answer.Result;
    }

    private static async Task<Results<Ok<DeploymentResponse>, ProblemHttpResult>> ReadAsync(
        Guid id,
        AccessPurpose purpose,
        AccessReason reason,
        DeploymentService service,
        HttpContext context
    ) =>
        DeploymentAnswers.Of(
            context,
            await service.ReadAsync(
                context.GetCaller(),
                context.GetPartnershipHead(),
                id.ToString("D"),
                new StatedAccess(purpose.Code, reason.Text),
                context.RequestAborted
            )
        );

    private static async Task<Results<Ok<DeploymentResponse>, ProblemHttpResult>> EditAsync(
        Guid id,
        JsonBody<DeploymentEditBody> body,
        IfMatch match,
        DeploymentService service,
        HttpContext context
    )
    {
        var sent = body.Value;
        if (DeploymentInput.Fault(sent) is { } fault)
        {
            return fault;
        }

        var edit = new DeploymentEdit
        {
            Objective = sent.Objective,
            Owner = sent.Owner,
            ImpactOnChild = sent.ImpactOnChild,
            Proportionality = sent.Proportionality,
            Evidence = sent.Evidence is null ? null : [.. sent.Evidence.Select(e => new EvidenceTick(e.Index, e.Done, e.SourceSensitive))],
            Terms = DeploymentInput.Drafts(sent.Terms),
            LegalAdvice = sent.LegalAdvice,
            LegalClearanceAsked = sent.LegalClearanceAsked,
            ExcludedAgencies = sent.ExcludedAgencies,
        };
        var (caller, head) = (context.GetCaller(), context.GetPartnershipHead());
        return DeploymentAnswers.Of(
            context,
            await service.EditAsync(caller, head, id.ToString("D"), match.Version, edit, context.RequestAborted)
        );
    }

    private static async Task<Results<Ok<DeploymentResponse>, ProblemHttpResult>> MoveAsync(
        Guid id,
        JsonBody<TransitionBody> body,
        IdempotencyKey key,
        IfMatch match,
        DeploymentService service,
        HttpContext context
    )
    {
        if (DeploymentInput.Fault(body.Value) is { } fault)
        {
            return fault;
        }

        var (caller, head, draft) = (context.GetCaller(), context.GetPartnershipHead(), DeploymentInput.Draft(body.Value));
        return DeploymentAnswers.Of(
            context,
            await service.TransitionAsync(
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

    private static async Task<Results<Ok<DeploymentResponse>, ProblemHttpResult>> RecordAsync(
        Guid id,
        JsonBody<DeploymentEventBody> body,
        IdempotencyKey key,
        IfMatch match,
        DeploymentService service,
        HttpContext context
    )
    {
        var sent = body.Value;
        if (DeploymentInput.Fault(sent) is { } fault)
        {
            return fault;
        }

        var draft = new EventDraft(sent.Kind, sent.On)
        {
            Note = sent.Note,
            HearingAt = sent.HearingAt,
            ExpiresAt = sent.ExpiresAt,
            Terms = DeploymentInput.Drafts(sent.Terms),
            Outcome = sent.Outcome,
        };
        var (caller, head) = (context.GetCaller(), context.GetPartnershipHead());
        return DeploymentAnswers.Of(
            context,
            await service.RecordEventAsync(
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

    private static async Task<Results<Ok<DeploymentResponse>, ProblemHttpResult>> LiftAsync(
        Guid id,
        string code,
        JsonBody<LiftBody> body,
        IdempotencyKey key,
        IfMatch match,
        DeploymentService service,
        HttpContext context
    )
    {
        if (DeploymentInput.Fault(body.Value) is { } fault)
        {
            return fault;
        }

        // Codes of holds are few and known; another word in the address may be anything.
        if (!HoldCodes.All.Contains(code, StringComparer.Ordinal))
        {
            return Problems.NotFound();
        }

        var (caller, head) = (context.GetCaller(), context.GetPartnershipHead());
        return DeploymentAnswers.Of(
            context,
            await service.LiftHoldAsync(
                caller,
                head,
                id.ToString("D"),
                match.Version,
                code,
                body.Value.Reason,
                body.RetryUnder(key),
                context.RequestAborted
            )
        );
    }
}
