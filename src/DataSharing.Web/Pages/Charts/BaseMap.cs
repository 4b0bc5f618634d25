using System.Text.Json;

namespace DataSharing.Web.Pages.Charts;

/// <summary>A line or an area beneath the places.</summary>
/// <param name="Style"><c>road</c>, <c>rail</c>, <c>water</c> or <c>green</c>.</param>
/// <param name="Points">WGS 84.</param>
/// <param name="Closed">An area.</param>
public sealed record BaseLine(string Style, IReadOnlyList<(double Latitude, double Longitude)> Points, bool Closed);

/// <summary>
/// The partnership's own base map: a GeoJSON file (RFC 7946) of lines and polygons, each with a <c>style</c> property, such as Ordnance Survey open
/// data cut to the borough. Read once; nothing is fetched.
/// </summary>
public static class BaseMap
{
    private static readonly string[] Styles = ["road", "rail", "water", "green"];

    /// <exception cref="FormatException">Not such a file. The message names the feature by its number and quotes nothing.</exception>
    public static IReadOnlyList<BaseLine> Parse(ReadOnlyMemory<byte> geoJson)
    {
        try
        {
            using var document = JsonDocument.Parse(geoJson);
            return [.. document.RootElement.GetProperty("features").EnumerateArray().Select(Feature)];
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException("The base map is not a GeoJSON feature collection.", exception);
        }
    }

    private static BaseLine Feature(JsonElement feature, int number)
    {
        var geometry = feature.GetProperty("geometry");
        var style = feature.GetProperty("properties").GetProperty("style").GetString() ?? "";
        var coordinates = geometry.GetProperty("coordinates");
        return (geometry.GetProperty("type").GetString(), Styles.Contains(style, StringComparer.Ordinal)) switch
        {
            ("LineString", true) => new BaseLine(style, Points(coordinates), Closed: false),
            // The first ring is the outline; holes are not drawn.
            ("Polygon", true) => new BaseLine(style, Points(coordinates[0]), Closed: true),
            _ => throw new FormatException(
                $"Feature {number + 1} of the base map is not a LineString or Polygon with the style road, rail, water or green."
            ),
        };
    }

    // GeoJSON writes longitude first.
    private static (double Latitude, double Longitude)[] Points(JsonElement positions) =>
        [.. positions.EnumerateArray().Select(p => (p[1].GetDouble(), p[0].GetDouble()))];
}
