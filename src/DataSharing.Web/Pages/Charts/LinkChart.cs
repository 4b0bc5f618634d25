using System.Globalization;
using System.Xml.Linq;
using DataSharing.Identity;
using Microsoft.AspNetCore.Html;
using static DataSharing.Web.Pages.Charts.Svg;

namespace DataSharing.Web.Pages.Charts;

/// <summary>How sure the source is of a link. "Possible" must never look like "confirmed".</summary>
public enum LinkCertainty
{
    Confirmed,
    Likely,
    Possible,
}

/// <param name="Kind">Decides the shape.</param>
/// <param name="Name">As the viewer may see it.</param>
/// <param name="Href">The subject's page; null where there is none to open.</param>
public sealed record ChartNode(SubjectKind Kind, string Name, string? Href)
{
    public override string ToString() => $"ChartNode({Kind})";
}

/// <param name="To">The node at the other end.</param>
/// <param name="Label">The kind of link in words, such as "lives at".</param>
/// <param name="Certainty">Decides the line.</param>
public sealed record ChartSpoke(ChartNode To, string Label, LinkCertainty Certainty)
{
    public override string ToString() => $"ChartSpoke({Certainty})";
}

/// <summary>
/// One subject in the middle and those it is linked to around it, drawn on the server: no script, and a table beside it says the same. Several
/// links to one subject share a line, whose dash shows the surest of them.
/// </summary>
public static class LinkChart
{
    /// <summary>More than this on one chart cannot be read; the table beside it has them all.</summary>
    public const int MostNodes = 24;

    private const double Width = 760;
    private const double NodeRadius = 22;
    private const int LabelWidth = 20;

    /// <summary>The chart, or null where there is nothing to draw.</summary>
    /// <param name="centre">The subject that the page is about.</param>
    /// <param name="spokes">Its links, the most important first: what exceeds <see cref="MostNodes"/> is left to the table.</param>
    /// <param name="id">Unique in the page; names the title and the description.</param>
    public static IHtmlContent? Draw(ChartNode centre, IReadOnlyList<ChartSpoke> spokes, string id)
    {
        ArgumentNullException.ThrowIfNull(centre);
        ArgumentNullException.ThrowIfNull(spokes);
        var ends = spokes.GroupBy(spoke => spoke.To).Take(MostNodes).ToArray();
        if (ends.Length == 0)
        {
            return null;
        }

        // A second, wider ring once the first is full, every other node on it, so that neighbours' labels do not collide.
        var twoRings = ends.Length > 10;
        var height = twoRings ? 640.0 : 460.0;
        var middle = (X: Width / 2, Y: height / 2);
        var lines = new List<XElement>();
        var nodes = new List<XElement>();
        for (var i = 0; i < ends.Length; i++)
        {
            var angle = (2 * Math.PI * i / ends.Length) - (Math.PI / 2);
            var outer = twoRings && i % 2 == 1;
            var (rx, ry) = (
                outer ? 300.0 : 215.0,
                (height / 2)
                    - (
                        outer ? 60
                        : twoRings ? 145
                        : 75
                    )
            );
            var at = (X: middle.X + (rx * Math.Cos(angle)), Y: middle.Y + (ry * Math.Sin(angle)));
            var certainty = ends[i].Min(spoke => spoke.Certainty);
            lines.Add(Line(middle, at, certainty));
            lines.Add(LineLabel(middle, at, ends[i].Select(spoke => spoke.Label).Distinct(StringComparer.Ordinal).ToArray()));
            nodes.Add(Node(ends[i].Key, at, below: at.Y >= middle.Y - 1, "app-chart__node"));
        }

        nodes.Add(Node(centre with { Href = null }, middle, below: true, "app-chart__node app-chart__node--centre"));
        return new HtmlString(
            Element(
                    "svg",
                    Attribute("class", "app-chart"),
                    Attribute("viewBox", $"0 0 {Number(Width)} {Number(height)}"),
                    Attribute("role", "group"),
                    Attribute("aria-labelledby", $"{id}-title"),
                    Attribute("aria-describedby", $"{id}-description"),
                    Element("title", Attribute("id", $"{id}-title"), $"Links of {centre.Name}"),
                    Element("desc", Attribute("id", $"{id}-description"), Description(ends.Length, spokes)),
                    lines,
                    nodes
                )
                .ToString(SaveOptions.DisableFormatting)
        );
    }

    private static string Description(int drawn, IReadOnlyList<ChartSpoke> spokes)
    {
        var all = spokes.Select(spoke => spoke.To).Distinct().Count();
        var shown = drawn < all ? $"{drawn} of {all} linked records are drawn." : $"{drawn} linked {(drawn == 1 ? "record" : "records")}.";
        return string.Create(CultureInfo.InvariantCulture, $"{shown} The table that follows lists every link.");
    }

    private static XElement Line((double X, double Y) from, (double X, double Y) to, LinkCertainty certainty) =>
        Element(
            "line",
            Attribute("x1", from.X),
            Attribute("y1", from.Y),
            Attribute("x2", to.X),
            Attribute("y2", to.Y),
            Attribute("class", $"app-chart__line app-chart__line--{certainty.ToString().ToLowerInvariant()}")
        );

    private static XElement LineLabel((double X, double Y) from, (double X, double Y) to, string[] labels)
    {
        // Nearer to the outer end, where lines are further apart.
        var text = labels.Length == 1 ? labels[0] : $"{labels[0]} and {labels.Length - 1} more";
        var (x, y) = (from.X + ((to.X - from.X) * 0.58), from.Y + ((to.Y - from.Y) * 0.58));
        return Text(x, y, "app-chart__label", text);
    }

    private static XElement Node(ChartNode node, (double X, double Y) at, bool below, string style)
    {
        var shape = Element(
            "g",
            Attribute("class", style),
            Shape(node.Kind, at),
            Text(at.X, at.Y + 5, "app-chart__letter", Letter(node.Kind)),
            Lines(node.Name, LabelWidth)
                .Select((line, i) => Text(at.X, below ? at.Y + 40 + (i * 17) : at.Y - 47 + (i * 17), "app-chart__name", line))
        );
        return node.Href is { } href
            ? Element(
                "a",
                Attribute("href", href),
                // Named by what is written in it: a name of another wording would keep those who speak to their computer from using it.
                Attribute("class", "app-chart__link"),
                shape
            )
            : shape;
    }

    private static XElement Shape(SubjectKind kind, (double X, double Y) at) =>
        kind switch
        {
            SubjectKind.Person => Element("circle", Attribute("cx", at.X), Attribute("cy", at.Y), Attribute("r", NodeRadius)),
            SubjectKind.Business => Element(
                "rect",
                Attribute("x", at.X - NodeRadius),
                Attribute("y", at.Y - NodeRadius),
                Attribute("width", NodeRadius * 2),
                Attribute("height", NodeRadius * 2)
            ),
            SubjectKind.Location => Polygon(at, 4, NodeRadius * 1.2),
            _ => Polygon(at, 6, NodeRadius * 1.1),
        };

    private static XElement Polygon((double X, double Y) at, int corners, double radius) =>
        Element(
            "polygon",
            Attribute(
                "points",
                string.Join(
                    ' ',
                    Enumerable
                        .Range(0, corners)
                        .Select(i => (2 * Math.PI * i / corners) - (Math.PI / 2))
                        .Select(angle => $"{Number(at.X + (radius * Math.Cos(angle)))},{Number(at.Y + (radius * Math.Sin(angle)))}")
                )
            )
        );

    private static string Letter(SubjectKind kind) => Word(kind)[..1].ToUpperInvariant();

    private static string Word(SubjectKind kind) =>
        kind switch
        {
            SubjectKind.Person => "person",
            SubjectKind.Business => "business",
            SubjectKind.Location => "location",
            _ => "group",
        };
}
