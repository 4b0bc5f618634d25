using Microsoft.AspNetCore.Razor.TagHelpers;

namespace DataSharing.Web.Pages.Parts;

/// <summary><c>&lt;tick for="IsUrgent" label="…" /&gt;</c>: one box, for a property of type <see cref="bool"/>.</summary>
[HtmlTargetElement("tick", TagStructure = TagStructure.WithoutEndTag)]
public sealed class TickTagHelper : FieldTagHelper
{
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var input = Html.Element("input", "govuk-checkboxes__input")
            .Set("id", Id)
            .Set("name", For.Name)
            .Set("type", "checkbox")
            .Set("value", "true")
            .Set("checked", For.Model is true ? "checked" : null)
            .Set("aria-describedby", DescribedBy);
        input.TagRenderMode = Microsoft.AspNetCore.Mvc.Rendering.TagRenderMode.SelfClosing;
        var label = Html.Element("label", "govuk-label govuk-checkboxes__label", Label).Set("for", Id);
        var item = Html.Element("div", "govuk-checkboxes__item").With(input, label);
        Group(output, HintElement, ErrorElement, Html.Element("div", "govuk-checkboxes").Set("data-module", "govuk-checkboxes").With(item));
    }
}
