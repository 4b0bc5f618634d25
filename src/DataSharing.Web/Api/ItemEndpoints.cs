using DataSharing.Audit;
using DataSharing.Entities;
using DataSharing.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DataSharing.Web.Api;

/// <summary>What agencies record of subjects: facts, links between them, and events.</summary>
public static class ItemEndpoints
{
    private const int MaximumBody = 64 * 1024;

    public static IEndpointRouteBuilder MapItems(this IEndpointRouteBuilder api)
    {
        var subject = api.MapGroup("/subjects/{id:guid}").WithTags("Facts, links and events").RequireAgencyRole(SubjectEndpoints.Writers);
        Record(subject.MapPost("/facts", RecordFactAsync))
            .WithName("recordFact")
            .WithSummary("Record a fact of a subject that the agency may refer to.");
        Close(subject.MapPost("/facts/{factId:guid}/closure", CloseFactAsync))
            .WithName("closeFact")
            .WithSummary("Say that a fact of the own agency no longer holds.");
        Record(subject.MapPost("/links", RecordLinkAsync)).WithName("recordLink").WithSummary("Record a link from a subject to another.");
        Close(subject.MapPost("/links/{linkId:guid}/closure", CloseLinkAsync))
            .WithName("closeLink")
            .WithSummary("Say that a link of the own agency no longer holds.");
        Record(api.MapPost("/events", RecordEventAsync))
            .WithTags("Facts, links and events")
            .RequireAgencyRole(SubjectEndpoints.Writers)
            .WithName("recordEvent")
            .WithSummary("Record an event and what each participant was in it.");
        return api;
    }

    private static RouteHandlerBuilder Record(RouteHandlerBuilder route) =>
        route.WithProblems(ProblemTypes.NotFound).WithMaximumBody(MaximumBody).WithETag().WithAuditReceipt();

    private static RouteHandlerBuilder Close(RouteHandlerBuilder route) =>
        route.WithProblems(ProblemTypes.NotFound, ProblemTypes.Conflict).WithMaximumBody(1024).WithETag().WithAuditReceipt();

    private static async Task<Results<Created<ItemRecorded>, ProblemHttpResult>> RecordFactAsync(
        Guid id,
        JsonBody<FactBody> body,
        IdempotencyKey key,
        AccessPurpose purpose,
        AccessReason reason,
        FactService facts,
        TimeProvider time,
        HttpContext context
    )
    {
        if (!ItemInput.TryRead(body.Value, LondonCalendar.DateOf(time.GetUtcNow()), out var draft, out var refused))
        {
            return refused;
        }

        var (caller, head) = (context.GetCaller(), context.GetPartnershipHead());
        var access = new StatedAccess(purpose.Code, reason.Text);
        var outcome = await facts.RecordAsync(caller, head, id.ToString("D"), draft, access, body.RetryUnder(key), context.RequestAborted);
        return Recorded(context, outcome, $"/api/subjects/{id:D}");
    }

    private static async Task<Results<Ok<ItemRecorded>, ProblemHttpResult>> CloseFactAsync(
        Guid id,
        Guid factId,
        JsonBody<ClosureBody> body,
        IfMatch version,
        AccessPurpose purpose,
        AccessReason reason,
        FactService facts,
        TimeProvider time,
        HttpContext context
    )
    {
        if (ItemInput.Fault(body.Value, LondonCalendar.DateOf(time.GetUtcNow())) is { } refused)
        {
            return refused;
        }

        var access = new StatedAccess(purpose.Code, reason.Text);
        var outcome = await facts.CloseAsync(
            context.GetCaller(),
            id.ToString("D"),
            factId.ToString("D"),
            body.Value.LastDay,
            version.Version,
            access,
            context.RequestAborted
        );
        return Closed(context, outcome);
    }

    private static async Task<Results<Created<ItemRecorded>, ProblemHttpResult>> RecordLinkAsync(
        Guid id,
        JsonBody<LinkBody> body,
        IdempotencyKey key,
        AccessPurpose purpose,
        AccessReason reason,
        LinkService links,
        TimeProvider time,
        HttpContext context
    )
    {
        if (!ItemInput.TryRead(body.Value, id.ToString("D"), LondonCalendar.DateOf(time.GetUtcNow()), out var draft, out var refused))
        {
            return refused;
        }

        var (caller, head) = (context.GetCaller(), context.GetPartnershipHead());
        var access = new StatedAccess(purpose.Code, reason.Text);
        var outcome = await links.RecordAsync(caller, head, draft, access, body.RetryUnder(key), context.RequestAborted);
        return Recorded(context, outcome, $"/api/subjects/{id:D}");
    }

    private static async Task<Results<Ok<ItemRecorded>, ProblemHttpResult>> CloseLinkAsync(
        Guid id,
        Guid linkId,
        JsonBody<ClosureBody> body,
        IfMatch version,
        AccessPurpose purpose,
        AccessReason reason,
        LinkService links,
        TimeProvider time,
        HttpContext context
    )
    {
        if (ItemInput.Fault(body.Value, LondonCalendar.DateOf(time.GetUtcNow())) is { } refused)
        {
            return refused;
        }

        var access = new StatedAccess(purpose.Code, reason.Text);
        var outcome = await links.CloseAsync(
            context.GetCaller(),
            id.ToString("D"),
            linkId.ToString("D"),
            body.Value.LastDay,
            version.Version,
            access,
            context.RequestAborted
        );
        return Closed(context, outcome);
    }

    private static async Task<Results<Created<ItemRecorded>, ProblemHttpResult>> RecordEventAsync(
        JsonBody<EventBody> body,
        IdempotencyKey key,
        AccessPurpose purpose,
        AccessReason reason,
        EventService events,
        TimeProvider time,
        HttpContext context
    )
    {
        if (!ItemInput.TryRead(body.Value, time.GetUtcNow(), out var draft, out var refused))
        {
            return refused;
        }

        var (caller, head) = (context.GetCaller(), context.GetPartnershipHead());
        var access = new StatedAccess(purpose.Code, reason.Text);
        var outcome = await events.RecordAsync(caller, head, draft, access, body.RetryUnder(key), context.RequestAborted);
        return Recorded(context, outcome, $"/api/subjects/{draft.Participants[0].SubjectId}");
    }

    // Facts, links and events are read with their subjects, so that is where they are to be found.
    private static Results<Created<ItemRecorded>, ProblemHttpResult> Recorded(HttpContext context, ItemOutcome outcome, string location)
    {
        if (outcome is ItemOutcome.Done done)
        {
            context.Response.SetETag(done.Version);
            context.Response.SetAuditReceipt(done.Receipt);
            return TypedResults.Created(location, new ItemRecorded(done.Id));
        }

        return Refused(context, outcome);
    }

    private static Results<Ok<ItemRecorded>, ProblemHttpResult> Closed(HttpContext context, ItemOutcome outcome)
    {
        if (outcome is ItemOutcome.Done done)
        {
            context.Response.SetETag(done.Version);
            context.Response.SetAuditReceipt(done.Receipt);
            return TypedResults.Ok(new ItemRecorded(done.Id));
        }

        return Refused(context, outcome);
    }

    private static ProblemHttpResult Refused(HttpContext context, ItemOutcome outcome)
    {
        switch (outcome)
        {
            case ItemOutcome.NotFound missing:
                context.Response.SetAuditReceipt(missing.Receipt);
                return Problems.NotFound();
            case ItemOutcome.KeyReused:
                return Problems.IdempotencyKeyReused();
            case ItemOutcome.Changed changed:
                return Problems.PreconditionFailed(context, changed.Current);
            case ItemOutcome.AlreadyClosed:
                return Problems.Conflict("It was closed before.");
            case ItemOutcome.DoesNotFit fault:
                return Problems.InvalidField(fault.Member, fault.Rule);
            default:
                throw new InvalidOperationException("An outcome that this endpoint does not know.");
        }
    }
}
