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
[JsonSerializable(typeof(Dictionary<string, byte[]>))]
[JsonSerializable(typeof(EmergencyPlea))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class ExchangeJson : JsonSerializerContext;
