using System.Globalization;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace DataSharing.Web.Pages.Parts;

/// <summary>A date as three boxes send it. Bind one, then ask <see cref="Read"/>.</summary>
public sealed class DateParts
{
    public string? Day { get; set; }

    public string? Month { get; set; }

    public string? Year { get; set; }

    public bool IsEmpty => string.IsNullOrWhiteSpace(Day) && string.IsNullOrWhiteSpace(Month) && string.IsNullOrWhiteSpace(Year);

    public static DateParts Of(DateOnly? date) =>
        date is not { } known
            ? new DateParts()
            : new DateParts
            {
                Day = known.Day.ToString(CultureInfo.InvariantCulture),
                Month = known.Month.ToString(CultureInfo.InvariantCulture),
                Year = known.Year.ToString(CultureInfo.InvariantCulture),
            };

    /// <summary>The date; null with an error in the model state where it is none, or missing and required.</summary>
    /// <param name="state">The page's model state.</param>
    /// <param name="field">The property's name.</param>
    /// <param name="what">What the date is, as in "the date of the meeting".</param>
    /// <param name="required">Whether it may be left out.</param>
    public DateOnly? Read(ModelStateDictionary state, string field, string what, bool required = true)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (IsEmpty)
        {
            if (required)
            {
                state.AddModelError(field, $"Enter {what}");
            }

            return null;
        }

        if (
            Number(Day) is { } day
            && Number(Month) is { } month and >= 1 and <= 12
            && Number(Year) is { } year and >= 1900 and <= 2200
            && day >= 1
            && day <= DateTime.DaysInMonth(year, month)
        )
        {
            return new DateOnly(year, month, day);
        }

        state.AddModelError(field, $"{char.ToUpperInvariant(what[0])}{what[1..]} must be a real date, such as 23 11 2026");
        return null;
    }

    // Dates of birth pass through here.
    public override string ToString() => "DateParts(redacted)";

    private static int? Number(string? text) =>
        int.TryParse(text?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}

/// <summary><c>&lt;date-field for="Date" label="…" /&gt;</c>, for a property of type <see cref="DateParts"/>.</summary>
[HtmlTargetElement("date-field", TagStructure = TagStructure.WithoutEndTag)]
public sealed class DateFieldTagHelper : FieldTagHelper
{
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var parts = For.Model as DateParts ?? new DateParts();
        var boxes = Html.Element("div", "govuk-date-input")
            .With(Box("Day", parts.Day, 2, true), Box("Month", parts.Month, 2, false), Box("Year", parts.Year, 4, false));
        Group(
            output,
            Html.Element("fieldset", "govuk-fieldset")
                .Set("role", "group")
                .Set("aria-describedby", DescribedBy)
                .With(LegendElement(), HintElement, ErrorElement, boxes)
        );
    }

    private TagBuilder Box(string part, string? value, int width, bool first)
    {
        var id = first ? Id : $"{Id}-{part.ToLowerInvariant()}";
        var input = Html.Element("input", $"govuk-input govuk-date-input__input govuk-input--width-{width}")
            .Set("id", id)
            .Set("name", $"{For.Name}.{part}")
            .Set("type", "text")
            .Set("inputmode", "numeric")
            .Set("autocomplete", "off")
            .Set("value", value ?? "");
        input.TagRenderMode = TagRenderMode.SelfClosing;
        if (Error is not null)
        {
            input.AddCssClass("govuk-input--error");
        }

        return Html.Element("div", "govuk-date-input__item")
            .With(
                Html.Element("div", "govuk-form-group")
                    .With(Html.Element("label", "govuk-label govuk-date-input__label", part).Set("for", id), input)
            );
    }
}
