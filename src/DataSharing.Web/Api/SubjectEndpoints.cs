using DataSharing.Audit;
using DataSharing.Entities;
using DataSharing.Identity;
using DataSharing.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DataSharing.Web.Api;

/// <summary>The people, groups, businesses and places that exchanges are about.</summary>
public static class SubjectEndpoints
{
    private const AgencyRoles Roles = AgencyRoles.System | AgencyRoles.Practitioner;

    public static IEndpointRouteBuilder MapSubjects(this IEndpointRouteBuilder api)
    {
        var subjects = api.MapGroup("/subjects").WithTags("Subjects").RequireAgencyRole(Roles);
        subjects
            .MapPost("", RegisterAsync)
            .WithName("registerSubject")
            .WithSummary("Register a subject that the agency answers for.")
            .WithMaximumBody(16 * 1024)
            .WithETag()
            .WithAuditReceipt();
        subjects
            .MapGet("/{id:guid}", ReadAsync)
            .WithName("getSubject")
            .WithSummary("Read a subject of the own agency.")
            .WithProblems(ProblemTypes.NotFound)
            .WithETag()
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
        return TypedResults.Created($"/api/subjects/{registered.SubjectId}", new SubjectRegistered(registered.SubjectId));
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
        switch (await reader.ReadAsync(context.GetCaller(), context.GetPartnershipHead(), id.ToString("D"), access, context.RequestAborted))
        {
            case ReadSubjectOutcome.Found found:
                context.Response.SetETag(found.View.Version);
                context.Response.SetAuditReceipt(found.Receipt);
                return TypedResults.Ok(SubjectResponse.From(found));
            case ReadSubjectOutcome.NotFound missing:
                context.Response.SetAuditReceipt(missing.Receipt);
                return Problems.NotFound();
            default:
                throw new InvalidOperationException("An outcome that this endpoint does not know.");
        }
    }
}

/// <param name="Kind">What it is.</param>
/// <param name="Name">1 to 200 characters.</param>
/// <param name="DateOfBirth">Persons only.</param>
/// <param name="Identifiers">At most 20.</param>
public sealed record SubjectRegistration(
    SubjectKind Kind,
    string Name,
    DateOnly? DateOfBirth = null,
    IReadOnlyList<SubjectIdentifierBody>? Identifiers = null
)
{
    public override string ToString() => "SubjectRegistration(redacted)";
}

/// <param name="Scheme">A code such as <c>nhs-number</c>.</param>
/// <param name="Value">1 to 64 characters.</param>
public sealed record SubjectIdentifierBody(string Scheme, string Value)
{
    public override string ToString() => "SubjectIdentifierBody(redacted)";
}

public sealed record SubjectRegistered(string Id);

public sealed record SubjectResponse(
    string Id,
    SubjectKind Kind,
    AgencyId Controller,
    DateTimeOffset RegisteredAt,
    string Name,
    DateOnly? DateOfBirth,
    IReadOnlyList<SubjectIdentifierBody> Identifiers
)
{
    public static SubjectResponse From(ReadSubjectOutcome.Found found)
    {
        ArgumentNullException.ThrowIfNull(found);
        var (view, particulars) = (found.View, found.View.Particulars);
        return new SubjectResponse(
            view.Id,
            view.Kind,
            view.Controller,
            view.RegisteredAt,
            particulars.Name,
            particulars.DateOfBirth,
            [.. particulars.Identifiers.Select(i => new SubjectIdentifierBody(i.Scheme, i.Value))]
        );
    }

    public override string ToString() => "SubjectResponse(redacted)";
}
