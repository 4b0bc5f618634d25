using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace DataSharing.Messaging;

/// <summary>An event as other systems see it: CloudEvents 1.0 in JSON, structured mode (cloudevents.io, JSON Event Format 1.0.2).</summary>
public static partial class CloudEventFormat
{
    public const string ContentType = "application/cloudevents+json";

    private const string SpecVersion = "1.0";

    /// <param name="envelope">What happened.</param>
    /// <param name="source">The deployment it happened in; a URI reference.</param>
    public static byte[] Write(EventEnvelope envelope, string source)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        var form = new CloudEvent(
            SpecVersion,
            envelope.Id,
            source,
            envelope.Type,
            envelope.Subject,
            envelope.Time,
            envelope.Data,
            envelope.TraceParent
        );
        return JsonSerializer.SerializeToUtf8Bytes(form, CloudEventJson.Default.CloudEvent);
    }

    /// <summary>Null where the bytes are no event of this form, or its id is none that we could have given. Unknown attributes are passed over.</summary>
    public static EventEnvelope? TryRead(ReadOnlySpan<byte> json)
    {
        try
        {
            return
                JsonSerializer.Deserialize(json, CloudEventJson.Default.CloudEvent)
                    is {
                        SpecVersion: SpecVersion,
                        Id: { } id,
                        Type: { Length: > 0 } type,
                        Subject: { Length: > 0 } subject,
                        Time: { } time
                    } form
                && EventId().IsMatch(id)
                ? new EventEnvelope(id, type, subject, time, form.Data ?? new Dictionary<string, string>(StringComparer.Ordinal))
                {
                    TraceParent = EventTrace.ContextOf(form.TraceParent) == default ? null : form.TraceParent,
                }
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // What a row key can hold, and no longer than a message id may be at Service Bus.
    [GeneratedRegex("^[A-Za-z0-9._:-]{1,128}$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex EventId();
}

internal sealed record CloudEvent(
    [property: JsonPropertyName("specversion")] string? SpecVersion,
    string? Id,
    string? Source,
    string? Type,
    string? Subject,
    DateTimeOffset? Time,
    IReadOnlyDictionary<string, string>? Data,
    // The extension "Distributed Tracing" of CloudEvents names it so, in small letters.
    [property: JsonPropertyName("traceparent"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? TraceParent
);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CloudEvent))]
internal sealed partial class CloudEventJson : JsonSerializerContext;
