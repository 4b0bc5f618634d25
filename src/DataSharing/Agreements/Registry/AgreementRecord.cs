using System.Text.Json.Serialization;
using DataSharing.Identity;
using DataSharing.Storage;

namespace DataSharing.Agreements;

/// <summary>Where one version of an agreement stands. What it says is in its document row, which never changes.</summary>
/// <param name="Id">The agreement.</param>
/// <param name="Version">From 1.</param>
/// <param name="Title">As the document has it.</param>
/// <param name="Parties">As the document has them; each must sign.</param>
/// <param name="ContentHash">SHA-256 of the document's canonical bytes, lower-case hex.</param>
/// <param name="Status">Draft, in force or superseded.</param>
/// <param name="DraftedBy">Who (<see cref="Caller.Actor"/>); whoever drafts does not activate.</param>
/// <param name="DraftedAt">When.</param>
/// <param name="Signatures">In the order in which they were given, one a party.</param>
/// <param name="Activation">Who brought it into force; null for a draft.</param>
/// <param name="SuspendedAt">Since when it permits nothing; null while it is not suspended. The reason is in the log.</param>
public sealed record AgreementRecord(
    AgreementId Id,
    int Version,
    string Title,
    IReadOnlyList<AgencyId> Parties,
    string ContentHash,
    AgreementStatus Status,
    string DraftedBy,
    DateTimeOffset DraftedAt,
    IReadOnlyList<AgreementSignature> Signatures,
    AgreementActivation? Activation,
    DateTimeOffset? SuspendedAt
)
{
    /// <summary>What administrators of parties answered for by name, in the order in which they did; none in records made before there were any.</summary>
    public IReadOnlyList<AgreementSignOff> SignOffs { get; init; } = [];

    internal const string Prefix = "agreement:";

    internal static readonly RowFormat<AgreementRecord> Format = new(1, AgreementRegistryJson.Default.AgreementRecord);

    /// <summary>The record's id in entries and events.</summary>
    [JsonIgnore]
    public string Reference => RowKey(Id.Value, Version);

    internal static string RowKey(string id, int version) => $"{Prefix}{id}:{version}";
}

[JsonConverter(typeof(JsonStringEnumConverter<AgreementStatus>))]
public enum AgreementStatus
{
    [JsonStringEnumMemberName("draft")]
    Draft,

    /// <summary>The partnership head names it; decisions may rest on it while its dates last.</summary>
    [JsonStringEnumMemberName("in-force")]
    InForce,

    /// <summary>A later version took its place.</summary>
    [JsonStringEnumMemberName("superseded")]
    Superseded,
}

/// <summary>A party's signature: an administrator of the agency accepted exactly these bytes.</summary>
/// <param name="Agency">The party.</param>
/// <param name="Actor">Who signed for it (<see cref="Caller.Actor"/>).</param>
/// <param name="Role">The role that let them: <c>agency.admin</c>.</param>
/// <param name="At">When.</param>
/// <param name="ContentHash">What they signed.</param>
public sealed record AgreementSignature(AgencyId Agency, string Actor, string Role, DateTimeOffset At, string ContentHash);

/// <summary>Somebody of a party answers for what the legal check could not settle. The reason is in the log.</summary>
/// <param name="Code">The finding.</param>
/// <param name="Law">The entry of the law pack that it rests on.</param>
/// <param name="Agency">The party.</param>
/// <param name="Actor">Who (<see cref="Caller.Actor"/>), an <c>agency.admin</c>.</param>
/// <param name="At">When.</param>
/// <param name="ContentHash">For which bytes.</param>
/// <param name="LawPack">SHA-256 of the law pack by which it was judged, lower-case hex.</param>
public sealed record AgreementSignOff(
    string Code,
    string Law,
    AgencyId Agency,
    string Actor,
    DateTimeOffset At,
    string ContentHash,
    string LawPack
)
{
    internal bool Covers(LegalFinding finding, AgreementRecord record) =>
        string.Equals(Code, finding.Code, StringComparison.Ordinal)
        && string.Equals(Law, finding.Source.Id, StringComparison.Ordinal)
        && string.Equals(ContentHash, record.ContentHash, StringComparison.Ordinal);
}

/// <param name="Actor">Who (<see cref="Caller.Actor"/>).</param>
/// <param name="At">When.</param>
/// <param name="ArtefactHash">SHA-256 of the compiled artefact, lower-case hex.</param>
public sealed record AgreementActivation(string Actor, DateTimeOffset At, string ArtefactHash);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(AgreementRecord))]
internal sealed partial class AgreementRegistryJson : JsonSerializerContext;
