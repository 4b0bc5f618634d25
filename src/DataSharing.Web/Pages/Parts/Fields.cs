using System.Globalization;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace DataSharing.Web.Pages.Parts;

/// <summary><c>&lt;text-field for="Name" label="…" /&gt;</c>: one line of text.</summary>
[HtmlTargetElement("text-field", TagStructure = TagStructure.WithoutEndTag)]
public sealed class TextFieldTagHelper : FieldTagHelper
{
    /// <summary>Width in characters: 2, 3, 4, 5, 10, 20 or 30; 0 for the whole column.</summary>
    public int Width { get; set; }

    public string? Autocomplete { get; set; } = "off";

    public string? Inputmode { get; set; }

    public int Max { get; set; } = 500;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var input = Html.Element("input", Width > 0 ? $"govuk-input govuk-input--width-{Width}" : "govuk-input")
            .Set("id", Id)
            .Set("name", For.Name)
            .Set("type", "text")
            .Set("value", Value ?? "")
            .Set("maxlength", Max.ToString(CultureInfo.InvariantCulture))
            .Set("autocomplete", Autocomplete)
            .Set("spellcheck", "false")
            .Set("inputmode", Inputmode)
            .Set("aria-describedby", DescribedBy);
        input.TagRenderMode = TagRenderMode.SelfClosing;
        if (Error is not null)
        {
            input.AddCssClass("govuk-input--error");
        }

        Group(output, LabelElement(), HintElement, ErrorElement, input);
    }
}

/// <summary><c>&lt;textarea-field for="Reason" label="…" rows="4" max="500" /&gt;</c>: several lines, with a count of what is left.</summary>
[HtmlTargetElement("textarea-field", TagStructure = TagStructure.WithoutEndTag)]
public sealed class TextareaFieldTagHelper : FieldTagHelper
{
    public int Rows { get; set; } = 4;

    public int Max { get; set; } = 500;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var most = Max.ToString(CultureInfo.InvariantCulture);
        var area = Html.Element("textarea", "govuk-textarea govuk-js-character-count")
            .Set("id", Id)
            .Set("name", For.Name)
            .Set("rows", Rows.ToString(CultureInfo.InvariantCulture))
            .Set("aria-describedby", string.Join(' ', new[] { DescribedBy, $"{Id}-info" }.Where(id => id is not null)));
        // A browser drops the first line break after the tag.
        area.InnerHtml.Append("\n" + Value);
        if (Error is not null)
        {
            area.AddCssClass("govuk-textarea--error");
        }

        var count = Html.Element("div", "govuk-hint govuk-character-count__message", $"You can enter up to {most} characters")
            .Set("id", $"{Id}-info");
        Group(output, LabelElement(), HintElement, ErrorElement, area, count);
        output.Attributes.SetAttribute("class", $"{output.Attributes["class"].Value} govuk-character-count");
        output.Attributes.SetAttribute("data-module", "govuk-character-count");
        output.Attributes.SetAttribute("data-maxlength", most);
    }
}

/// <summary>One answer among several: <c>Choices = [new("a", "Title", "hint")]</c>.</summary>
public sealed record Choice(string Value, string Text, string? Hint = null);

/// <summary><c>&lt;radios-field for="Purpose" label="…" choices="Model.Purposes" /&gt;</c></summary>
[HtmlTargetElement("radios-field", TagStructure = TagStructure.WithoutEndTag)]
public sealed class RadiosFieldTagHelper : FieldTagHelper
{
    public IReadOnlyList<Choice> Choices { get; set; } = [];

    public bool Inline { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output) =>
        Group(
            output,
            Html.Element("fieldset", "govuk-fieldset")
                .Set("aria-describedby", DescribedBy)
                .With(
                    LegendElement(),
                    HintElement,
                    ErrorElement,
                    ChoiceList.Of("radio", Id, For.Name, Choices, value => value == Value, Inline)
                )
        );
}

/// <summary><c>&lt;checkboxes-field for="Categories" label="…" choices="Model.Offered" /&gt;</c>, for a property that is a list of texts.</summary>
[HtmlTargetElement("checkboxes-field", TagStructure = TagStructure.WithoutEndTag)]
public sealed class CheckboxesFieldTagHelper : FieldTagHelper
{
    public IReadOnlyList<Choice> Choices { get; set; } = [];

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var chosen = For.Model as IEnumerable<string> ?? [];
        Group(
            output,
            Html.Element("fieldset", "govuk-fieldset")
                .Set("aria-describedby", DescribedBy)
                .With(LegendElement(), HintElement, ErrorElement, ChoiceList.Of("checkbox", Id, For.Name, Choices, chosen.Contains, false))
        );
    }
}

/// <summary><c>&lt;select-field for="Agency" label="…" choices="Model.Agencies" empty="Choose an agency" /&gt;</c></summary>
[HtmlTargetElement("select-field", TagStructure = TagStructure.WithoutEndTag)]
public sealed class SelectFieldTagHelper : FieldTagHelper
{
    public IReadOnlyList<Choice> Choices { get; set; } = [];

    /// <summary>The text of "nothing chosen"; null where there is no such choice.</summary>
    public string? Empty { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var select = Html.Element("select", "govuk-select").Set("id", Id).Set("name", For.Name).Set("aria-describedby", DescribedBy);
        if (Error is not null)
        {
            select.AddCssClass("govuk-select--error");
        }

        foreach (var choice in Empty is null ? Choices : [new Choice("", Empty), .. Choices])
        {
            select.With(
                Html.Element("option", null, choice.Text)
                    .Set("value", choice.Value)
                    .Set("selected", choice.Value == (Value ?? "") ? "selected" : null)
            );
        }

        Group(output, LabelElement(), HintElement, ErrorElement, select);
    }
}

internal static class ChoiceList
{
    public static TagBuilder Of(
        string type,
        string id,
        string name,
        IReadOnlyList<Choice> choices,
        Func<string, bool> isChosen,
        bool inline
    )
    {
        var block = type == "radio" ? "govuk-radios" : "govuk-checkboxes";
        var list = Html.Element("div", inline ? $"{block} {block}--inline" : block).Set("data-module", block);
        foreach (var (number, choice) in choices.Index())
        {
            // The first has the field's own id, which the error summary links to.
            var itemId = number == 0 ? id : string.Create(CultureInfo.InvariantCulture, $"{id}-{number + 1}");
            var input = Html.Element("input", $"{block}__input")
                .Set("id", itemId)
                .Set("name", name)
                .Set("type", type)
                .Set("value", choice.Value)
                .Set("checked", isChosen(choice.Value) ? "checked" : null)
                .Set("aria-describedby", choice.Hint is null ? null : $"{itemId}-item-hint");
            input.TagRenderMode = TagRenderMode.SelfClosing;
            var hint = choice.Hint is null
                ? null
                : Html.Element("div", $"govuk-hint {block}__hint", choice.Hint).Set("id", $"{itemId}-item-hint");
            list.With(
                Html.Element("div", $"{block}__item")
                    .With(input, Html.Element("label", $"govuk-label {block}__label", choice.Text).Set("for", itemId), hint)
            );
        }

        return list;
    }
}
