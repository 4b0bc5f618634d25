using System.Text.Json;
using System.Text.Json.Serialization;

namespace DataSharing.Exchange;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(DisclosureRecord))]
[JsonSerializable(typeof(RequestRecord))]
[JsonSerializable(typeof(RequestAsk))]
[JsonSerializable(typeof(IndexRow))]
[JsonSerializable(typeof(CategorySection))]
[JsonSerializable(typeof(Dictionary<string, byte[]>))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(System.Text.Json.Nodes.JsonNode))]
internal sealed partial class ExchangeJson : JsonSerializerContext;
