using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace DataSharing.Web.Pages.Parts;

/// <summary><c>&lt;error-summary /&gt;</c>: everything that is wrong with what was sent, each line leading to its field. Nothing where all is well.</summary>
[HtmlTargetElement("error-summary", TagStructure = TagStructure.WithoutEndTag)]
public sealed class ErrorSummaryTagHelper : TagHelper
{
    [ViewContext]
    [HtmlAttributeNotBound]
    public required ViewContext ViewContext { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        var errors = ViewContext
            .ViewData.ModelState.SelectMany(field => field.Value?.Errors.Take(1).Select(error => (field.Key, error.ErrorMessage)) ?? [])
            .OrderBy(field => PlaceOf(field.Key), StringComparer.Ordinal)
            .ToArray();
        if (errors.Length == 0)
        {
            output.SuppressOutput();
            return;
        }

        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "govuk-error-summary");
        output.Attributes.SetAttribute("data-module", "govuk-error-summary");
        var list = Html.Element("ul", "govuk-list govuk-error-summary__list");
        foreach (var (field, message) in errors)
        {
            list.With(
                Html.Element("li")
                    .With(
                        field.Length == 0
                            ? Html.Element("span", null, message)
                            : Html.Element("a", null, message).Set("href", $"#{TagBuilder.CreateSanitizedId(field, "-")}")
                    )
            );
        }

        output.Content.AppendHtml(
            Html.Element("div")
                .Set("role", "alert")
                .With(
                    Html.Element("h2", "govuk-error-summary__title", "There is a problem"),
                    Html.Element("div", "govuk-error-summary__body").With(list)
                )
        );
    }

    /// <summary>Where the field stands on the page: pages declare their properties in the order in which they ask for them.</summary>
    private string PlaceOf(string field)
    {
        var (place, type) = (new StringBuilder(), ViewContext.ViewData.ModelMetadata);
        foreach (var name in field.Split('.', '['))
        {
            var properties = type.Properties.Select(property => property.PropertyName).ToList();
            var index = properties.IndexOf(name);
            _ = place.Append(CultureInfo.InvariantCulture, $"{index + 1:D3}.");
            if (index < 0)
            {
                break;
            }

            type = type.Properties[index];
        }

        return place.ToString();
    }
}

/// <summary>
/// Every form says where it goes: to the page's own address. Left out, the browser keeps the skip link's fragment, which takes the focus away from
/// the list of mistakes, and the handler of the button that was pressed before.
/// </summary>
[HtmlTargetElement("form", Attributes = "novalidate")]
public sealed class FormAddressTagHelper : TagHelper
{
    [ViewContext]
    [HtmlAttributeNotBound]
    public required ViewContext ViewContext { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(output);
        if (output.Attributes.ContainsName("action"))
        {
            return;
        }

        var request = ViewContext.HttpContext.Request;
        var asks = string.Equals(context.AllAttributes["method"]?.Value.ToString(), "get", StringComparison.OrdinalIgnoreCase);
        var kept = QueryString.Create(
            request
                .Query.Where(item => !string.Equals(item.Key, "handler", StringComparison.OrdinalIgnoreCase))
                .SelectMany(item => item.Value.Select(value => KeyValuePair.Create(item.Key, value)))
        );
        output.Attributes.SetAttribute("action", $"{request.PathBase}{request.Path}{(asks ? QueryString.Empty : kept)}");
    }
}

/// <summary><c>&lt;once /&gt;</c>: the idempotency key of a form that creates something.</summary>
[HtmlTargetElement("once", TagStructure = TagStructure.WithoutEndTag)]
public sealed class OnceTagHelper(OnceKey keys) : TagHelper
{
    [ViewContext]
    [HtmlAttributeNotBound]
    public required ViewContext ViewContext { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        var http = ViewContext.HttpContext;
        // Shown again because something was missing: the same attempt, so the same key.
        var again =
            http.Request is { HasFormContentType: true } request && keys.Read(http) is not null
                ? request.Form[OnceKey.Field].ToString()
                : null;
        output.TagName = "input";
        output.TagMode = TagMode.SelfClosing;
        output.Attributes.SetAttribute("type", "hidden");
        output.Attributes.SetAttribute("name", OnceKey.Field);
        output.Attributes.SetAttribute("value", again ?? keys.Make(http));
    }
}

/// <summary><c>&lt;submit-button&gt;Share&lt;/submit-button&gt;</c>: sends once even when clicked twice. <c>kind</c>: secondary or warning.</summary>
[HtmlTargetElement("submit-button")]
public sealed class SubmitButtonTagHelper : TagHelper
{
    public string? Kind { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.TagName = "button";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("type", "submit");
        output.Attributes.SetAttribute("class", Kind is null ? "govuk-button" : $"govuk-button govuk-button--{Kind}");
        output.Attributes.SetAttribute("data-module", "govuk-button");
        output.Attributes.SetAttribute("data-prevent-double-click", "true");
    }
}
