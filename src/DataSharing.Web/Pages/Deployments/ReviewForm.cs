using System.Globalization;
using DataSharing.Disruption;
using DataSharing.Web.Pages.Parts;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace DataSharing.Web.Pages.Deployments;

/// <summary>The effect review as people type it: up to four counts, before and after.</summary>
public sealed class ReviewForm
{
    public string? WindowDays { get; set; } = "90";

    public DateParts BaselineTo { get; set; } = new();

    public DateParts AfterTo { get; set; } = new();

    // Of a form within a form: the binder fills a list that it can add to, and no other.
    public IList<MeasureRow> Measures { get; set; } = [new(), new(), new(), new()];

    public string? Outcome { get; set; }

    public string? DisplacedTo { get; set; }

    public string? Attribution { get; set; }

    public string? HarmCaused { get; set; }

    public static IReadOnlyList<Choice> Windows { get; } = [new("28", "28 days"), new("90", "90 days"), new("180", "180 days")];

    public static IReadOnlyList<Choice> Outcomes { get; } =
    [
        new("reduced", "Harm was reduced"),
        new("no-change", "No change"),
        new("increased", "Harm increased"),
        new("displaced", "Harm moved elsewhere"),
        new("unclear", "Not clear"),
    ];

    public static IReadOnlyList<Choice> Attributions { get; } =
    [
        new("likely", "Likely because of this tactic"),
        new("possible", "Possibly because of it"),
        new("not-attributable", "Cannot be put down to it"),
    ];

    public static IReadOnlyList<Choice> MeasureKinds { get; } =
    [
        .. new[]
        {
            "missing-episodes",
            "missing-hours",
            "incidents",
            "calls-for-service",
            "arrests",
            "breaches",
            "contact-with-named-children",
            "active-group-members",
            "repeat-intelligence",
            "school-attendance-days",
        }.Select(code => new Choice(code, UkText.Words(code))),
    ];

    public EffectReview? Read(ModelStateDictionary state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var baseline = BaselineTo.Read(state, "Form.Review.BaselineTo", "the last day of the time before");
        var after = AfterTo.Read(state, "Form.Review.AfterTo", "the last day of the time after");
        var measures = Measures.Where(m => !string.IsNullOrEmpty(m.Code)).Select(m => m.Read(state)).OfType<EffectMeasure>().ToArray();
        if (measures.Length == 0)
        {
            state.AddModelError("Form.Review.Measures[0].Code", "Choose at least one thing that was counted");
        }

        if (string.IsNullOrEmpty(Outcome))
        {
            state.AddModelError("Form.Review.Outcome", "Choose what changed");
        }

        if (string.IsNullOrEmpty(Attribution))
        {
            state.AddModelError("Form.Review.Attribution", "Choose how far it was because of this tactic");
        }

        if (string.IsNullOrWhiteSpace(HarmCaused))
        {
            state.AddModelError("Form.Review.HarmCaused", "Say what harm it caused, or that none is known");
        }

        return
            baseline is { } from
            && after is { } to
            && int.TryParse(WindowDays, NumberStyles.None, CultureInfo.InvariantCulture, out var days)
            ? new EffectReview(
                days,
                from,
                to,
                measures,
                Outcome ?? "",
                string.IsNullOrWhiteSpace(DisplacedTo) ? null : DisplacedTo.Trim(),
                Attribution ?? "",
                HarmCaused?.Trim() ?? ""
            )
            : null;
    }

    public override string ToString() => "ReviewForm(redacted)";
}

/// <summary>One thing counted.</summary>
public sealed class MeasureRow
{
    public string? Code { get; set; }

    public string? Before { get; set; }

    public string? After { get; set; }

    internal EffectMeasure? Read(ModelStateDictionary state)
    {
        if (Count(Before) is { } before && Count(After) is { } after && Code is { } code)
        {
            return new EffectMeasure(code, before, after);
        }

        state.AddModelError("Form.Review.Measures[0].Before", "Enter a whole number before and after for each thing that was counted");
        return null;
    }

    private static int? Count(string? text) =>
        int.TryParse(text?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;
}
