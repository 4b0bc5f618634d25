using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace DataSharing.Web.Pages.Parts;

/// <summary>Elements with a class and encoded text, for tag helpers.</summary>
internal static class Html
{
    public static TagBuilder Element(string name, string? css = null, string? text = null)
    {
        var element = new TagBuilder(name);
        if (css is not null)
        {
            element.AddCssClass(css);
        }

        if (text is not null)
        {
            element.InnerHtml.Append(text);
        }

        return element;
    }

    public static TagBuilder With(this TagBuilder element, params IHtmlContent?[] content)
    {
        foreach (var part in content)
        {
            if (part is not null)
            {
                element.InnerHtml.AppendHtml(part);
            }
        }

        return element;
    }

    public static TagBuilder Set(this TagBuilder element, string attribute, string? value)
    {
        if (value is not null)
        {
            element.Attributes[attribute] = value;
        }

        return element;
    }
}
