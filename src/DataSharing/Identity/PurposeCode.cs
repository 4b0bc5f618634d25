using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace DataSharing.Identity;

/// <summary>Why data is shared or looked at, such as <c>safeguarding-children</c>: a code that agreements name (UK GDPR Art 5(1)(b), purpose limitation).</summary>
[JsonConverter(typeof(JsonCodec))]
public sealed record PurposeCode
{
    private PurposeCode(string value) => Value = value;

    public string Value { get; }

    public static bool TryParse(string? text, [NotNullWhen(true)] out PurposeCode? parsed)
    {
        parsed = text is not null && Slug.IsValid(text) ? new PurposeCode(text) : null;
        return parsed is not null;
    }

    /// <exception cref="FormatException">Not a <see cref="Slug"/>.</exception>
    public static PurposeCode Parse(string text) =>
        TryParse(text, out var parsed) ? parsed : throw new FormatException("Not a purpose code.");

    public override string ToString() => Value;

    internal sealed class JsonCodec : JsonConverter<PurposeCode>
    {
        public override PurposeCode Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && TryParse(reader.GetString(), out var parsed)
                ? parsed
                : throw new JsonException("Not a purpose code.");

        public override void Write(Utf8JsonWriter writer, PurposeCode value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Value);

        public override PurposeCode ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Read(ref reader, typeToConvert, options);

        public override void WriteAsPropertyName(Utf8JsonWriter writer, PurposeCode value, JsonSerializerOptions options) =>
            writer.WritePropertyName(value.Value);
    }
}
