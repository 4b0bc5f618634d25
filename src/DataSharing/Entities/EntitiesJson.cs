using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using DataSharing.Protection;

namespace DataSharing.Entities;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(SubjectRecord))]
[JsonSerializable(typeof(SubjectParticulars))]
[JsonSerializable(typeof(SubjectAcquaintance))]
[JsonSerializable(typeof(FactRecord))]
[JsonSerializable(typeof(FactContent))]
[JsonSerializable(typeof(LinkRecord))]
[JsonSerializable(typeof(LinkContent))]
[JsonSerializable(typeof(LinkMirror))]
[JsonSerializable(typeof(EventRecord))]
[JsonSerializable(typeof(EventContent))]
[JsonSerializable(typeof(Involvement))]
[JsonSerializable(typeof(SearchRow))]
internal sealed partial class EntitiesJson : JsonSerializerContext;

/// <summary>Content as it is sealed into a row and opened again, bound to the row's key.</summary>
internal static class SealedRows
{
    public static byte[] Seal<T>(this DataKey key, T content, JsonTypeInfo<T> type, string rowKey) =>
        key.SealContent(JsonSerializer.SerializeToUtf8Bytes(content, type), rowKey);

    public static T Open<T>(this DataKey key, byte[] content, JsonTypeInfo<T> type, string rowKey)
        where T : class =>
        JsonSerializer.Deserialize(key.OpenContent(content, rowKey), type)
        ?? throw new InvalidOperationException("Sealed content is null: written by something else than this release.");
}
