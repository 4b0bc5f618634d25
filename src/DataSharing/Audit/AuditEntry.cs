using System.Text.Json;
using System.Text.Json.Serialization;
using DataSharing.Identity;
using DataSharing.Protection;

namespace DataSharing.Audit;

/// <summary>An entry as read back from the log: the header in clear, the private part still sealed.</summary>
public sealed record AuditEntry
{
    public const int FormatVersion = 1;

    private static readonly Dictionary<string, string> NoDetails = new(StringComparer.Ordinal);

    [JsonPropertyName("v")]
    public required int Version { get; init; }

    public required string Id { get; init; }

    public required DateTimeOffset Time { get; init; }

    public required string Act { get; init; }

    public required AgencyId Agency { get; init; }

    public required string Actor { get; init; }

    public string? Client { get; init; }

    public PurposeCode? Purpose { get; init; }

    public DecisionCitation? Decision { get; init; }

    // The JSON source generator assigns null to an init property that the text leaves out, whatever its initialiser says.
    public IReadOnlyList<string> Records
    {
        get;
        init => field = value ?? [];
    } = [];

    public IReadOnlyList<AgencyId> Counterparts
    {
        get;
        init => field = value ?? [];
    } = [];

    public IReadOnlyDictionary<string, string> Details
    {
        get;
        init => field = value ?? NoDetails;
    } = NoDetails;

    public required byte[] Nonce { get; init; }

    public IReadOnlyList<SealedSubject> Subjects
    {
        get;
        init => field = value ?? [];
    } = [];

    public byte[]? Common { get; init; }

    /// <summary>Whether it rests on an emergency instead of a permission.</summary>
    [JsonIgnore]
    public bool IsEmergency => EntryFeatures.Of(this).IsEmergency;

    /// <exception cref="UnreadableEntryException">Not an entry of a version that this release knows.</exception>
    public static AuditEntry Parse(ReadOnlySpan<byte> leaf)
    {
        try
        {
            var entry = JsonSerializer.Deserialize(leaf, AuditJson.Default.AuditEntry);
            return entry is { Version: FormatVersion } ? entry : throw new UnreadableEntryException();
        }
        catch (JsonException)
        {
            // The parser's message could quote the leaf; say only that it cannot be read.
            throw new UnreadableEntryException();
        }
    }

    public override string ToString() => $"AuditEntry({Id})";
}

/// <summary>A subject in a header: a pseudonym, and the section under that subject's key.</summary>
public sealed record SealedSubject(byte[] Pseudonym, byte[]? Section);

/// <summary>The private part that belongs to no single subject.</summary>
public sealed record CommonSection(string? Justification, string? Asked)
{
    public static string Context(string entryId) => $"{entryId}:common";

    /// <exception cref="System.Security.Cryptography.CryptographicException">Sealed under another key or for another entry.</exception>
    public static CommonSection Open(DataKey key, string entryId, ReadOnlySpan<byte> sealedBytes)
    {
        ArgumentNullException.ThrowIfNull(key);
        return JsonSerializer.Deserialize(key.OpenSection(sealedBytes, Context(entryId)), AuditJson.Default.CommonSection)
            ?? throw new UnreadableEntryException();
    }

    public override string ToString() => "CommonSection(redacted)";
}

/// <summary>A leaf of the log that this release cannot read. The log is whole; an operator must look at the release.</summary>
public sealed class UnreadableEntryException() : Exception("A log entry is not of a version that this release knows.");

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(AuditEntry))]
[JsonSerializable(typeof(CommonSection))]
[JsonSerializable(typeof(DecisionCitation))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(OutboxNotice))]
[JsonSerializable(typeof(RelayState))]
[JsonSerializable(typeof(RelayLeaseRow))]
[JsonSerializable(typeof(LookupRecord))]
[JsonSerializable(typeof(LookupFormRecord))]
[JsonSerializable(typeof(LogHeadRecord))]
[JsonSerializable(typeof(CosignedRecord))]
internal sealed partial class AuditJson : JsonSerializerContext;
