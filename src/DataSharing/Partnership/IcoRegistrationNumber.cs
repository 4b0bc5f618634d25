using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace DataSharing.Partnership;

/// <summary>A controller's number in the Information Commissioner's register of fee payers, such as <c>Z1234567</c> or <c>ZA123456</c>.</summary>
/// <remarks>
/// The register: Data Protection (Charges and Information) Regulations 2018 reg. 2. The Commissioner publishes no grammar; the numbers in the
/// downloadable register are eight characters: Z, a digit or letter (the older series ends in a digit or X), six more. Only the form is
/// checked: whether the number is this controller's is for whoever registers it to see.
/// </remarks>
[JsonConverter(typeof(JsonCodec))]
public sealed partial record IcoRegistrationNumber
{
    public const string Rule = "An ICO registration number looks like Z1234567 or ZA123456.";

    private IcoRegistrationNumber(string value) => Value = value;

    public string Value { get; }

    public static bool TryParse(string? text, [NotNullWhen(true)] out IcoRegistrationNumber? parsed)
    {
        parsed = text is not null && Grammar().IsMatch(text) ? new IcoRegistrationNumber(text) : null;
        return parsed is not null;
    }

    public override string ToString() => Value;

    [GeneratedRegex(@"\AZ(?:[0-9]{6}[0-9X]|[A-Z][0-9]{6})\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Grammar();

    internal sealed class JsonCodec : JsonConverter<IcoRegistrationNumber>
    {
        public override IcoRegistrationNumber Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && TryParse(reader.GetString(), out var parsed)
                ? parsed
                : throw new JsonException(Rule);

        public override void Write(Utf8JsonWriter writer, IcoRegistrationNumber value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Value);
    }
}
