using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DataSharing.Web.Api;

/// <summary>Says where a body is wrong and which rule it breaks, in words of ours: the messages of System.Text.Json quote what was sent.</summary>
internal static class JsonFault
{
    public static ProblemHttpResult Describe(JsonException exception, ReadOnlyMemory<byte> body, JsonTypeInfo type)
    {
        var (pointer, cut) = JsonPointer.FromPath(exception.Path, type);
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(
                body,
                new JsonDocumentOptions { MaxDepth = PlatformJson.MaximumDepth, AllowDuplicateProperties = false }
            );
        }
        catch (JsonException)
        {
            // Not even JSON by these rules; the pointer says how far the types could follow it.
            return Problems.InvalidBody(
                $"The body must be UTF-8 JSON, at most {PlatformJson.MaximumDepth} levels deep, each member of an object once.",
                pointer
            );
        }

        using (document)
        {
            if (Find(document.RootElement, pointer) is { ValueKind: JsonValueKind.Object } found && TypeAt(type, pointer) is { } declared)
            {
                if (declared.Properties.FirstOrDefault(p => p.IsRequired && !found.TryGetProperty(p.Name, out _)) is { } missing)
                {
                    return Problems.InvalidField($"{pointer}/{JsonPointer.Escape(missing.Name)}", "This member is required.");
                }

                if (cut)
                {
                    return Problems.InvalidField(pointer, "This object has a member that is not defined for it.");
                }
            }

            return Problems.InvalidField(pointer, "The value here is of the wrong type or form.");
        }
    }

    private static JsonElement? Find(JsonElement element, string pointer)
    {
        foreach (var segment in Segments(pointer))
        {
            if (element.ValueKind == JsonValueKind.Object && element.TryGetProperty(segment, out var member))
            {
                element = member;
            }
            else if (
                element.ValueKind == JsonValueKind.Array
                && int.TryParse(segment, out var index)
                && index >= 0
                && index < element.GetArrayLength()
            )
            {
                element = element[index];
            }
            else
            {
                return null;
            }
        }

        return element;
    }

    private static JsonTypeInfo? TypeAt(JsonTypeInfo type, string pointer)
    {
        foreach (var segment in Segments(pointer))
        {
            var next =
                type.Kind == JsonTypeInfoKind.Enumerable
                    ? type.ElementType
                    : type.Properties.FirstOrDefault(p => string.Equals(p.Name, segment, StringComparison.Ordinal))?.PropertyType;
            if (next is null)
            {
                return null;
            }

            type = type.Options.GetTypeInfo(next);
        }

        return type.Kind == JsonTypeInfoKind.Object ? type : null;
    }

    private static IEnumerable<string> Segments(string pointer) =>
        pointer.Split('/').Skip(1).Select(s => s.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal));
}
