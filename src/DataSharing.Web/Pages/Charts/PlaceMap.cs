using System.Globalization;
using System.Xml.Linq;
using Microsoft.AspNetCore.Html;
using static DataSharing.Web.Pages.Charts.Svg;

namespace DataSharing.Web.Pages.Charts;

/// <param name="Latitude">WGS 84 degrees north.</param>
/// <param name="Longitude">WGS 84 degrees east.</param>
/// <param name="Name">As the viewer may see it.</param>
/// <param name="Href">The place's page; null where there is none to open.</param>
/// <param name="RadiusMetres">How far off the true point may be; 0 for an exact one.</param>
public sealed record MapPlace(double Latitude, double Longitude, string Name, string? Href, double RadiusMetres = 0)
{
    public override string ToString() => "MapPlace(redacted)";
}

/// <summary>
/// Places drawn to scale on a plain grid, on the server: no tiles are asked of anybody, so nobody learns which places are looked at. Over the few
/// kilometres of a borough a flat projection with the longitudes shortened by the cosine of the latitude is right to well under a metre in a hundred.
/// </summary>
public static class PlaceMap
{
    private const double Width = 760;
    private const double Height = 480;
    private const double Margin = 60;
    private const double MetresPerDegree = 111_320;
    private const double LeastSpanMetres = 500;

    /// <summary>The map, or null where no place has a point. Numbers on it are those of the table: 1 for the first place.</summary>
    /// <param name="places">In the order of the table beside it.</param>
    /// <param name="baseLines">Lines to draw beneath, such as roads; none where the partnership has supplied none.</param>
    /// <param name="id">Unique in the page.</param>
    public static IHtmlContent? Draw(IReadOnlyList<MapPlace> places, IReadOnlyList<BaseLine> baseLines, string id)
    {
        ArgumentNullException.ThrowIfNull(places);
        ArgumentNullException.ThrowIfNull(baseLines);
        if (places.Count == 0)
        {
            return null;
        }

        var view = View.Around(places);
        return new HtmlString(
            Element(
                    "svg",
                    Attribute("class", "app-map"),
                    Attribute("viewBox", $"0 0 {Number(Width)} {Number(Height)}"),
                    Attribute("role", "group"),
                    Attribute("aria-labelledby", $"{id}-title"),
                    Attribute("aria-describedby", $"{id}-description"),
                    Element("title", Attribute("id", $"{id}-title"), "Map of places"),
                    Element(
                        "desc",
                        Attribute("id", $"{id}-description"),
                        $"{places.Count} {(places.Count == 1 ? "place" : "places")}, north at the top. The table that follows lists them."
                    ),
                    Element(
                        "clipPath",
                        Attribute("id", $"{id}-frame"),
                        Element("rect", Attribute("width", Width), Attribute("height", Height))
                    ),
                    Element("rect", Attribute("class", "app-map__ground"), Attribute("width", Width), Attribute("height", Height)),
                    Element("g", Attribute("clip-path", $"url(#{id}-frame)"), baseLines.Select(view.Line)),
                    Scale(view),
                    places.Select((place, i) => Marker(view, place, i + 1))
                )
                .ToString(SaveOptions.DisableFormatting)
        );
    }

    private static XElement Marker(View view, MapPlace place, int number)
    {
        var (x, y) = view.Point(place.Latitude, place.Longitude);
        var halo = place.RadiusMetres > 0 ? place.RadiusMetres * view.UnitsPerMetre : 0;
        var marker = Element(
            "g",
            Attribute("class", "app-map__place"),
            halo > 16
                ? Element("circle", Attribute("class", "app-map__halo"), Attribute("cx", x), Attribute("cy", y), Attribute("r", halo))
                : null,
            Element("circle", Attribute("class", "app-map__marker"), Attribute("cx", x), Attribute("cy", y), Attribute("r", 15)),
            Text(x, y + 5, "app-map__number", number.ToString(CultureInfo.InvariantCulture)),
            Text(x, y + 34, "app-map__name", Lines(place.Name, 26)[0])
        );
        return place.Href is { } href ? Element("a", Attribute("href", href), Attribute("class", "app-map__link"), marker) : marker;
    }

    private static XElement Scale(View view)
    {
        // The longest round length that fits a fifth of the map.
        double[] steps = [50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000];
        var metres = steps.LastOrDefault(step => step * view.UnitsPerMetre <= Width / 5, steps[0]);
        var length = metres * view.UnitsPerMetre;
        var words = metres >= 1_000 ? $"{Number(metres / 1_000)} km" : $"{Number(metres)} m";
        return Element(
            "g",
            Attribute("class", "app-map__scale"),
            Element("path", Attribute("d", $"M20 {Number(Height - 28)}v8h{Number(length)}v-8")),
            Text(20, Height - 34, "app-map__scale-words", words)
        );
    }

    private sealed record View(double South, double West, double UnitsPerMetre, double Shortening, double OffsetX, double OffsetY)
    {
        public static View Around(IReadOnlyList<MapPlace> places)
        {
            var (south, north) = (places.Min(p => p.Latitude), places.Max(p => p.Latitude));
            var (west, east) = (places.Min(p => p.Longitude), places.Max(p => p.Longitude));
            var shortening = Math.Cos((south + north) / 2 * Math.PI / 180);
            var (tall, wide) = ((north - south) * MetresPerDegree, (east - west) * MetresPerDegree * shortening);
            var scale = Math.Min(
                (Width - (2 * Margin)) / Math.Max(wide, LeastSpanMetres),
                (Height - (2 * Margin)) / Math.Max(tall, LeastSpanMetres)
            );
            return new View(south, west, scale, shortening, (Width - (wide * scale)) / 2, (Height - (tall * scale)) / 2);
        }

        public (double X, double Y) Point(double latitude, double longitude) =>
            (
                OffsetX + ((longitude - West) * MetresPerDegree * Shortening * UnitsPerMetre),
                Height - OffsetY - ((latitude - South) * MetresPerDegree * UnitsPerMetre)
            );

        public XElement Line(BaseLine line)
        {
            var points = string.Join(
                ' ',
                line.Points.Select(p => Point(p.Latitude, p.Longitude)).Select(p => $"{Number(p.X)},{Number(p.Y)}")
            );
            return Element(
                line.Closed ? "polygon" : "polyline",
                Attribute("class", $"app-map__base app-map__base--{line.Style}"),
                Attribute("points", points)
            );
        }
    }
}
