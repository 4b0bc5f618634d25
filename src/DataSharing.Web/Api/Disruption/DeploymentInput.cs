using DataSharing.Disruption;
using DataSharing.Partnership;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DataSharing.Web.Api;

/// <summary>Turns bodies about deployments into drafts, or says which member is not acceptable.</summary>
internal static class DeploymentInput
{
    private const int Words = 2_000;
    private const int Line = 200;
    private const int TermWords = 500;

    public static ProblemHttpResult? Fault(DeploymentBody body) =>
        Text(body.Objective, "/objective")
        ?? Owner(body.Owner)
        ?? (
            body.Subjects.Count is 0 or > DeploymentProposals.MostSubjects
            || body.Subjects.DistinctBy(s => s.Id).Count() < body.Subjects.Count
                ? Problems.InvalidField("/subjects", "1 to 10 subjects, each once.")
                : null
        )
        ?? (body.Subjects.Any(s => !Enum.IsDefined(s.Role)) ? Problems.InvalidField("/subjects", "A role is target or protected.") : null)
        ?? (body.ExcludedAgencies is { Count: > 50 } ? Problems.InvalidField("/excludedAgencies", "At most 50 agencies.") : null);

    public static ProblemHttpResult? Fault(DeploymentEditBody body) =>
        Text(body.Objective, "/objective")
        ?? Owner(body.Owner)
        ?? Text(body.ImpactOnChild, "/impactOnChild")
        ?? Text(body.Proportionality, "/proportionality")
        ?? Text(body.LegalAdvice, "/legalAdvice")
        ?? Terms(body.Terms)
        ?? (body.Evidence is { Count: > 100 } ? Problems.InvalidField("/evidence", "At most 100 items.") : null)
        ?? (body.ExcludedAgencies is { Count: > 50 } ? Problems.InvalidField("/excludedAgencies", "At most 50 agencies.") : null);

    public static ProblemHttpResult? Fault(TransitionBody body) =>
        (Enum.IsDefined(body.To) ? null : Problems.InvalidField("/to", "A state."))
        ?? (
            body.ServiceMethod is { } method && !Enum.IsDefined(method)
                ? Problems.InvalidField("/serviceMethod", "A way of service.")
                : null
        )
        ?? Text(body.Note, "/note")
        ?? Text(body.Reasons, "/reasons")
        ?? Text(body.Plan, "/plan")
        ?? Text(body.UrgentPower, "/urgentPower")
        ?? OneLine(body.Venue, "/venue")
        ?? OneLine(body.ServedBy, "/servedBy")
        ?? OneLine(body.AppealReference, "/appealReference")
        ?? Terms(body.Terms)
        ?? (
            body.ReasonCode is not null && !ReasonCodes.All.Contains(body.ReasonCode, StringComparer.Ordinal)
                ? Problems.InvalidField("/reasonCode", $"One of: {string.Join(", ", ReasonCodes.All)}.")
                : null
        )
        ?? (
            body.Review is { } review
                ? Text(review.HarmCaused, "/review/harmCaused") ?? Text(review.DisplacedTo, "/review/displacedTo")
                : null
        );

    public static ProblemHttpResult? Fault(DeploymentEventBody body) =>
        (Enum.IsDefined(body.Kind) ? null : Problems.InvalidField("/kind", "A kind of event."))
        ?? Text(body.Note, "/note")
        ?? Terms(body.Terms);

    public static ProblemHttpResult? Fault(DocumentBody body) =>
        OneLine(body.Name, "/name")
        ?? (
            DocumentTypes.All.Contains(body.MediaType, StringComparer.Ordinal)
                ? null
                : Problems.InvalidField("/mediaType", $"One of: {string.Join(", ", DocumentTypes.All)}.")
        )
        ?? (
            body.Content.Length is 0 or > DeploymentDocuments.MostBytes
                ? Problems.InvalidField("/content", "1 byte to 4 MiB, in base64.")
                : null
        )
        ?? (
            DocumentTypes.Matches(body.MediaType, body.Content)
                ? null
                : Problems.InvalidField("/content", "The bytes are not of that media type.")
        );

    public static ProblemHttpResult? Fault(LiftBody body) => Text(body.Reason, "/reason");

    public static IReadOnlyList<TermDraft>? Drafts(IReadOnlyList<TermBody>? terms) =>
        terms is null ? null : [.. terms.Select(t => new TermDraft(t.Kind, t.Text, [.. (t.Places ?? []).Select(p => p.ToString("D"))]))];

    public static TransitionDraft Draft(TransitionBody body) =>
        new(body.To)
        {
            On = body.On,
            Note = body.Note,
            ReasonCode = body.ReasonCode,
            Reasons = body.Reasons,
            Venue = body.Venue,
            HearingAt = body.HearingAt,
            Terms = Drafts(body.Terms),
            StartsAt = body.StartsAt,
            EndsAt = body.EndsAt,
            ServiceMethod = body.ServiceMethod,
            ServedAt = body.ServedAt,
            ServedBy = body.ServedBy,
            Plan = body.Plan,
            EffectiveFrom = body.EffectiveFrom,
            ExpiresAt = body.ExpiresAt,
            UntilFurtherOrder = body.UntilFurtherOrder,
            CareOrder = body.CareOrder,
            ImmediateEffect = body.ImmediateEffect,
            AppealReference = body.AppealReference,
            StayedByCourt = body.StayedByCourt,
            DecideBy = body.DecideBy,
            UrgentPower = body.UrgentPower,
            Review = body.Review,
        };

    internal static ProblemHttpResult? Owner(string? actor, string pointer = "/owner") =>
        actor is null || ActorName.TryPerson(actor) is not null
            ? null
            : Problems.InvalidField(pointer, "A person, as person:{tenant}:{object id} in lower case.");

    private static ProblemHttpResult? Terms(IReadOnlyList<TermBody>? terms)
    {
        if (terms is { Count: > 40 })
        {
            return Problems.InvalidField("/terms", "At most 40 terms.");
        }

        for (var i = 0; i < (terms?.Count ?? 0); i++)
        {
            var term = terms?[i];
            if (term is null || !Enum.IsDefined(term.Kind) || !PlainText.IsText(term.Text, TermWords))
            {
                return Problems.InvalidField($"/terms/{i}/text", "1 to 500 characters, no control characters.");
            }

            if (term.Places is { Count: > 10 })
            {
                return Problems.InvalidField($"/terms/{i}/places", "At most 10 places.");
            }
        }

        return null;
    }

    private static ProblemHttpResult? Text(string? text, string pointer) =>
        text is null || PlainText.IsText(text, Words)
            ? null
            : Problems.InvalidField(pointer, "1 to 2,000 characters, no control characters.");

    private static ProblemHttpResult? OneLine(string? text, string pointer) =>
        text is null || PlainText.IsLine(text, Line)
            ? null
            : Problems.InvalidField(pointer, "1 to 200 characters on one line, no control characters.");
}
