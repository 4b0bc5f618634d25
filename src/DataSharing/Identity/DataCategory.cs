using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace DataSharing.Identity;

/// <summary>A kind of data that agreements name, such as <c>missing-episodes</c> or <c>health</c>.</summary>
[JsonConverter(typeof(JsonCodec))]
public sealed record DataCategory
{
    private DataCategory(string value) => Value = value;

    public string Value { get; }

    public static bool TryParse(string? text, [NotNullWhen(true)] out DataCategory? parsed)
    {
        parsed = text is not null && Slug.IsValid(text) ? new DataCategory(text) : null;
        return parsed is not null;
    }

    /// <exception cref="FormatException">Not a <see cref="Slug"/>.</exception>
    public static DataCategory Parse(string text) =>
        TryParse(text, out var parsed) ? parsed : throw new FormatException("Not a data category.");

    public override string ToString() => Value;

    internal sealed class JsonCodec : JsonConverter<DataCategory>
    {
        public override DataCategory Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && TryParse(reader.GetString(), out var parsed)
                ? parsed
                : throw new JsonException("Not a data category.");

        public override void Write(Utf8JsonWriter writer, DataCategory value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Value);

        public override DataCategory ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Read(ref reader, typeToConvert, options);

        public override void WriteAsPropertyName(Utf8JsonWriter writer, DataCategory value, JsonSerializerOptions options) =>
            writer.WritePropertyName(value.Value);
    }
}
