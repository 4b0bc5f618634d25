using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace DataSharing.Audit;

/// <summary>OCSF 1.3.0 API Activity (class 6003), https://schema.ocsf.io/1.3.0/classes/api_activity, one event a line.</summary>
/// <remarks>
/// <c>api.operation</c> is our act. What OCSF has no attribute for (purpose, agreement, reasons, details) stands under <c>unmapped</c>. A refusal
/// has severity Low, an emergency Medium, everything else Informational.
/// </remarks>
internal sealed class OcsfFormat(string origin) : EntryFormat
{
    public const string SchemaVersion = "1.3.0";
    public const int ClassUid = 6003;

    public override string FileName => "entries.ocsf.jsonl";

    public override void Write(LoggedEntry logged, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(logged);
        var entry = logged.Entry;
        string[] grounds = [.. EntryFeatures.Of(entry).Grounds];
        var (activity, name) = ActivityOf(entry.Act);
        using (var json = new Utf8JsonWriter(output, JsonOptions))
        {
            json.WriteStartObject();
            json.WriteNumber("category_uid"u8, 6);
            json.WriteString("category_name"u8, "Application Activity");
            json.WriteNumber("class_uid"u8, ClassUid);
            json.WriteString("class_name"u8, "API Activity");
            json.WriteNumber("activity_id"u8, activity);
            json.WriteString("activity_name"u8, name);
            json.WriteNumber("type_uid"u8, (ClassUid * 100) + activity);
            json.WriteString("type_name"u8, $"API Activity: {name}");
            json.WriteNumber("time"u8, entry.Time.ToUnixTimeMilliseconds());
            json.WriteNumber(
                "severity_id"u8,
                entry.IsEmergency ? 3
                    : grounds.Length > 0 ? 2
                    : 1
            );
            json.WriteNumber("status_id"u8, grounds.Length > 0 ? 2 : 1);
            if (grounds.Length > 0)
            {
                json.WriteString("status_detail"u8, string.Join(", ", grounds));
            }

            if ((logged.Private?.Justification ?? logged.Private?.Asked) is { } words)
            {
                json.WriteString("message"u8, words);
            }

            WriteMetadata(json, logged);
            WriteActor(json, entry);
            json.WriteStartObject("api"u8);
            json.WriteString("operation"u8, entry.Act);
            json.WriteStartObject("service"u8);
            json.WriteString("name"u8, "DataSharing");
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteStartObject("src_endpoint"u8);
            // Addresses of callers are not in entries.
            json.WriteString("name"u8, entry.Agency.Value);
            json.WriteEndObject();
            WriteResources(json, entry);
            WriteUnmapped(json, logged);
            json.WriteEndObject();
        }

        EndLine(output);
    }

    private static (int Id, string Name) ActivityOf(string act) =>
        ActKinds.Of(act) switch
        {
            ActKind.Create => (1, "Create"),
            ActKind.Read => (2, "Read"),
            ActKind.Update => (3, "Update"),
            ActKind.Delete => (4, "Delete"),
            _ => (99, act),
        };

    private void WriteMetadata(Utf8JsonWriter json, LoggedEntry logged)
    {
        json.WriteStartObject("metadata"u8);
        json.WriteString("version"u8, SchemaVersion);
        json.WriteStartObject("product"u8);
        json.WriteString("name"u8, "DataSharing");
        json.WriteString("vendor_name"u8, "DataSharing");
        json.WriteEndObject();
        json.WriteString("uid"u8, logged.Entry.Id);
        json.WriteNumber("sequence"u8, logged.Index);
        json.WriteString("log_name"u8, origin);
        json.WriteString("original_time"u8, logged.Entry.Time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
        json.WriteEndObject();
    }

    private static void WriteActor(Utf8JsonWriter json, AuditEntry entry)
    {
        var isPerson = entry.Actor.StartsWith("person:", StringComparison.Ordinal);
        json.WriteStartObject("actor"u8);
        json.WriteStartObject("user"u8);
        json.WriteString("uid"u8, entry.Actor);
        json.WriteNumber("type_id"u8, isPerson ? 1 : 3);
        json.WriteStartObject("org"u8);
        json.WriteString("uid"u8, entry.Agency.Value);
        json.WriteEndObject();
        json.WriteEndObject();
        if (entry.Client is { } client)
        {
            json.WriteString("app_uid"u8, client);
        }

        json.WriteEndObject();
    }

    private static void WriteResources(Utf8JsonWriter json, AuditEntry entry)
    {
        if (entry.Records.Count == 0)
        {
            return;
        }

        json.WriteStartArray("resources"u8);
        foreach (var record in entry.Records)
        {
            json.WriteStartObject();
            json.WriteString("uid"u8, record);
            json.WriteString("type"u8, record.Split(':')[0]);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteUnmapped(Utf8JsonWriter json, LoggedEntry logged)
    {
        var entry = logged.Entry;
        json.WriteStartObject("unmapped"u8);
        if (entry.Purpose is { } purpose)
        {
            json.WriteString("purpose"u8, purpose.Value);
        }

        if (entry.Decision is { } decision)
        {
            json.WritePropertyName("decision"u8);
            JsonSerializer.Serialize(json, decision, AuditJson.Default.DecisionCitation);
        }

        json.WriteStartArray("counterparts"u8);
        foreach (var agency in entry.Counterparts)
        {
            json.WriteStringValue(agency.Value);
        }

        json.WriteEndArray();
        json.WriteNumber("subjects"u8, entry.Subjects.Count);
        foreach (var (name, value) in entry.Details.OrderBy(d => d.Key, StringComparer.Ordinal))
        {
            json.WriteString($"detail_{name}", value);
        }

        if (Moment(logged.WordsDisposedAt) is { } disposed)
        {
            json.WriteString("words_disposed_at"u8, disposed);
        }

        json.WriteEndObject();
    }
}
