using DataSharing.Agreements;
using DataSharing.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DataSharing.Web.Api;

/// <summary>What changes from one version of an agreement to another, and what is wrong between the rules of one. Whoever may read them may ask.</summary>
internal static class ComparisonEndpoints
{
    public static void Map(RouteGroupBuilder version)
    {
        version
            .MapGet("/comparison", CompareAsync)
            .WithName("compareAgreements")
            .WithSummary("Exactly what this version permits and forbids that the one given as before did not, and the other way round.")
            .WithProblems(ProblemTypes.InvalidQuery, ProblemTypes.AgreementTooTangled);
        version
            .MapGet("/analysis", AnalyseAsync)
            .WithName("analyseAgreement")
            .WithSummary("Rules that can never apply, are always forbidden, change nothing, or contradict each other.")
            .WithProblems(ProblemTypes.AgreementTooTangled);
    }

    private static async Task<Results<Ok<ComparisonResponse>, ProblemHttpResult>> CompareAsync(
        string id,
        int version,
        int? before,
        HttpContext context,
        AgreementRegistry registry,
        CancellationToken cancellationToken
    )
    {
        if (before is not (>= 1 and <= 9999))
        {
            return Problems.InvalidQuery("before", "The version to compare with: a number from 1.");
        }

        var caller = context.GetCaller();
        if (
            !AgreementId.TryParse(id, out var agreement)
            || await registry.FindDocumentAsync(caller, agreement, version, cancellationToken) is not { } after
            || await registry.FindDocumentAsync(caller, agreement, before.Value, cancellationToken) is not { } earlier
        )
        {
            return Problems.NotFound();
        }

        return WorkedOut(() => ComparisonResponse.From(AgreementComparison.Of(earlier, after)));
    }

    private static async Task<Results<Ok<AnalysisResponse>, ProblemHttpResult>> AnalyseAsync(
        string id,
        int version,
        HttpContext context,
        AgreementRegistry registry,
        CancellationToken cancellationToken
    )
    {
        return
            AgreementId.TryParse(id, out var agreement)
            && await registry.FindDocumentAsync(context.GetCaller(), agreement, version, cancellationToken) is { } document
            ? WorkedOut(() => AnalysisResponse.From(AgreementAnalysis.Of(document)))
            : Problems.NotFound();
    }

    private static Results<Ok<T>, ProblemHttpResult> WorkedOut<T>(Func<T> work)
    {
        try
        {
            return TypedResults.Ok(work());
        }
        catch (TooTangledException)
        {
            return Problems.AgreementTooTangled();
        }
    }
}
