using System.Globalization;
using System.Text;
using System.Text.Json.Serialization.Metadata;

namespace DataSharing.Web.Api;

/// <summary>
/// Turns the path in a System.Text.Json exception (<c>$.parties[2].name</c>) into an RFC 6901 pointer (<c>/parties/2/name</c>), as far as the
/// declared types know it. It stops at the first member that is not ours: the caller chose that name, and it may be somebody's.
/// </summary>
public static class JsonPointer
{
    /// <summary>The pointer, and whether the path went on beyond what the types declare.</summary>
    public static (string Pointer, bool Cut) FromPath(string? path, JsonTypeInfo root)
    {
        ArgumentNullException.ThrowIfNull(root);
        var pointer = new StringBuilder();
        var type = root;
        foreach (var segment in Segments(path ?? "$"))
        {
            var next = Step(type, segment, pointer);
            if (next is null)
            {
                return (pointer.ToString(), Cut: true);
            }

            type = next;
        }

        return (pointer.ToString(), Cut: false);
    }

    /// <summary>Escapes one member name (RFC 6901 section 3).</summary>
    public static string Escape(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
    }

    private static JsonTypeInfo? Step(JsonTypeInfo type, Segment segment, StringBuilder pointer)
    {
        if (segment.Name is null)
        {
            if (type.Kind != JsonTypeInfoKind.Enumerable || type.ElementType is not { } element)
            {
                return null;
            }

            pointer.Append('/').Append(segment.Index.ToString(CultureInfo.InvariantCulture));
            return type.Options.GetTypeInfo(element);
        }

        if (type.Kind != JsonTypeInfoKind.Object)
        {
            return null;
        }

        foreach (var property in type.Properties)
        {
            if (string.Equals(property.Name, segment.Name, StringComparison.Ordinal))
            {
                pointer.Append('/').Append(Escape(property.Name));
                return type.Options.GetTypeInfo(property.PropertyType);
            }
        }

        return null;
    }

    private static IEnumerable<Segment> Segments(string path)
    {
        var at = path.StartsWith('$') ? 1 : 0;
        while (at < path.Length)
        {
            if (path[at] == '.')
            {
                var end = path.AsSpan(at + 1).IndexOfAny('.', '[') is var length && length < 0 ? path.Length : at + 1 + length;
                yield return new Segment(path[(at + 1)..end], 0);
                at = end;
            }
            else if (path.AsSpan(at).StartsWith("['", StringComparison.Ordinal))
            {
                // A name with special characters: System.Text.Json does not escape quotes in it, so such a name is taken to the last "']".
                var end = path.LastIndexOf("']", StringComparison.Ordinal);
                end = end < at ? path.Length : end;
                yield return new Segment(path[Math.Min(at + 2, end)..end], 0);
                at = end + 2;
            }
            else
            {
                var end = path.IndexOf(']', at);
                var isIndex = int.TryParse(
                    path.AsSpan(at + 1, Math.Max(0, end - at - 1)),
                    NumberStyles.None,
                    CultureInfo.InvariantCulture,
                    out var index
                );
                yield return isIndex ? new Segment(null, index) : new Segment("", 0);
                at = end < 0 ? path.Length : end + 1;
            }
        }
    }

    private readonly record struct Segment(string? Name, int Index);
}
