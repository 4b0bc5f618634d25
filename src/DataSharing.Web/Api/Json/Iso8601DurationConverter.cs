using System.Text.Json;
using System.Text.Json.Serialization;
using System.Xml;

namespace DataSharing.Web.Api;

/// <summary>Durations as ISO 8601 (<c>P28D</c>, <c>PT15M</c>). Years and months are refused: they are not a fixed length of time.</summary>
public sealed class Iso8601DurationConverter : JsonConverter<TimeSpan>
{
    private const int MaximumLength = 32;

    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        if (text is null || text.Length > MaximumLength || HasYearsOrMonths(text))
        {
            throw new JsonException("Not an ISO 8601 duration in days, hours, minutes and seconds.");
        }

        try
        {
            return XmlConvert.ToTimeSpan(text);
        }
        catch (Exception exception) when (exception is FormatException or OverflowException)
        {
            throw new JsonException("Not an ISO 8601 duration in days, hours, minutes and seconds.", exception);
        }
    }

    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
        writer.WriteStringValue(XmlConvert.ToString(value));

    private static bool HasYearsOrMonths(string text)
    {
        var time = text.IndexOf('T', StringComparison.Ordinal);
        var date = time < 0 ? text.AsSpan() : text.AsSpan(0, time);
        return date.IndexOfAny('Y', 'M') >= 0;
    }
}
