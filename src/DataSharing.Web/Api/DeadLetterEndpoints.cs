using System.Globalization;
using DataSharing.Identity;
using DataSharing.Messaging;
using DataSharing.Web.Events;
using DataSharing.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DataSharing.Web.Api;

/// <summary>Events that the broker gave up delivering: an administrator of the partnership sees which and why, has them handled again, or drops them.</summary>
public static class DeadLetterEndpoints
{
    public static IEndpointRouteBuilder MapDeadLetters(this IEndpointRouteBuilder api)
    {
        var letters = api.MapGroup("/dead-letters")
            .WithTags("Dead letters")
            .RequirePartnershipRole(PartnershipRoles.Admin)
            .WithProblems(ProblemTypes.NoBroker, ProblemTypes.Unavailable);
        letters
            .MapGet("", ListAsync)
            .WithName("listDeadLetters")
            .WithSummary("Messages that the broker put aside, oldest first: ids, codes and times, never what they hold.")
            .WithProblems(ProblemTypes.InvalidCursor)
            .WithAuditReceipt();
        letters
            .MapPost("/{id}/replay", ReplayAsync)
            .WithName("replayDeadLetter")
            .WithSummary("Has the event handled again. What was handled meanwhile is not handled twice.")
            .WithProblems(ProblemTypes.NotFound)
            .WithAuditReceipt();
        letters
            .MapPost("/{id}/discard", DiscardAsync)
            .WithName("discardDeadLetter")
            .WithSummary("Throws the message away for good, with a reason. The event itself is not lost by it.")
            .WithProblems(ProblemTypes.NotFound)
            .WithAuditReceipt();
        return api;
    }

    private static async Task<Results<Ok<DeadLetterListResponse>, ProblemHttpResult>> ListAsync(
        string? cursor,
        HttpContext context,
        DeadLetterDesk desk,
        CursorProtector cursors
    )
    {
        var caller = context.GetCaller();
        var scope = new CursorScope(caller.Actor, null, "dead-letters");
        var opened = cursor is null ? "0" : await cursors.OpenAsync(cursor, scope, context.RequestAborted);
        if (!long.TryParse(opened, NumberStyles.None, CultureInfo.InvariantCulture, out var from))
        {
            return Problems.InvalidCursor();
        }

        return await AskAsync<DeadLetterListResponse>(
            context,
            async () =>
            {
                var (items, next, receipt) = await desk.ListAsync(caller, from, context.RequestAborted);
                context.Response.SetAuditReceipt(receipt);
                var further = next is { } number
                    ? await cursors.ProtectAsync(number.ToString(CultureInfo.InvariantCulture), scope, context.RequestAborted)
                    : null;
                return TypedResults.Ok(new DeadLetterListResponse([.. items.Select(DeadLetterResponse.From)], further));
            }
        );
    }

    private static async Task<Results<Ok<DeadLetterReplayResponse>, ProblemHttpResult>> ReplayAsync(
        string id,
        HttpContext context,
        DeadLetterDesk desk
    ) =>
        await AskAsync<DeadLetterReplayResponse>(
            context,
            async () =>
            {
                var (outcome, receipt) = await desk.ReplayAsync(context.GetCaller(), id, context.RequestAborted);
                context.Response.SetAuditReceipt(receipt);
                return outcome is null ? Problems.NotFound() : TypedResults.Ok(new DeadLetterReplayResponse(outcome));
            }
        );

    private static async Task<Results<NoContent, ProblemHttpResult>> DiscardAsync(
        string id,
        HttpContext context,
        JsonBody<DiscardRequest> body,
        DeadLetterDesk desk
    )
    {
        if (!PlainText.IsText(body.Value.Reason.Trim(), DiscardRequest.MaximumReasonLength) || body.Value.Reason.Trim().Length == 0)
        {
            return Problems.InvalidField("/reason", $"1 to {DiscardRequest.MaximumReasonLength} characters.");
        }

        if (!desk.HasBroker)
        {
            return Problems.NoBroker();
        }

        try
        {
            var (found, receipt) = await desk.DiscardAsync(context.GetCaller(), id, body.Value.Reason.Trim(), context.RequestAborted);
            context.Response.SetAuditReceipt(receipt);
            return found ? TypedResults.NoContent() : Problems.NotFound();
        }
        catch (CarrierUnavailableException)
        {
            return Problems.Unavailable(context);
        }
    }

    private static async Task<Results<Ok<T>, ProblemHttpResult>> AskAsync<T>(
        HttpContext context,
        Func<Task<Results<Ok<T>, ProblemHttpResult>>> ask
    )
    {
        if (!context.RequestServices.GetRequiredService<DeadLetterDesk>().HasBroker)
        {
            return Problems.NoBroker();
        }

        try
        {
            return await ask();
        }
        catch (CarrierUnavailableException)
        {
            return Problems.Unavailable(context);
        }
    }
}

/// <param name="Items">Oldest first, at most 100.</param>
/// <param name="Next">Cursor of the next page; null at the end, and with a broker that numbers nothing: its first ones are all it shows.</param>
public sealed record DeadLetterListResponse(IReadOnlyList<DeadLetterResponse> Items, string? Next);

/// <param name="Id">Names it in the other two calls: the event's id, or <c>number:…</c> for a message that holds no event.</param>
/// <param name="EventType">Null where it holds no event.</param>
/// <param name="Reason">The broker's code or ours, such as <c>MaxDeliveryCountExceeded</c>; empty where there is none.</param>
/// <param name="Deliveries">How often it was delivered in vain.</param>
/// <param name="EnqueuedAt">When the broker first had it; null where the broker does not say.</param>
public sealed record DeadLetterResponse(string Id, string? EventType, string Reason, int Deliveries, DateTimeOffset? EnqueuedAt)
{
    public static DeadLetterResponse From(DeadLetter letter)
    {
        ArgumentNullException.ThrowIfNull(letter);
        return new(letter.Key, letter.EventType, letter.Reason, letter.Deliveries, letter.EnqueuedAt);
    }
}

/// <param name="Outcome"><c>handled</c>, <c>known-already</c> (handled before; gone from the dead letters), or <c>failed</c> (still there).</param>
public sealed record DeadLetterReplayResponse(string Outcome);

/// <summary>Why a dead letter is thrown away.</summary>
public sealed record DiscardRequest
{
    public const int MaximumReasonLength = 500;

    /// <summary>Sealed in the audit entry.</summary>
    public required string Reason { get; init; }

    public override string ToString() => "DiscardRequest(redacted)";
}
