using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;
using DataSharing.Messaging;
using DataSharing.Storage;

namespace DataSharing.Audit;

/// <summary>
/// What waits for the relay: the entry's bytes exactly as they will lie in the log, and the events. Keys sort by time, so a sweep reads the
/// oldest first.
/// </summary>
public sealed record OutboxRow(
    string PartitionKey,
    string RowKey,
    string EntryId,
    ReadOnlyMemory<byte> Entry,
    IReadOnlyList<EventEnvelope> Events
)
{
    public const string From = "outbox:";
    public static readonly string ToExclusive = RowKeys.PrefixEnd(From);

    private const int SchemaVersion = 1;

    public static RowWrite Insert(SealedEntry entry, IReadOnlyList<EventEnvelope> events)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(events);
        var notices =
            events.Count == 0 ? [] : JsonSerializer.SerializeToUtf8Bytes(new OutboxNotice(events), AuditJson.Default.OutboxNotice);
        var body = new byte[4 + entry.Bytes.Length + notices.Length];
        BinaryPrimitives.WriteInt32BigEndian(body, entry.Bytes.Length);
        entry.Bytes.Span.CopyTo(body.AsSpan(4));
        notices.CopyTo(body.AsSpan(4 + entry.Bytes.Length));
        return new RowWrite.Insert(Key(entry), SchemaVersion, body);
    }

    public static OutboxRow Read(string partitionKey, StoredRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        if (row.SchemaVersion != SchemaVersion)
        {
            throw new UnknownRowVersionException(row.SchemaVersion);
        }

        var length = BinaryPrimitives.ReadInt32BigEndian(row.Body.Span);
        var notices = row.Body[(4 + length)..];
        var events = notices.Length == 0 ? null : JsonSerializer.Deserialize(notices.Span, AuditJson.Default.OutboxNotice)?.Events;
        return new OutboxRow(
            partitionKey,
            row.RowKey,
            row.RowKey[(row.RowKey.LastIndexOf(':') + 1)..],
            row.Body.Slice(4, length),
            events ?? []
        );
    }

    /// <summary>When the row of this key was committed.</summary>
    public static DateTimeOffset TimeOf(string rowKey)
    {
        ArgumentNullException.ThrowIfNull(rowKey);
        var milliseconds = long.Parse(rowKey.AsSpan(From.Length, 14), NumberStyles.None, CultureInfo.InvariantCulture);
        return DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
    }

    // Fourteen digits of milliseconds reach the year 5138.
    private static string Key(SealedEntry entry) =>
        string.Create(CultureInfo.InvariantCulture, $"{From}{entry.Time.ToUnixTimeMilliseconds():D14}:{entry.Id}");
}

internal sealed record OutboxNotice(IReadOnlyList<EventEnvelope> Events);
