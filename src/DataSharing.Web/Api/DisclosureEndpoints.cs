using DataSharing.Agreements;
using DataSharing.Audit;
using DataSharing.Exchange;
using DataSharing.Identity;
using DataSharing.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DataSharing.Web.Api;

/// <summary>One agency discloses to another; the other reads and acknowledges.</summary>
public static class DisclosureEndpoints
{
    private const AgencyRoles Roles = AgencyRoles.System | AgencyRoles.Practitioner;

    public static IEndpointRouteBuilder MapDisclosures(this IEndpointRouteBuilder api)
    {
        var disclosures = api.MapGroup("/disclosures").WithTags("Disclosures").RequireAgencyRole(Roles);
        disclosures
            .MapPost("", DiscloseAsync)
            .WithName("makeDisclosure")
            .WithSummary("Disclose content by category about one subject to another agency, as far as an agreement permits.")
            .WithProblems(ProblemTypes.SharingRefused, ProblemTypes.ReleaseNeedsAPerson, ProblemTypes.NotFound)
            .WithETag()
            .WithAuditReceipt();
        disclosures
            .MapGet("", ListAsync)
            .WithName("listDisclosures")
            .WithSummary("What the agency sent or received, newest first, without content.")
            .WithProblems(ProblemTypes.InvalidQuery, ProblemTypes.InvalidCursor)
            .WithAuditReceipt();
        disclosures
            .MapGet("/{id:guid}", ReadAsync)
            .WithName("getDisclosure")
            .WithSummary("Read a disclosure: the recipient sees what is permitted now for the purpose stated.")
            .WithProblems(ProblemTypes.NotFound, ProblemTypes.SharingRefused)
            .WithETag()
            .WithAuditReceipt();
        disclosures
            .MapPost("/{id:guid}/acknowledgement", AcknowledgeAsync)
            .WithName("acknowledgeDisclosure")
            .WithSummary("Tell the sender that it was received.")
            .WithProblems(ProblemTypes.NotFound)
            .WithETag()
            .WithAuditReceipt();
        return api;
    }

    private static async Task<Results<Created<DisclosureResponse>, ProblemHttpResult>> DiscloseAsync(
        JsonBody<DisclosureBody> body,
        IdempotencyKey key,
        DisclosureService service,
        HttpContext context
    )
    {
        var sent = body.Value;
        if (!ContentInput.TryRead(sent.Content, "/content", mayBeEmpty: false, out var content, out var refused))
        {
            return refused;
        }

        if (!PlainText.IsText(sent.Reason, AccessReason.MaximumLength))
        {
            return Problems.InvalidField("/reason", "1 to 500 characters, no control characters.");
        }

        AgreementId? agreement = null;
        if (sent.Agreement is not null && !AgreementId.TryParse(sent.Agreement, out agreement))
        {
            return Problems.InvalidField("/agreement", "The id of an agreement.");
        }

        EmergencyPlea? plea = null;
        if (sent.Emergency is not null && !EmergencyInput.TryRead(sent.Emergency, out plea, out refused))
        {
            return refused;
        }

        var draft = new DisclosureDraft(sent.To, sent.SubjectId.ToString("D"), sent.Purpose, sent.Reason, content, agreement)
        {
            Emergency = plea,
        };
        var head = context.GetPartnershipHead();
        switch (await service.DiscloseAsync(context.GetCaller(), head, draft, body.RetryUnder(key), context.RequestAborted))
        {
            case DiscloseOutcome.Disclosed made:
                context.Response.SetETag(made.Version);
                context.Response.SetAuditReceipt(made.Receipt);
                return TypedResults.Created($"/api/disclosures/{made.Id}", DisclosureResponse.Of(made.Id, made.Record));
            case DiscloseOutcome.Refused no:
                context.Response.SetAuditReceipt(no.Receipt);
                return Problems.SharingRefused(RecordedDecision.Of(no.Decision));
            case DiscloseOutcome.NeedsAPerson held:
                context.Response.SetAuditReceipt(held.Receipt);
                return Problems.ReleaseNeedsAPerson();
            case DiscloseOutcome.SubjectNotFound missing:
                context.Response.SetAuditReceipt(missing.Receipt);
                return Problems.NotFound();
            case DiscloseOutcome.NotARecipient:
                return Problems.InvalidField("/to", "Another agency of the partnership.");
            case DiscloseOutcome.KeyReused:
                return Problems.IdempotencyKeyReused();
            default:
                throw new InvalidOperationException("An outcome that this endpoint does not know.");
        }
    }

    private static async Task<Results<Ok<ListResponse<DisclosureResponse>>, ProblemHttpResult>> ListAsync(
        string? direction,
        string? cursor,
        AccessPurpose purpose,
        AccessReason reason,
        ExchangeLists lists,
        CursorProtector cursors,
        HttpContext context
    )
    {
        var caller = context.GetCaller();
        if (ExchangeDirections.Parse(direction) is not { } way)
        {
            return Problems.InvalidQuery("direction", "Either sent or received.");
        }

        var scope = new CursorScope(caller.Actor, purpose.Code, $"disclosures?direction={direction}");
        var after = cursor is null ? null : await cursors.OpenAsync(cursor, scope, context.RequestAborted);
        if (cursor is not null && after is null)
        {
            return Problems.InvalidCursor();
        }

        var access = new StatedAccess(purpose.Code, reason.Text);
        var page = await lists.DisclosuresAsync(caller, context.GetPartnershipHead(), way, access, after, context.RequestAborted);
        context.Response.SetAuditReceipt(page.Receipt);
        var next = page.Next is null ? null : await cursors.ProtectAsync(page.Next, scope, context.RequestAborted);
        return TypedResults.Ok(
            new ListResponse<DisclosureResponse>([.. page.Lines.Select(l => DisclosureResponse.Of(l.Id, l.Record))], next)
        );
    }

    private static async Task<Results<Ok<DisclosureContentResponse>, ProblemHttpResult>> ReadAsync(
        Guid id,
        AccessPurpose purpose,
        AccessReason reason,
        DisclosureReader reader,
        HttpContext context
    )
    {
        var access = new StatedAccess(purpose.Code, reason.Text);
        switch (await reader.ReadAsync(context.GetCaller(), context.GetPartnershipHead(), id.ToString("D"), access, context.RequestAborted))
        {
            case ReadDisclosureOutcome.Found found:
                context.Response.SetETag(found.Version);
                context.Response.SetAuditReceipt(found.Receipt);
                return TypedResults.Ok(DisclosureContentResponse.From(found));
            case ReadDisclosureOutcome.Refused no:
                context.Response.SetAuditReceipt(no.Receipt);
                return Problems.SharingRefused(RecordedDecision.Of(no.Decision));
            case ReadDisclosureOutcome.Erased gone:
                context.Response.SetAuditReceipt(gone.Receipt);
                return Problems.NotFound();
            case ReadDisclosureOutcome.NotFound missing:
                context.Response.SetAuditReceipt(missing.Receipt);
                return Problems.NotFound();
            default:
                throw new InvalidOperationException("An outcome that this endpoint does not know.");
        }
    }

    private static async Task<Results<Ok<AcknowledgementResponse>, ProblemHttpResult>> AcknowledgeAsync(
        Guid id,
        DisclosureService service,
        HttpContext context
    )
    {
        switch (await service.AcknowledgeAsync(context.GetCaller(), id.ToString("D"), context.RequestAborted))
        {
            case AcknowledgeOutcome.Acknowledged done:
                context.Response.SetETag(done.Version);
                context.Response.SetAuditReceipt(done.Receipt);
                return TypedResults.Ok(new AcknowledgementResponse(done.At));
            case AcknowledgeOutcome.NotFound missing:
                context.Response.SetAuditReceipt(missing.Receipt);
                return Problems.NotFound();
            default:
                throw new InvalidOperationException("An outcome that this endpoint does not know.");
        }
    }
}
