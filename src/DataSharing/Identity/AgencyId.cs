using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace DataSharing.Identity;

/// <summary>An agency of the partnership, named by a <see cref="Slug"/> chosen when it joined, such as <c>eastmere-police</c>.</summary>
[JsonConverter(typeof(JsonCodec))]
public sealed record AgencyId
{
    private AgencyId(string value) => Value = value;

    public string Value { get; }

    public static bool TryParse(string? text, [NotNullWhen(true)] out AgencyId? parsed)
    {
        parsed = text is not null && Slug.IsValid(text) ? new AgencyId(text) : null;
        return parsed is not null;
    }

    /// <exception cref="FormatException">Not a <see cref="Slug"/>.</exception>
    public static AgencyId Parse(string text) => TryParse(text, out var parsed) ? parsed : throw new FormatException("Not a agency id.");

    public override string ToString() => Value;

    internal sealed class JsonCodec : JsonConverter<AgencyId>
    {
        public override AgencyId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && TryParse(reader.GetString(), out var parsed)
                ? parsed
                : throw new JsonException("Not a agency id.");

        public override void Write(Utf8JsonWriter writer, AgencyId value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Value);

        public override AgencyId ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Read(ref reader, typeToConvert, options);

        public override void WriteAsPropertyName(Utf8JsonWriter writer, AgencyId value, JsonSerializerOptions options) =>
            writer.WritePropertyName(value.Value);
    }
}
