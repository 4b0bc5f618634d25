using System.Text;
using System.Text.Encodings.Web;

namespace DataSharing.Web.OpenApi;

/// <summary>HTML as it is written: elements as given, text always encoded.</summary>
internal sealed class HtmlText
{
    private readonly StringBuilder html = new();

    /// <summary>Markup of ours; never anything that was read.</summary>
    public HtmlText Markup(string markup)
    {
        html.Append(markup);
        return this;
    }

    public HtmlText Text(string? text)
    {
        html.Append(HtmlEncoder.Default.Encode(text ?? ""));
        return this;
    }

    /// <summary>An element without attributes around text.</summary>
    public HtmlText Element(string name, string? text) => Markup($"<{name}>").Text(text).Markup($"</{name}>");

    public ReadOnlyMemory<byte> ToUtf8() => Encoding.UTF8.GetBytes(html.ToString());
}
