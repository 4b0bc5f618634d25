using System.Text.Json;
using System.Text.Json.Serialization;

namespace DataSharing.Web.Api;

/// <summary>
/// JSON as the API speaks it, both ways: camelCase, exact member names, nothing unknown, nothing twice, no quoted numbers, required members
/// present, null only where it is declared. Nulls are written, so that "not recorded" is said and not guessed.
/// </summary>
public static class PlatformJson
{
    public const int MaximumDepth = 32;

    public static JsonSerializerOptions Options { get; } = Create();

    public static void Apply(JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.PropertyNameCaseInsensitive = false;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.AllowDuplicateProperties = false;
        options.AllowTrailingCommas = false;
        options.ReadCommentHandling = JsonCommentHandling.Disallow;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.MaxDepth = MaximumDepth;
        options.Converters.Add(new Rfc3339Converter());
        options.Converters.Add(new Iso8601DurationConverter());
    }

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        Apply(options);
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
