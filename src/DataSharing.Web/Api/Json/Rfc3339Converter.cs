using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace DataSharing.Web.Api;

/// <summary>
/// Moments as RFC 3339 date-times. An offset is required: System.Text.Json would read a time without one in the machine's own zone. What
/// comes in is brought to UTC; what goes out ends in <c>Z</c>.
/// </summary>
public sealed class Rfc3339Converter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String && reader.TryGetDateTimeOffset(out var moment) && HasTimeAndOffset(reader.GetString()))
        {
            return moment.ToUniversalTime();
        }

        throw new JsonException("Not an RFC 3339 date-time with an offset.");
    }

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
    {
        Span<byte> text = stackalloc byte[40];
        // 'O' of a UTC DateTime: 2026-11-23T09:30:00.0000000Z. RFC 3339 takes any number of fraction digits.
        Utf8Formatter.TryFormat(value.UtcDateTime, text, out var written, new StandardFormat('O'));
        writer.WriteStringValue(Trimmed(text[..written]));
    }

    private static bool HasTimeAndOffset(string? text) =>
        text is not null && text.IndexOf('T', StringComparison.Ordinal) is var t && t > 0 && text.AsSpan(t).IndexOfAny("Z+-") > 0;

    // Whole seconds read better without seven zeros, and most of our times have them.
    private static ReadOnlySpan<byte> Trimmed(Span<byte> text)
    {
        var end = text.Length - 1;
        while (text[end - 1] == (byte)'0')
        {
            end--;
        }

        if (text[end - 1] == (byte)'.')
        {
            end--;
        }

        text[end] = (byte)'Z';
        return text[..(end + 1)];
    }
}
