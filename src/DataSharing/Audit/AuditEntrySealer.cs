using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using DataSharing.Identity;
using DataSharing.Protection;
using DataSharing.TransparencyLog;

namespace DataSharing.Audit;

/// <summary>
/// Makes an entry of an act: a header anyone entitled may read, one sealed section per subject under that subject's key, and a sealed common
/// section under a key of the acting agency and month. Subjects appear in the header as pseudonyms only.
/// </summary>
public sealed class AuditEntrySealer(DataKeys keys, TimeProvider time)
{
    /// <summary>Whose keys seal what the platform itself does.</summary>
    public static readonly AgencyId Platform = AgencyId.Parse("platform");

    private const int UsualBytes = 2_048;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <exception cref="ArgumentException">More than 100 records or subjects, or more text than an entry holds: a fault of the capability.</exception>
    public async ValueTask<SealedEntry> SealAsync(AuditAct act, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(act);
        if (act.Records.Count > 100 || act.Subjects.Count > 100)
        {
            throw new ArgumentException("An entry names at most 100 records and 100 subjects: one entry a page.", nameof(act));
        }

        var agency = act.Caller?.Agency ?? Platform;
        var now = DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
        var id = Guid.NewGuid().ToString("N");
        // All keys at once: in the cloud each is a round trip, and a page of a list names fifty subjects.
        var reading = MonthKeyAsync(act, DataKeyId.OfMonth(now, agency), cancellationToken);
        var subjectKeys = await Task.WhenAll(act.Subjects.Select(s => SubjectKeyAsync(s, agency, cancellationToken)));
        var monthKey = await reading;
        var sections = new (byte[] Pseudonym, byte[]? Section)[act.Subjects.Count];
        for (var i = 0; i < sections.Length; i++)
        {
            var (subject, key) = (act.Subjects[i], subjectKeys[i]);
            var section = subject.Section is { } json
                ? key.SealSection(JsonSerializer.SerializeToUtf8Bytes(json, AuditJson.Default.JsonElement), $"{id}:{i}")
                : null;
            sections[i] = (key.Pseudonym(subject.SubjectId), section);
        }

        var common = monthKey?.SealSection(
            JsonSerializer.SerializeToUtf8Bytes(new CommonSection(act.Justification, act.Asked), AuditJson.Default.CommonSection),
            CommonSection.Context(id)
        );

        var buffer = new ArrayBufferWriter<byte>(UsualBytes);
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            Write(writer, act, agency, id, now, sections, common);
        }

        if (buffer.WrittenCount > EntryBundle.MaximumEntryBytes)
        {
            throw new ArgumentException($"An entry has at most {EntryBundle.MaximumEntryBytes} bytes.", nameof(act));
        }

        var bytes = buffer.WrittenMemory;
        return new SealedEntry(id, now, bytes, MerkleTree.LeafHash(bytes.Span));
    }

    /// <summary>
    /// The act with the key of its private words on its way, so that reading it waits for nothing that comes before the commit. Like every key it is
    /// read by this very request.
    /// </summary>
    public AuditAct Begin(AuditAct act, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(act);
        var id = DataKeyId.OfMonth(time.GetUtcNow(), act.Caller?.Agency ?? Platform);
        return act with { MonthKey = new KeyUnderWay(id, keys.FindOrCreateAsync(id, cancellationToken).AsTask()) };
    }

    private async Task<DataKey?> MonthKeyAsync(AuditAct act, DataKeyId id, CancellationToken cancellationToken)
    {
        if (act.Justification is null && act.Asked is null)
        {
            return null;
        }

        // Not the one under way when the month ended in between: readers know it by the entry's own time.
        return act.MonthKey is { } begun && begun.Id == id ? await begun.Key : await keys.FindOrCreateAsync(id, cancellationToken);
    }

    private async Task<DataKey> SubjectKeyAsync(AuditSubject subject, AgencyId agency, CancellationToken cancellationToken)
    {
        var held = subject.Keys is { } read ? await read.FindAsync(agency, cancellationToken) : null;
        // Somebody who was disposed of stays nobody: a passing key makes a pseudonym that links this entry to no other.
        return held ?? await keys.FindOrMakeAsync(DataKeyId.OfSubject(subject.SubjectId, agency), cancellationToken) ?? DataKey.Passing();
    }

    private static void Write(
        Utf8JsonWriter writer,
        AuditAct act,
        AgencyId agency,
        string id,
        DateTimeOffset now,
        (byte[] Pseudonym, byte[]? Section)[] sections,
        byte[]? common
    )
    {
        // The order is part of the format: readers of the log find v and id first.
        writer.WriteStartObject();
        writer.WriteNumber("v"u8, AuditEntry.FormatVersion);
        writer.WriteString("id"u8, id);
        writer.WriteString("time"u8, now.UtcDateTime);
        writer.WriteString("act"u8, act.Act);
        writer.WriteString("agency"u8, agency.Value);
        writer.WriteString("actor"u8, act.Caller?.Actor ?? "platform");
        if (act.Caller is { PersonId: not null } person)
        {
            writer.WriteString("client"u8, person.ClientId);
        }

        if (act.Purpose is { } purpose)
        {
            writer.WriteString("purpose"u8, purpose.Value);
        }

        if (act.Decision is { } decision)
        {
            writer.WritePropertyName("decision"u8);
            JsonSerializer.Serialize(writer, decision, AuditJson.Default.DecisionCitation);
        }

        WriteStrings(writer, "records"u8, act.Records);
        WriteStrings(writer, "counterparts"u8, [.. act.Counterparts.Select(c => c.Value)]);
        if (act.Details.Count > 0)
        {
            writer.WriteStartObject("details"u8);
            foreach (var (name, value) in act.Details.OrderBy(d => d.Key, StringComparer.Ordinal))
            {
                writer.WriteString(name, value);
            }

            writer.WriteEndObject();
        }

        Span<byte> nonce = stackalloc byte[16];
        Nonces.Fill(nonce);
        writer.WriteBase64String("nonce"u8, nonce);
        if (sections.Length > 0)
        {
            writer.WriteStartArray("subjects"u8);
            foreach (var (pseudonym, section) in sections)
            {
                writer.WriteStartObject();
                writer.WriteBase64String("pseudonym"u8, pseudonym);
                if (section is not null)
                {
                    writer.WriteBase64String("section"u8, section);
                }

                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        if (common is not null)
        {
            writer.WriteBase64String("common"u8, common);
        }

        writer.WriteEndObject();
    }

    private static void WriteStrings(Utf8JsonWriter writer, ReadOnlySpan<byte> name, IReadOnlyList<string> values)
    {
        if (values.Count == 0)
        {
            return;
        }

        writer.WriteStartArray(name);
        foreach (var value in values)
        {
            writer.WriteStringValue(value);
        }

        writer.WriteEndArray();
    }
}
