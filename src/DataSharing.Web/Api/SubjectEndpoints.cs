using DataSharing.Audit;
using DataSharing.Entities;
using DataSharing.Identity;
using DataSharing.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DataSharing.Web.Api;

/// <summary>The people, groups, businesses and places that exchanges are about: register, read, find.</summary>
public static class SubjectEndpoints
{
    internal const AgencyRoles Writers = AgencyRoles.System | AgencyRoles.Practitioner;
    internal const AgencyRoles Readers = Writers | AgencyRoles.PanelMember;

    public static IEndpointRouteBuilder MapSubjects(this IEndpointRouteBuilder api)
    {
        var subjects = api.MapGroup("/subjects").WithTags("Subjects");
        subjects
            .MapPost("", RegisterAsync)
            .WithName("registerSubject")
            .WithSummary("Register a subject that the agency answers for. A failed check of an identifier is a warning.")
            .RequireAgencyRole(Writers)
            .WithMaximumBody(16 * 1024)
            .WithETag()
            .WithAuditReceipt();
        subjects
            .MapGet("/{id:guid}", ReadAsync)
            .WithName("getSubject")
            .WithSummary("Read a subject: the own agency's, or what of another's is permitted now for the purpose stated.")
            .RequireAgencyRole(Readers)
            .WithProblems(ProblemTypes.NotFound)
            .WithETag()
            .WithAuditReceipt();
        api.MapPost("/subject-search", SearchAsync)
            .WithName("searchSubjects")
            .WithTags("Subjects")
            .WithSummary("Find subjects by an identifier or by the beginning of a name.")
            .RequireAgencyRole(Readers)
            .WithProblems(ProblemTypes.InvalidCursor)
            .WithMaximumBody(16 * 1024)
            .WithAuditReceipt();
        return api;
    }

    private static async Task<Results<Created<SubjectRegistered>, ProblemHttpResult>> RegisterAsync(
        JsonBody<SubjectRegistration> body,
        IdempotencyKey key,
        SubjectRegister register,
        HttpContext context
    )
    {
        if (!SubjectInput.TryRead(body.Value, out var particulars, out var refused))
        {
            return refused;
        }

        var outcome = await register.RegisterAsync(
            context.GetCaller(),
            body.Value.Kind,
            particulars,
            body.RetryUnder(key),
            context.RequestAborted
        );
        if (outcome is not RegisterSubjectOutcome.Registered registered)
        {
            return Problems.IdempotencyKeyReused();
        }

        context.Response.SetETag(registered.Version);
        context.Response.SetAuditReceipt(registered.Receipt);
        return TypedResults.Created($"/api/subjects/{registered.SubjectId}", SubjectRegistered.From(registered));
    }

    private static async Task<Results<Ok<SubjectResponse>, ProblemHttpResult>> ReadAsync(
        Guid id,
        AccessPurpose purpose,
        AccessReason reason,
        SubjectReader reader,
        HttpContext context
    )
    {
        var access = new StatedAccess(purpose.Code, reason.Text);
        var (caller, head) = (context.GetCaller(), context.GetPartnershipHead());
        switch (await reader.ReadAsync(caller, head, id.ToString("D"), access, context.RequestAborted))
        {
            case ReadSubjectOutcome.Found found:
                context.Response.SetETag(found.View.Version);
                context.Response.SetAuditReceipt(found.Receipt);
                return TypedResults.Ok(SubjectResponse.From(found.View));
            case ReadSubjectOutcome.NotFound missing:
                context.Response.SetAuditReceipt(missing.Receipt);
                return Problems.NotFound();
            default:
                throw new InvalidOperationException("An outcome that this endpoint does not know.");
        }
    }

    private static async Task<Results<Ok<ListResponse<FoundSubjectResponse>>, ProblemHttpResult>> SearchAsync(
        JsonBody<SubjectSearchBody> body,
        AccessPurpose purpose,
        AccessReason reason,
        SubjectSearch search,
        CursorProtector cursors,
        HttpContext context
    )
    {
        var (caller, head) = (context.GetCaller(), context.GetPartnershipHead());
        if (!SubjectInput.TryRead(body.Value, out var query, out var refused))
        {
            return refused;
        }

        // Only its hash is bound into the cursor, and nothing keeps it.
        var question = $"subject-search {query.Kind} {query.Identifier?.Scheme} {query.Identifier?.Value} {query.Name}";
        var scope = new CursorScope(caller.Actor, purpose.Code, question);
        var after = body.Value.Cursor is { } cursor ? await cursors.OpenAsync(cursor, scope, context.RequestAborted) : null;
        if (body.Value.Cursor is not null && after is null)
        {
            return Problems.InvalidCursor();
        }

        var access = new StatedAccess(purpose.Code, reason.Text);
        var page = await search.SearchAsync(caller, head, query, access, after, context.RequestAborted);
        context.Response.SetAuditReceipt(page.Receipt);
        var next = page.Next is null ? null : await cursors.ProtectAsync(page.Next, scope, context.RequestAborted);
        return TypedResults.Ok(new ListResponse<FoundSubjectResponse>([.. page.Lines.Select(FoundSubjectResponse.From)], next));
    }
}
