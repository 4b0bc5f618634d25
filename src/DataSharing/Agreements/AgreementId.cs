using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using DataSharing.Identity;

namespace DataSharing.Agreements;

/// <summary>An agreement, named by a <see cref="Slug"/> that its drafter chose, such as <c>eastmere-exploitation</c>. Its versions share the name.</summary>
[JsonConverter(typeof(JsonCodec))]
public sealed record AgreementId
{
    private AgreementId(string value) => Value = value;

    public string Value { get; }

    public static bool TryParse(string? text, [NotNullWhen(true)] out AgreementId? parsed)
    {
        parsed = text is not null && Slug.IsValid(text) ? new AgreementId(text) : null;
        return parsed is not null;
    }

    /// <exception cref="FormatException">Not a <see cref="Slug"/>.</exception>
    public static AgreementId Parse(string text) =>
        TryParse(text, out var parsed) ? parsed : throw new FormatException("Not an agreement id.");

    public override string ToString() => Value;

    internal sealed class JsonCodec : JsonConverter<AgreementId>
    {
        public override AgreementId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && TryParse(reader.GetString(), out var parsed)
                ? parsed
                : throw new JsonException("Not an agreement id.");

        public override void Write(Utf8JsonWriter writer, AgreementId value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Value);
    }
}
