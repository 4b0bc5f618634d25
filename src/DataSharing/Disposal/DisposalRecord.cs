using System.Text.Json;
using System.Text.Json.Serialization;
using DataSharing.Identity;
using DataSharing.Storage;

namespace DataSharing.Disposal;

[JsonConverter(typeof(JsonStringEnumConverter<DisposalState>))]
public enum DisposalState
{
    /// <summary>Waits for another person.</summary>
    [JsonStringEnumMemberName("proposed")]
    Proposed,

    /// <summary>An officer said no.</summary>
    [JsonStringEnumMemberName("declined")]
    Declined,

    /// <summary>The key is destroyed; what it made unreadable is being swept up.</summary>
    [JsonStringEnumMemberName("sweeping")]
    Sweeping,

    [JsonStringEnumMemberName("complete")]
    Complete,
}

/// <summary>The <c>disposal:{id}</c> row: a proposal, then the certificate.</summary>
public sealed record DisposalRecord
{
    internal static readonly RowFormat<DisposalRecord> Format = new(1, DisposalJson.Default.DisposalRecord);

    public required AgencyId Controller { get; init; }

    /// <summary>Null once it is complete: the certificate names nobody.</summary>
    public string? SubjectId { get; init; }

    /// <summary>Null where another agency registered the subject and has disposed of it.</summary>
    public SubjectKind? SubjectKind { get; init; }

    /// <summary>Code of a <see cref="DisposalGround"/>.</summary>
    public required string Ground { get; init; }

    /// <summary>Why, in the proposer's words, sealed under the key that the disposal destroys.</summary>
    public byte[]? Reason { get; init; }

    public required DisposalState State { get; init; }

    public required string ProposedBy { get; init; }

    public required DateTimeOffset ProposedAt { get; init; }

    /// <summary>Who confirmed or declined it; null while it is proposed.</summary>
    public string? DecidedBy { get; init; }

    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>When the last trace was swept up.</summary>
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>By then no copy of the store holds the key.</summary>
    public DateOnly? BackupsExpireOn { get; init; }

    /// <summary>How much of each kind was destroyed.</summary>
    public IReadOnlyDictionary<string, int> Destroyed
    {
        get;
        init => field = value ?? None;
    } = None;

    /// <summary>How many disclosures each agency was sent, and is told of.</summary>
    public IReadOnlyDictionary<string, int> Recipients
    {
        get;
        init => field = value ?? None;
    } = None;

    /// <summary>What is needed to sweep up; null before the confirmation and once it is complete.</summary>
    public DisposalWork? Work { get; init; }

    private static readonly Dictionary<string, int> None = new(StringComparer.Ordinal);

    public static string RowKey(string id) => $"disposal:{id}";

    public override string ToString() => $"DisposalRecord({State})";
}

/// <summary>What only the destroyed key could have told.</summary>
/// <param name="IsRegistrar">The agency registered the subject.</param>
/// <param name="Pseudonym">By which the agency's own entries name the subject.</param>
/// <param name="Rows">By which the subject was found, each as <c>partition key</c>.</param>
public sealed record DisposalWork(bool IsRegistrar, byte[] Pseudonym, IReadOnlyList<string> Rows)
{
    public override string ToString() => "DisposalWork(redacted)";
}

/// <summary>The <c>disposing:{id}</c> row: there is something to sweep up.</summary>
internal sealed record DisposalMarker(DateTimeOffset Since)
{
    public const string Prefix = "disposing:";

    public static readonly RowFormat<DisposalMarker> Format = new(1, DisposalJson.Default.DisposalMarker);

    public static string RowKey(string id) => Prefix + id;
}

/// <summary>The <c>disposals:{agency}:{time counted down}:{id}</c> row.</summary>
internal sealed record DisposalLineRow(string Id);

/// <summary>The <c>hold:{subject id}:{agency}:{id}</c> row: while it stands, nothing of the subject is disposed of by that agency.</summary>
/// <param name="Reason">Sealed under the key of subject and agency.</param>
/// <param name="SetBy">The officer.</param>
/// <param name="SetAt">When.</param>
/// <param name="LiftedBy">Null while it stands.</param>
/// <param name="LiftedAt">When.</param>
/// <param name="LiftReason">Sealed likewise.</param>
/// <param name="Ground">Code of a <see cref="LegalHoldGround"/>; null where none was named.</param>
/// <param name="ReviewOn">When to look whether it is still needed; null where no day was set. It stands beyond it.</param>
public sealed record LegalHoldRecord(
    byte[] Reason,
    string SetBy,
    DateTimeOffset SetAt,
    string? LiftedBy = null,
    DateTimeOffset? LiftedAt = null,
    byte[]? LiftReason = null,
    string? Ground = null,
    DateOnly? ReviewOn = null
)
{
    // Version 1 had neither ground nor day of review.
    internal static readonly RowFormat<LegalHoldRecord> Format = new(
        2,
        DisposalJson.Default.LegalHoldRecord,
        (version, body) => body.Deserialize(DisposalJson.Default.LegalHoldRecord) ?? throw new UnknownRowVersionException(version)
    );

    [JsonIgnore]
    public bool Stands => LiftedAt is null;

    internal const string AnyPrefix = "hold:";

    internal static string Prefix(string subjectId, AgencyId agency) => $"{AnyPrefix}{subjectId}:{agency}:";

    public override string ToString() => "LegalHoldRecord(redacted)";
}

/// <summary>
/// The <c>holds-of:{agency}:{subject id}:{id}</c> row, in the subject's shard: a hold that stands, for the agency's list of its holds. Written and
/// deleted in the commits that set and lift the hold.
/// </summary>
internal sealed record LegalHoldLineRow(string SubjectId, string Id, string SetBy, DateTimeOffset SetAt, string? Ground, DateOnly? ReviewOn)
{
    public static readonly RowFormat<LegalHoldLineRow> Format = new(1, DisposalJson.Default.LegalHoldLineRow);

    public static string Prefix(AgencyId agency) => $"holds-of:{agency}:";

    public static string RowKey(AgencyId agency, string subjectId, string id) => $"{Prefix(agency)}{subjectId}:{id}";
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(DisposalRecord))]
[JsonSerializable(typeof(DisposalMarker))]
[JsonSerializable(typeof(DisposalLineRow))]
[JsonSerializable(typeof(LegalHoldRecord))]
[JsonSerializable(typeof(LegalHoldLineRow))]
[JsonSerializable(typeof(LegalHoldSection))]
[JsonSerializable(typeof(DisposalSection))]
[JsonSerializable(typeof(HoldGuardRow))]
internal sealed partial class DisposalJson : JsonSerializerContext;

/// <summary>The private part of an entry about a disposal or a hold: destroyed with the key.</summary>
internal sealed record DisposalSection(string Reason)
{
    public override string ToString() => "DisposalSection(redacted)";
}

/// <summary>The words of a hold: its private part in the log, and what its row seals. Destroyed with the key.</summary>
internal sealed record LegalHoldSection(string Reason, string? AskedBy = null)
{
    public override string ToString() => "LegalHoldSection(redacted)";
}
