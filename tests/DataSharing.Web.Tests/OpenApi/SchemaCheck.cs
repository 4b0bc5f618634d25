using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace DataSharing.Web.Tests.OpenApi;

/// <summary>
/// Checks JSON against the part of JSON Schema 2020-12 that our OpenAPI document uses. A keyword that it does not know is a fault of its own,
/// so that the document cannot outgrow the check unnoticed. Faults name places and rules, not values.
/// </summary>
internal sealed class SchemaCheck(JsonElement document)
{
    private static readonly HashSet<string> Annotations = new(StringComparer.Ordinal)
    {
        "description",
        "title",
        "examples",
        "example",
        "default",
        "deprecated",
        "readOnly",
        "writeOnly",
    };

    public IReadOnlyList<string> Check(JsonElement value, JsonElement schema)
    {
        var faults = new List<string>();
        Check(value, schema, "#", faults);
        return faults;
    }

    private void Check(JsonElement value, JsonElement schema, string at, List<string> faults)
    {
        if (schema.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            Require(schema.ValueKind == JsonValueKind.True, at, "nothing is allowed here", faults);
            return;
        }

        foreach (var keyword in schema.EnumerateObject())
        {
            Keyword(keyword.Name, keyword.Value, value, schema, at, faults);
        }
    }

    private void Keyword(string name, JsonElement rule, JsonElement value, JsonElement schema, string at, List<string> faults)
    {
        switch (name)
        {
            case "$ref":
                Check(value, Resolve(rule.GetString() ?? ""), at, faults);
                break;
            case "type":
                Require(Types(rule).Any(t => IsOf(value, t)), at, $"type is {value.ValueKind}, not {rule}", faults);
                break;
            case "enum":
                Require(rule.EnumerateArray().Any(e => JsonElement.DeepEquals(e, value)), at, "not one of the enumerated values", faults);
                break;
            case "const":
                Require(JsonElement.DeepEquals(rule, value), at, "not the constant", faults);
                break;
            case "allOf":
                foreach (var part in rule.EnumerateArray())
                {
                    Check(value, part, at, faults);
                }

                break;
            case "anyOf":
                Require(rule.EnumerateArray().Any(s => Check(value, s).Count == 0), at, "none of anyOf fits", faults);
                break;
            case "oneOf":
                Require(rule.EnumerateArray().Count(s => Check(value, s).Count == 0) == 1, at, "not exactly one of oneOf fits", faults);
                break;
            case "required" when value.ValueKind == JsonValueKind.Object:
                foreach (var missing in rule.EnumerateArray().Select(n => n.GetString() ?? "").Where(n => !value.TryGetProperty(n, out _)))
                {
                    faults.Add($"{at}: {missing} is missing");
                }

                break;
            case "properties" when value.ValueKind == JsonValueKind.Object:
                foreach (var member in value.EnumerateObject().Where(m => rule.TryGetProperty(m.Name, out _)))
                {
                    Check(member.Value, rule.GetProperty(member.Name), $"{at}/{member.Name}", faults);
                }

                break;
            case "additionalProperties" when value.ValueKind == JsonValueKind.Object:
                var known = schema.TryGetProperty("properties", out var properties) ? properties : default;
                foreach (var member in value.EnumerateObject())
                {
                    if (known.ValueKind != JsonValueKind.Object || !known.TryGetProperty(member.Name, out _))
                    {
                        Check(member.Value, rule, $"{at}/{member.Name}", faults);
                    }
                }

                break;
            case "items" when value.ValueKind == JsonValueKind.Array:
                foreach (var (index, item) in value.EnumerateArray().Index())
                {
                    Check(item, rule, $"{at}/{index}", faults);
                }

                break;
            case "minItems" when value.ValueKind == JsonValueKind.Array:
                Require(value.GetArrayLength() >= rule.GetInt32(), at, "too few items", faults);
                break;
            case "maxItems" when value.ValueKind == JsonValueKind.Array:
                Require(value.GetArrayLength() <= rule.GetInt32(), at, "too many items", faults);
                break;
            case "minLength" when value.ValueKind == JsonValueKind.String:
                Require(value.GetString()?.Length >= rule.GetInt32(), at, "too short", faults);
                break;
            case "maxLength" when value.ValueKind == JsonValueKind.String:
                Require(value.GetString()?.Length <= rule.GetInt32(), at, "too long", faults);
                break;
            case "pattern" when value.ValueKind == JsonValueKind.String:
                var isMatch = Regex.IsMatch(value.GetString() ?? "", rule.GetString() ?? "", RegexOptions.None, TimeSpan.FromSeconds(1));
                Require(isMatch, at, "does not match its pattern", faults);
                break;
            case "minimum" when value.ValueKind == JsonValueKind.Number:
                Require(value.GetDouble() >= Number(rule), at, "too small", faults);
                break;
            case "maximum" when value.ValueKind == JsonValueKind.Number:
                Require(value.GetDouble() <= Number(rule), at, "too large", faults);
                break;
            case "format":
                Require(
                    value.ValueKind != JsonValueKind.String || HasFormat(value.GetString() ?? "", rule.GetString()),
                    at,
                    $"not a {rule}",
                    faults
                );
                break;
            case "required" or "properties" or "additionalProperties" or "items" or "minItems" or "maxItems":
            case "minLength" or "maxLength" or "pattern" or "minimum" or "maximum":
                break;
            default:
                Require(Annotations.Contains(name), at, $"the check does not know the keyword {name}", faults);
                break;
        }
    }

    private JsonElement Resolve(string reference)
    {
        var found = document;
        foreach (var segment in reference.Split('/').Skip(1))
        {
            found = found.GetProperty(segment.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal));
        }

        return found;
    }

    private static IEnumerable<string?> Types(JsonElement rule) =>
        rule.ValueKind == JsonValueKind.Array ? rule.EnumerateArray().Select(t => t.GetString()) : [rule.GetString()];

    private static bool IsOf(JsonElement value, string? type) =>
        type switch
        {
            "object" => value.ValueKind == JsonValueKind.Object,
            "array" => value.ValueKind == JsonValueKind.Array,
            "string" => value.ValueKind == JsonValueKind.String,
            "number" => value.ValueKind == JsonValueKind.Number,
            "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
            "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            "null" => value.ValueKind == JsonValueKind.Null,
            _ => false,
        };

    private static double Number(JsonElement rule) =>
        rule.ValueKind == JsonValueKind.String ? double.Parse(rule.GetString() ?? "", CultureInfo.InvariantCulture) : rule.GetDouble();

    private static bool HasFormat(string text, string? format) =>
        format switch
        {
            "date-time" => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _) && text.EndsWith('Z'),
            "date" => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
            "duration" => text.StartsWith('P') || text.StartsWith("-P", StringComparison.Ordinal),
            "uuid" => Guid.TryParseExact(text, "D", out _),
            "uri" => Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out _),
            "int32" or "int64" or "double" or "byte" => true,
            _ => false,
        };

    private static void Require(bool holds, string at, string rule, List<string> faults)
    {
        if (!holds)
        {
            faults.Add($"{at}: {rule}");
        }
    }
}
