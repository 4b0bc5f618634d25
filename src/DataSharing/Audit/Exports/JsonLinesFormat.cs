using System.Buffers;
using System.Text.Json;

namespace DataSharing.Audit;

/// <summary>One JSON object a line: everything that the officer may read of an entry.</summary>
internal sealed class JsonLinesFormat : EntryFormat
{
    public override string FileName => "entries.jsonl";

    public override void Write(LoggedEntry logged, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(logged);
        var entry = logged.Entry;
        using (var json = new Utf8JsonWriter(output, JsonOptions))
        {
            json.WriteStartObject();
            json.WriteNumber("index"u8, logged.Index);
            json.WriteString("id"u8, entry.Id);
            json.WriteString("time"u8, entry.Time.UtcDateTime);
            json.WriteString("act"u8, entry.Act);
            json.WriteString("agency"u8, entry.Agency.Value);
            json.WriteString("actor"u8, entry.Actor);
            Text(json, "client", entry.Client);
            Text(json, "purpose", entry.Purpose?.Value);
            if (entry.Decision is { } decision)
            {
                json.WritePropertyName("decision"u8);
                JsonSerializer.Serialize(json, decision, AuditJson.Default.DecisionCitation);
            }

            List(json, "records", entry.Records);
            List(json, "counterparts", [.. entry.Counterparts.Select(c => c.Value)]);
            json.WriteNumber("subjects"u8, entry.Subjects.Count);
            if (entry.Details.Count > 0)
            {
                json.WriteStartObject("details"u8);
                foreach (var (name, value) in entry.Details.OrderBy(d => d.Key, StringComparer.Ordinal))
                {
                    json.WriteString(name, value);
                }

                json.WriteEndObject();
            }

            Text(json, "justification", logged.Private?.Justification);
            Text(json, "asked", logged.Private?.Asked);
            Text(json, "wordsDisposedAt", Moment(logged.WordsDisposedAt));
            json.WriteEndObject();
        }

        EndLine(output);
    }

    private static void Text(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static void List(Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        if (values.Count == 0)
        {
            return;
        }

        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }
}
