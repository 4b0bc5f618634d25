using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace DataSharing.Web.Pages.Parts;

/// <summary><c>&lt;shared-content value="…" /&gt;</c>: what an agency wrote under a category, whatever its shape: members as rows, lists as lists, dates as people read them.</summary>
[HtmlTargetElement("shared-content", TagStructure = TagStructure.WithoutEndTag)]
public sealed class SharedContentTagHelper : TagHelper
{
    private const int MaximumDepth = 6;

    public JsonElement Value { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "app-content");
        output.Content.AppendHtml(Of(Value, 0));
    }

    private static IHtmlContent Of(JsonElement value, int depth) =>
        value.ValueKind switch
        {
            JsonValueKind.Object when depth < MaximumDepth => Members(value, depth),
            JsonValueKind.Array when depth < MaximumDepth => List(value, depth),
            JsonValueKind.True => new HtmlContentBuilder().Append("Yes"),
            JsonValueKind.False => new HtmlContentBuilder().Append("No"),
            JsonValueKind.Null => Html.Element("span", "app-muted", "Not recorded"),
            JsonValueKind.String => Html.Element("span", "app-pre", Text(value.GetString() ?? "")),
            _ => new HtmlContentBuilder().Append(value.ToString()),
        };

    private static TagBuilder Members(JsonElement value, int depth)
    {
        var list = Html.Element("dl", "govuk-summary-list govuk-summary-list--no-border app-content__members");
        foreach (var member in value.EnumerateObject())
        {
            list.With(
                Html.Element("div", "govuk-summary-list__row")
                    .With(
                        Html.Element("dt", "govuk-summary-list__key", Label(member.Name)),
                        Html.Element("dd", "govuk-summary-list__value").With(Of(member.Value, depth + 1))
                    )
            );
        }

        return list;
    }

    private static TagBuilder List(JsonElement value, int depth)
    {
        var list = Html.Element("ul", "govuk-list govuk-list--bullet");
        foreach (var item in value.EnumerateArray())
        {
            list.With(Html.Element("li").With(Of(item, depth + 1)));
        }

        return list;
    }

    private static string Text(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day.UkDate()
        : text.Length is >= 20 and <= 35
        && text[10] == 'T'
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
            ? moment.UkDateTime()
        : text.Contains(' ', StringComparison.Ordinal) || !text.Contains('-', StringComparison.Ordinal) || text.Any(char.IsUpper) ? text
        : UkText.Words(text);

    /// <summary><c>dateOfBirth</c> as <c>Date of birth</c>.</summary>
    private static string Label(string name) => UkText.Words(JsonNamingPolicy.KebabCaseLower.ConvertName(name).ToLowerInvariant());
}
