using System.Text.Json;
using System.Text.Json.Serialization;

namespace DataSharing.Web.Triggers;

/// <summary>What the host expects of a trigger: a JSON object, with lines that it writes into the function's log.</summary>
internal sealed record HostAnswer(IReadOnlyList<string> Logs)
{
    /// <summary>No trigger has an output binding.</summary>
    public IReadOnlyDictionary<string, JsonElement> Outputs { get; } = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
}

[JsonSerializable(typeof(HostAnswer))]
internal sealed partial class HostAnswerJson : JsonSerializerContext;
