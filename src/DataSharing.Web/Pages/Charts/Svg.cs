using System.Globalization;
using System.Xml.Linq;

namespace DataSharing.Web.Pages.Charts;

/// <summary>SVG elements with numbers written for SVG, not for the reader's culture. Text goes through the XML writer, so a name cannot become markup.</summary>
internal static class Svg
{
    private static readonly XNamespace Space = "http://www.w3.org/2000/svg";

    public static XElement Element(string name, params object?[] content) => new(Space + name, content);

    public static XAttribute Attribute(string name, double value) => new(name, Number(value));

    public static XAttribute Attribute(string name, string value) => new(name, value);

    public static XElement Text(double x, double y, string style, string text) =>
        Element("text", Attribute("x", x), Attribute("y", y), Attribute("class", style), text);

    /// <summary>At most two decimals: a hundredth of a unit is far below a pixel.</summary>
    public static string Number(double value) => Math.Round(value, 2).ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>Splits a name into at most two lines, the second one cut with an ellipsis where it is still too long.</summary>
    public static IReadOnlyList<string> Lines(string text, int widest)
    {
        if (text.Length <= widest)
        {
            return [text];
        }

        var at = text.LastIndexOf(' ', widest);
        var first = at > 0 ? text[..at] : text[..widest];
        var rest = text[first.Length..].TrimStart();
        return rest.Length <= widest ? [first, rest] : [first, string.Concat(rest.AsSpan(0, widest - 1).TrimEnd(), "…")];
    }
}
