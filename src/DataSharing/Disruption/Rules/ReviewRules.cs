using DataSharing.Identity;

namespace DataSharing.Disruption;

/// <summary>An effect review that can be compared: equal windows, counts, one of the outcomes, and what harm was caused.</summary>
internal static class ReviewRules
{
    private static readonly string[] Outcomes = ["reduced", "no-change", "increased", "displaced", "unclear"];
    private static readonly string[] Attributions = ["likely", "possible", "not-attributable"];

    public static IEnumerable<RuleRefusal> Faults(EffectReview? review, ActContext context)
    {
        if (review is null)
        {
            yield break;
        }

        if (review.WindowDays is not (28 or 90 or 180))
        {
            yield return new RuleRefusal("review-window", "Both windows have 28, 90 or 180 days.", "/review/windowDays");
        }
        else if (review.AfterTo.AddDays(-review.WindowDays) < review.BaselineTo)
        {
            yield return new RuleRefusal("review-window", "The window after begins when the window before has ended.", "/review/afterTo");
        }

        if (review.AfterTo > context.Today.AddDays(1))
        {
            yield return new RuleRefusal("too-early", "The window after has not passed yet: it is too early to say.", "/review/afterTo");
        }

        if (review.BaselineTo.Year < 2000)
        {
            yield return new RuleRefusal("date-beyond-sense", "Not before the year 2000.", "/review/baselineTo");
        }

        if (
            review.Measures.Count is 0 or > 20
            || review.Measures.Any(m => !Slug.IsValid(m.Code) || m.Baseline is < 0 or > 1_000_000 || m.After is < 0 or > 1_000_000)
        )
        {
            yield return new RuleRefusal(
                "review-measures",
                "1 to 20 measures, each a code and two counts from 0 to 1,000,000.",
                "/review/measures"
            );
        }

        if (!Outcomes.Contains(review.Outcome, StringComparer.Ordinal))
        {
            yield return new RuleRefusal("review-outcome", "reduced, no-change, increased, displaced or unclear.", "/review/outcome");
        }

        if ((review.Outcome == "displaced") != review.DisplacedTo is not null)
        {
            yield return new RuleRefusal(
                "review-displacement",
                "Say where and to whom it was displaced, with that outcome alone.",
                "/review/displacedTo"
            );
        }

        if (!Attributions.Contains(review.Attribution, StringComparer.Ordinal))
        {
            yield return new RuleRefusal("review-attribution", "likely, possible or not-attributable.", "/review/attribution");
        }
    }
}
