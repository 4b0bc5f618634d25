using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace DataSharing.Web.Api;

/// <summary>
/// Finds a null among the items of a declared list. The serializer lets it pass whatever the list's type says
/// (<see cref="JsonSerializerOptions.RespectNullableAnnotations"/> does not look into type arguments), and no list of ours has nulls.
/// </summary>
internal static class NullItems
{
    /// <summary>A JSON pointer to the first; null where there is none.</summary>
    /// <param name="body">JSON that was read as <paramref name="type"/>.</param>
    /// <param name="type">What the body is. What lies under no declared member is anybody's JSON, and not looked at.</param>
    public static string? Find(ReadOnlySpan<byte> body, JsonTypeInfo type)
    {
        if (body.IndexOf("null"u8) < 0)
        {
            return null;
        }

        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = PlatformJson.MaximumDepth });
        var open = new Stack<Place>();
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    open.Peek().Name = reader.GetString() ?? "";
                    continue;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    open.Pop();
                    break;
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    open.Push(new Place(open.TryPeek(out var around) ? around.Below() : type));
                    continue;
                case JsonTokenType.Null when open.TryPeek(out var list) && list.IsList:
                    return string.Concat(open.Reverse().Select(place => $"/{place.Segment}"));
                default:
                    break;
            }

            if (open.TryPeek(out var holder))
            {
                holder.Index++;
            }
        }

        return null;
    }

    /// <summary>An object or array that is being read, and where in it.</summary>
    /// <param name="type">What it is declared to be; null: nothing.</param>
    private sealed class Place(JsonTypeInfo? type)
    {
        public string Name { get; set; } = "";

        public int Index { get; set; }

        public bool IsList => type?.Kind == JsonTypeInfoKind.Enumerable;

        public string Segment => IsList ? Index.ToString(CultureInfo.InvariantCulture) : JsonPointer.Escape(Name);

        public JsonTypeInfo? Below()
        {
            var below = type?.Kind switch
            {
                JsonTypeInfoKind.Enumerable => type.ElementType,
                JsonTypeInfoKind.Object => type
                    .Properties.FirstOrDefault(p => string.Equals(p.Name, Name, StringComparison.Ordinal))
                    ?.PropertyType,
                _ => null,
            };
            return below is null ? null : type?.Options.GetTypeInfo(below);
        }
    }
}
