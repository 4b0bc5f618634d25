using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace DataSharing.Audit;

/// <summary>HL7 FHIR R4 (4.0.1) AuditEvent, http://hl7.org/fhir/R4/auditevent.html, one resource a line (NDJSON).</summary>
/// <remarks>
/// <c>type</c> is a DICOM audit event code (PS3.16 CID 400), <c>subtype</c> our act. Subjects are counted, not named: a header does not name them.
/// A purpose is the agreements' own code; an emergency adds <c>BTG</c> ("break the glass") of HL7 v3 ActReason.
/// </remarks>
internal sealed class FhirFormat(string origin) : EntryFormat
{
    private const string Dicom = "http://dicom.nema.org/resources/ontology/DCM";

    public override string FileName => "entries.ndjson";

    public override void Write(LoggedEntry logged, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(logged);
        var entry = logged.Entry;
        var features = EntryFeatures.Of(entry);
        string[] grounds = [.. features.Grounds];
        using (var json = new Utf8JsonWriter(output, JsonOptions))
        {
            json.WriteStartObject();
            json.WriteString("resourceType"u8, "AuditEvent");
            json.WriteString("id"u8, entry.Id);
            json.WritePropertyName("type"u8);
            var (code, display) = TypeOf(entry.Act);
            Coding(json, Dicom, code, display);
            json.WriteStartArray("subtype"u8);
            Coding(json, "urn:datasharing:act", entry.Act);
            json.WriteEndArray();
            json.WriteString("action"u8, ActionOf(entry.Act));
            json.WriteString("recorded"u8, entry.Time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            // 0 success; 4 minor failure: "the action failed", as a refusal does.
            json.WriteString("outcome"u8, grounds.Length == 0 ? "0" : "4");
            if (grounds.Length > 0)
            {
                json.WriteString("outcomeDesc"u8, string.Join(", ", grounds));
            }

            WritePurposes(json, "purposeOfEvent", entry);
            WriteAgents(json, entry);
            json.WriteStartObject("source"u8);
            json.WriteString("site"u8, origin);
            json.WritePropertyName("observer"u8);
            Identified(json, "urn:datasharing:log", origin);
            json.WriteStartArray("type"u8);
            Coding(json, "http://terminology.hl7.org/CodeSystem/security-source-type", "4", "Application Server");
            json.WriteEndArray();
            json.WriteEndObject();
            WriteEntities(json, logged);
            json.WriteEndObject();
        }

        EndLine(output);
    }

    private static (string Code, string Display) TypeOf(string act) =>
        EntryFeatures.GroupOf(act) switch
        {
            "audit." => ("110101", "Audit Log Used"),
            "access." => ("110113", "Security Alert"),
            "session." => ("110114", "User Authentication"),
            "disclosure." when act.StartsWith("disclosure.made", StringComparison.Ordinal) => ("110106", "Export"),
            _ when act.EndsWith(".searched", StringComparison.Ordinal) || act.EndsWith(".listed", StringComparison.Ordinal) => (
                "110112",
                "Query"
            ),
            "subject." or "disclosure." or "request." or "consent." => ("110110", "Patient Record"),
            _ => ("110100", "Application Activity"),
        };

    private static string ActionOf(string act) =>
        ActKinds.Of(act) switch
        {
            ActKind.Create => "C",
            ActKind.Read => "R",
            ActKind.Update => "U",
            ActKind.Delete => "D",
            _ => "E",
        };

    private static void WritePurposes(Utf8JsonWriter json, string name, AuditEntry entry)
    {
        if (entry.Purpose is null && !entry.IsEmergency)
        {
            return;
        }

        json.WriteStartArray(name);
        if (entry.Purpose is { } purpose)
        {
            Concept(json, "urn:datasharing:purpose", purpose.Value);
        }

        if (entry.IsEmergency)
        {
            Concept(json, "http://terminology.hl7.org/CodeSystem/v3-ActReason", "BTG");
        }

        json.WriteEndArray();
    }

    private static void WriteAgents(Utf8JsonWriter json, AuditEntry entry)
    {
        json.WriteStartArray("agent"u8);
        json.WriteStartObject();
        json.WritePropertyName("who"u8);
        Identified(json, "urn:datasharing:actor", entry.Actor);
        if (entry.Client is { } client)
        {
            json.WriteString("altId"u8, client);
        }

        json.WriteBoolean("requestor"u8, true);
        if (entry.Decision is { AgreementId: { } agreement, AgreementVersion: { } version })
        {
            json.WriteStartArray("policy"u8);
            json.WriteStringValue(string.Create(CultureInfo.InvariantCulture, $"urn:datasharing:agreement:{agreement}:{version}"));
            json.WriteEndArray();
        }

        WritePurposes(json, "purposeOfUse", entry);
        json.WriteEndObject();
        foreach (var agency in entry.Counterparts.Prepend(entry.Agency).Distinct())
        {
            json.WriteStartObject();
            json.WritePropertyName("who"u8);
            Identified(json, "urn:datasharing:agency", agency.Value);
            json.WriteBoolean("requestor"u8, false);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteEntities(Utf8JsonWriter json, LoggedEntry logged)
    {
        var entry = logged.Entry;
        json.WriteStartArray("entity"u8);
        foreach (var record in entry.Records)
        {
            WriteEntity(json, "urn:datasharing:record", record, "4", "Domain Resource");
            json.WriteEndObject();
        }

        WriteEntity(json, "urn:datasharing:log-index", logged.Index.ToString(CultureInfo.InvariantCulture), "13", "Security Resource");
        if ((logged.Private?.Justification ?? logged.Private?.Asked) is { } words)
        {
            json.WriteString("description"u8, words);
        }

        json.WriteStartArray("detail"u8);
        Detail(json, "subjects", entry.Subjects.Count.ToString(CultureInfo.InvariantCulture));
        foreach (var (name, value) in entry.Details.Where(d => d.Value.Length > 0).OrderBy(d => d.Key, StringComparer.Ordinal))
        {
            Detail(json, name, value);
        }

        if (Moment(logged.WordsDisposedAt) is { } disposed)
        {
            Detail(json, "words-disposed-at", disposed);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteEntity(Utf8JsonWriter json, string system, string value, string role, string display)
    {
        json.WriteStartObject();
        json.WritePropertyName("what"u8);
        Identified(json, system, value);
        json.WritePropertyName("type"u8);
        Coding(json, "http://terminology.hl7.org/CodeSystem/audit-entity-type", "2", "System Object");
        json.WritePropertyName("role"u8);
        Coding(json, "http://terminology.hl7.org/CodeSystem/object-role", role, display);
    }

    private static void Detail(Utf8JsonWriter json, string type, string value)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, type);
        json.WriteString("valueString"u8, value);
        json.WriteEndObject();
    }

    // A Reference by identifier: there is no server to resolve it on.
    private static void Identified(Utf8JsonWriter json, string system, string value)
    {
        json.WriteStartObject();
        json.WriteStartObject("identifier"u8);
        json.WriteString("system"u8, system);
        json.WriteString("value"u8, value);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Concept(Utf8JsonWriter json, string system, string code)
    {
        json.WriteStartObject();
        json.WriteStartArray("coding"u8);
        Coding(json, system, code);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Coding(Utf8JsonWriter json, string system, string code, string? display = null)
    {
        json.WriteStartObject();
        json.WriteString("system"u8, system);
        json.WriteString("code"u8, code);
        if (display is not null)
        {
            json.WriteString("display"u8, display);
        }

        json.WriteEndObject();
    }
}
