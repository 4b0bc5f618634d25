using System.Text.Json.Serialization;
using DataSharing.Agreements;
using DataSharing.Identity;
using DataSharing.Protection;
using DataSharing.Storage;

namespace DataSharing.Exchange;

/// <summary>
/// The <c>disclosure:{id}</c> row: what one agency disclosed to another about one data subject. One subject, because decisions, keys and
/// erasure are per subject.
/// </summary>
public sealed record DisclosureRecord
{
    internal static readonly RowFormat<DisclosureRecord> Format = new(1, ExchangeJson.Default.DisclosureRecord);

    public required AgencyId From { get; init; }

    public required AgencyId To { get; init; }

    public required string SubjectId { get; init; }

    public required SubjectKind SubjectKind { get; init; }

    public required PurposeCode Purpose { get; init; }

    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>The actor.</summary>
    public required string MadeBy { get; init; }

    /// <summary>The request that this answers; null for a disclosure nobody asked for.</summary>
    public string? InReplyTo { get; init; }

    /// <summary>What was asked of the agreements and what they said: enough to decide it again and get the same.</summary>
    public required RecordedDecision Decision { get; init; }

    /// <summary>Permitted categories only: what was withheld was never stored.</summary>
    public required IReadOnlyList<DataCategory> Categories { get; init; }

    /// <summary>The sealed content where it is small enough to lie in the row.</summary>
    public byte[]? Inline { get; init; }

    /// <summary>The blob of the sealed content where it is not.</summary>
    public string? Blob { get; init; }

    /// <summary>What rests on an emergency, until when, and its review; null where everything rests on permissions.</summary>
    public EmergencyShare? Emergency { get; init; }

    public DateTimeOffset? AcknowledgedAt { get; init; }

    public string? AcknowledgedBy { get; init; }

    /// <summary>Whom it was about was disposed of, and its content with them; that it was made remains.</summary>
    [JsonIgnore]
    public bool IsDisposed => SubjectId == DataKeyId.Nobody;

    public static string RowKey(string id) => $"disclosure:{id}";

    public override string ToString() => $"DisclosureRecord({From} to {To})";
}
