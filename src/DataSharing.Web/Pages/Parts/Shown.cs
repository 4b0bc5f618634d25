using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace DataSharing.Web.Pages.Parts;

/// <summary><c>&lt;status-tag colour="green"&gt;Open&lt;/status-tag&gt;</c>. Colours: grey green teal blue purple pink red orange yellow; none is blue.</summary>
[HtmlTargetElement("status-tag")]
public sealed class StatusTagTagHelper : TagHelper
{
    public string? Colour { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.TagName = "strong";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", Colour is null ? "govuk-tag" : $"govuk-tag govuk-tag--{Colour}");
    }
}

/// <summary><c>&lt;summary-list&gt;&lt;summary-row key="Name"&gt;…&lt;/summary-row&gt;&lt;/summary-list&gt;</c></summary>
[HtmlTargetElement("summary-list")]
public sealed class SummaryListTagHelper : TagHelper
{
    /// <summary>Without lines between the rows.</summary>
    public bool Plain { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.TagName = "dl";
        output.Attributes.SetAttribute("class", Plain ? "govuk-summary-list govuk-summary-list--no-border" : "govuk-summary-list");
    }
}

/// <summary>A row: <c>key</c>, and <c>change="/app/…"</c> with <c>change-what="name"</c> where it can be changed. Empty content reads "Not recorded".</summary>
[HtmlTargetElement("summary-row", ParentTag = "summary-list")]
public sealed class SummaryRowTagHelper : TagHelper
{
    public string Key { get; set; } = "";

    public string? Change { get; set; }

    public string? ChangeWhat { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        var content = await output.GetChildContentAsync();
        output.TagName = "div";
        output.Attributes.SetAttribute(
            "class",
            Change is null ? "govuk-summary-list__row govuk-summary-list__row--no-actions" : "govuk-summary-list__row"
        );
        var value = Html.Element("dd", "govuk-summary-list__value")
            .With(content.IsEmptyOrWhiteSpace ? Html.Element("span", "app-muted", "Not recorded") : content);
        output.Content.AppendHtml(Html.Element("dt", "govuk-summary-list__key", Key)).AppendHtml(value);
        if (Change is not null)
        {
            var link = Html.Element("a", "govuk-link", "Change").Set("href", Change);
            output.Content.AppendHtml(
                Html.Element("dd", "govuk-summary-list__actions")
                    .With(link.With(Html.Element("span", "govuk-visually-hidden", " " + (ChangeWhat ?? Key))))
            );
        }
    }
}

/// <summary>
/// <c>&lt;grading-tag source="1" intelligence="A" handling="P" /&gt;</c>: the 3x5x2 grading of an item, in letters with its meaning beside them for
/// those who do not know the letters.
/// </summary>
/// <remarks>College of Policing, Authorised Professional Practice: Information management, "Intelligence report (3x5x2)".</remarks>
[HtmlTargetElement("grading-tag", TagStructure = TagStructure.WithoutEndTag)]
public sealed class GradingTagTagHelper : TagHelper
{
    public int? Source { get; set; }

    public char? Intelligence { get; set; }

    public char? Handling { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.TagName = "span";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "app-grading");
        if (Source is null && Intelligence is null && Handling is null)
        {
            output.Content.Append("Not graded");
            return;
        }

        output.Content.AppendHtml(Html.Element("strong", "app-grading__code", $"{Source}{Intelligence}{Handling}"));
        output.Content.AppendHtml(Html.Element("span", "app-grading__words", Meaning(Source, Intelligence, Handling)));
    }

    public static string Meaning(int? source, char? intelligence, char? handling) =>
        string.Join(
            ", ",
            new[]
            {
                source switch
                {
                    1 => "reliable source",
                    2 => "untested source",
                    3 => "unreliable source",
                    _ => null,
                },
                intelligence switch
                {
                    'A' => "known directly",
                    'B' => "known indirectly but corroborated",
                    'C' => "known indirectly",
                    'D' => "not known",
                    'E' => "suspected to be false",
                    _ => null,
                },
                handling switch
                {
                    'P' => "sharing permitted",
                    'C' => "sharing with conditions",
                    _ => null,
                },
            }.Where(words => words is not null)
        );
}

/// <summary><c>&lt;date-time value="…" /&gt;</c>: a moment in London, in a <c>time</c> element; <c>date-only="true"</c> for the day alone.</summary>
[HtmlTargetElement("date-time", TagStructure = TagStructure.WithoutEndTag)]
public sealed class DateTimeTagHelper : TagHelper
{
    public DateTimeOffset? Value { get; set; }

    public bool DateOnly { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (Value is not { } moment)
        {
            output.SuppressOutput();
            return;
        }

        output.TagName = "time";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute(
            "datetime",
            moment.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture)
        );
        output.Content.Append(DateOnly ? moment.UkDate() : moment.UkDateTime());
    }
}

/// <summary><c>&lt;next-page href="…" /&gt;</c>: the rest of a list; nothing where <c>href</c> is null.</summary>
[HtmlTargetElement("next-page", TagStructure = TagStructure.WithoutEndTag)]
public sealed class NextPageTagHelper : TagHelper
{
    public string? Href { get; set; }

    public string Text { get; set; } = "Next page";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        // An attribute that is written with nothing in it is empty, not absent.
        if (string.IsNullOrEmpty(Href))
        {
            output.SuppressOutput();
            return;
        }

        output.TagName = "nav";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "govuk-pagination");
        output.Attributes.SetAttribute("aria-label", "Pages");
        var arrow = new HtmlString(
            "<svg class=\"govuk-pagination__icon govuk-pagination__icon--next\" xmlns=\"http://www.w3.org/2000/svg\" height=\"13\" width=\"15\" aria-hidden=\"true\" focusable=\"false\" viewBox=\"0 0 15 13\"><path d=\"m8.107-0.0078125-1.4136 1.414 4.2926 4.293h-12.986v2h12.896l-4.1855 3.9766 1.377 1.4492 6.7441-6.4062-6.7246-6.7266z\"></path></svg>"
        );
        var link = Html.Element("a", "govuk-link govuk-pagination__link").Set("href", Href).Set("rel", "next");
        output.Content.AppendHtml(
            Html.Element("div", "govuk-pagination__next").With(link.With(Html.Element("span", "govuk-pagination__link-title", Text), arrow))
        );
    }
}

/// <summary><c>&lt;access-banner /&gt;</c> of the layout: what the page is open for and until when, with the way to stop.</summary>
[HtmlTargetElement("access-banner")]
public sealed class AccessBannerTagHelper(Microsoft.AspNetCore.Mvc.ViewFeatures.IHtmlGenerator generator) : TagHelper
{
    [ViewContext]
    [HtmlAttributeNotBound]
    public required ViewContext ViewContext { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (ViewContext.HttpContext.Items[typeof(AccessGrant)] is not AccessGrant grant)
        {
            output.SuppressOutput();
            return;
        }

        output.TagName = "section";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "app-access");
        output.Attributes.SetAttribute("aria-label", "Why you are looking");
        var stop = Html.Element("form", "app-access__stop").Set("method", "post").Set("action", "/app/access/stop");
        var scope = Html.Element("input").Set("type", "hidden").Set("name", "scope").Set("value", grant.Scope);
        scope.TagRenderMode = TagRenderMode.SelfClosing;
        stop.With(
            scope,
            generator.GenerateAntiforgery(ViewContext),
            Html.Element("button", "app-link-button", "Stop looking").Set("type", "submit")
        );
        output.Content.AppendHtml(
            Html.Element("p", "app-access__text")
                .With(
                    Html.Element("strong", null, UkText.Words(grant.Purpose)),
                    new HtmlString(": "),
                    Html.Element("q", "app-access__reason", grant.Reason),
                    Html.Element("span", "app-access__until", $" Open until {grant.Until.UkTime()}.")
                )
        );
        output.Content.AppendHtml(stop);
    }
}
