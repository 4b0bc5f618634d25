using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace DataSharing.Web.Pages.Parts;

/// <summary>What all fields of a form share: label, hint, the error of the model state, and ids that tie them together.</summary>
public abstract class FieldTagHelper : TagHelper
{
    /// <summary>The page's property, usually one with <c>[BindProperty]</c>.</summary>
    [HtmlAttributeName("for")]
    public required ModelExpression For { get; set; }

    public string Label { get; set; } = "";

    public string? Hint { get; set; }

    /// <summary>Makes the label the page's heading, for pages that ask one question.</summary>
    public bool Heading { get; set; }

    [ViewContext]
    [HtmlAttributeNotBound]
    public required ViewContext ViewContext { get; set; }

    protected string Id => TagBuilder.CreateSanitizedId(For.Name, "-");

    private ModelStateEntry? State => ViewContext.ViewData.ModelState.TryGetValue(For.Name, out var entry) ? entry : null;

    protected string? Error => State?.Errors is { Count: > 0 } errors ? errors[0].ErrorMessage : null;

    /// <summary>What was sent, else what the page has.</summary>
    protected string? Value => State?.AttemptedValue ?? For.Model?.ToString();

    protected string? DescribedBy =>
        string.Join(' ', new[] { Hint is null ? null : $"{Id}-hint", Error is null ? null : $"{Id}-error" }.Where(id => id is not null))
            is { Length: > 0 } ids
            ? ids
            : null;

    protected TagBuilder? HintElement => Hint is null ? null : Html.Element("div", "govuk-hint", Hint).Set("id", $"{Id}-hint");

    protected TagBuilder? ErrorElement =>
        Error is null
            ? null
            : Html.Element("p", "govuk-error-message")
                .Set("id", $"{Id}-error")
                .With(Html.Element("span", "govuk-visually-hidden", "Error: "), new HtmlString(System.Net.WebUtility.HtmlEncode(Error)));

    protected void Group(TagHelperOutput output, params IHtmlContent?[] content)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", Error is null ? "govuk-form-group" : "govuk-form-group govuk-form-group--error");
        foreach (var part in content)
        {
            if (part is not null)
            {
                output.Content.AppendHtml(part);
            }
        }
    }

    /// <summary>A label for one input.</summary>
    protected TagBuilder LabelElement()
    {
        var label = Html.Element("label", Heading ? "govuk-label govuk-label--l" : "govuk-label govuk-label--s", Label).Set("for", Id);
        return Heading ? Html.Element("h1", "govuk-label-wrapper").With(label) : label;
    }

    /// <summary>A legend for several.</summary>
    protected TagBuilder LegendElement()
    {
        var legend = Html.Element(
            "legend",
            Heading ? "govuk-fieldset__legend govuk-fieldset__legend--l" : "govuk-fieldset__legend govuk-fieldset__legend--s"
        );
        return Heading
            ? legend.With(Html.Element("h1", "govuk-fieldset__heading", Label))
            : legend.With(new HtmlString(System.Net.WebUtility.HtmlEncode(Label)));
    }
}
