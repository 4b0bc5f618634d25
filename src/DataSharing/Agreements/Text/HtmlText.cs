using System.Net;
using System.Text;

namespace DataSharing.Agreements;

/// <summary>Builds HTML in which every text is encoded and every clause has its anchor.</summary>
internal sealed class HtmlText
{
    private readonly StringBuilder html = new();

    /// <summary>A heading that can be linked to.</summary>
    public HtmlText Heading(int level, string anchor, string text)
    {
        _ = html.Append('<')
            .Append('h')
            .Append(level)
            .Append(" id=\"")
            .Append(Encoded(anchor))
            .Append("\">")
            .Append("<a href=\"#")
            .Append(Encoded(anchor))
            .Append("\">")
            .Append(Encoded(text))
            .Append("</a>")
            .Append("</h")
            .Append(level)
            .Append(">\n");
        return this;
    }

    public HtmlText Paragraph(string text)
    {
        _ = html.Append("<p>").Append(Encoded(text).Replace("\n", "<br>\n", StringComparison.Ordinal)).Append("</p>\n");
        return this;
    }

    /// <summary>Terms with what is said of each; what is not said is left out.</summary>
    public HtmlText Terms(params ReadOnlySpan<(string Term, string? Said)> terms)
    {
        _ = html.Append("<dl>\n");
        foreach (var (term, said) in terms)
        {
            if (said is not null)
            {
                var lines = Encoded(said).Replace("\n", "<br>\n", StringComparison.Ordinal);
                _ = html.Append("<dt>").Append(Encoded(term)).Append("</dt><dd>").Append(lines).Append("</dd>\n");
            }
        }

        _ = html.Append("</dl>\n");
        return this;
    }

    /// <summary>What was built, without a page around it.</summary>
    public string Body => html.ToString();

    /// <summary>A whole page around what was built.</summary>
    public string Page(string title, string foot) =>
        $$"""
            <!DOCTYPE html>
            <html lang="en-GB">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{{Encoded(title)}}</title>
            <style>
            body { font: 1rem/1.5 Arial, sans-serif; color: #0b0c0c; background: #fff; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
            h1, h2, h3 { line-height: 1.2; }
            h2 { border-top: 2px solid #0b0c0c; padding-top: 1rem; margin-top: 2rem; }
            h1 a, h2 a, h3 a { color: inherit; text-decoration: none; }
            h1 a:hover, h2 a:hover, h3 a:hover { text-decoration: underline; }
            :target { background: #fff7bf; }
            dl { display: grid; grid-template-columns: minmax(9rem, 14rem) 1fr; gap: .25rem 1rem; margin: .5rem 0 1.5rem; }
            dt { font-weight: bold; }
            dd { margin: 0; overflow-wrap: anywhere; }
            footer { border-top: 1px solid #505a5f; margin-top: 2rem; padding-top: .5rem; overflow-wrap: anywhere; }
            @media (max-width: 30rem) { dl { display: block; } dd { margin-bottom: .5rem; } }
            @media print {
            @page { margin: 20mm; }
            body { max-width: none; margin: 0; padding: 0; font-size: 11pt; }
            h2, h3, dt { break-after: avoid; }
            dl { break-inside: auto; }
            :target { background: none; }
            }
            </style>
            </head>
            <body>
            <main>
            {{html}}</main>
            <footer><p>{{Encoded(foot)}}</p></footer>
            </body>
            </html>

            """;

    private static string Encoded(string text) => WebUtility.HtmlEncode(text);
}
