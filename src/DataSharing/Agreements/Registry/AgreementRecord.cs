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
/// <param name="Status">Where it stands in its life.</param>
/// <param name="DraftedBy">Who (<see cref="Caller.Actor"/>); whoever drafts does not activate.</param>
/// <param name="DraftedAt">When.</param>
/// <param name="Signatures">In the order in which they were given, one a party.</param>
/// <param name="Activation">Who brought it into force; null before.</param>
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
    public IReadOnlyList<AgreementSignOff> SignOffs
    {
        get;
        init => field = value ?? [];
    } = [];

    /// <summary>Who changed the draft after it was first kept; they do not activate it either.</summary>
    public IReadOnlyList<string> AmendedBy
    {
        get;
        init => field = value ?? [];
    } = [];

    /// <summary>Who put it before the parties, and when; null while it is a draft.</summary>
    public AgreementSubmission? Submission { get; init; }

    /// <summary>Parties that left it while it was in force, in the order in which they did.</summary>
    public IReadOnlyList<AgreementWithdrawal> Withdrawals
    {
        get;
        init => field = value ?? [];
    } = [];

    /// <summary>Who ended it before its time, and from when on; null where nobody did.</summary>
    public AgreementTermination? Termination { get; init; }

    /// <summary>Which deadlines have been told of, as <c>review-90</c>: each once.</summary>
    public IReadOnlyList<string> Warned
    {
        get;
        init => field = value ?? [];
    } = [];

    internal const string Prefix = "agreement:";

    internal static readonly RowFormat<AgreementRecord> Format = new(1, AgreementRegistryJson.Default.AgreementRecord);

    /// <summary>The record's id in entries and events.</summary>
    [JsonIgnore]
    public string Reference => RowKey(Id.Value, Version);

    /// <summary>The parties that have not signed these very bytes.</summary>
    [JsonIgnore]
    public IReadOnlyList<AgencyId> Unsigned =>
        [
            .. Parties.Where(party =>
                !Signatures.Any(signature =>
                    signature.Agency == party && string.Equals(signature.ContentHash, ContentHash, StringComparison.Ordinal)
                )
            ),
        ];

    internal static string RowKey(string id, int version) => $"{RowKeyPrefix(id)}{version}";

    /// <summary>Of every version.</summary>
    internal static string RowKeyPrefix(string id) => $"{Prefix}{id}:";
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

    /// <summary>Its bytes lie before the parties to be signed; they do not change unless it goes back to being a draft.</summary>
    [JsonStringEnumMemberName("in-review")]
    InReview,

    /// <summary>Its dates are over. Decisions have refused since that very moment, whenever this was written down.</summary>
    [JsonStringEnumMemberName("expired")]
    Expired,

    /// <summary>Somebody ended it.</summary>
    [JsonStringEnumMemberName("terminated")]
    Terminated,
}

/// <summary>A party's signature: an administrator of the agency accepted exactly these bytes.</summary>
/// <param name="Agency">The party.</param>
/// <param name="Actor">Who signed for it (<see cref="Caller.Actor"/>).</param>
/// <param name="Role">The role that let them: <c>agency.admin</c>.</param>
/// <param name="At">When.</param>
/// <param name="ContentHash">What they signed.</param>
public sealed record AgreementSignature(AgencyId Agency, string Actor, string Role, DateTimeOffset At, string ContentHash)
{
    /// <summary>In which post they bind their agency; null in signatures given before it was asked.</summary>
    public SignatoryRole? Signatory { get; init; }
}

/// <param name="Actor">Who (<see cref="Caller.Actor"/>).</param>
/// <param name="At">When.</param>
public sealed record AgreementSubmission(string Actor, DateTimeOffset At);

/// <summary>A party left. The reason is in the log.</summary>
/// <param name="Agency">The party.</param>
/// <param name="Actor">Who said so: an administrator of the party, or one of the partnership.</param>
/// <param name="At">When it was said.</param>
/// <param name="EffectiveAt">From when on nothing is permitted from or to it.</param>
public sealed record AgreementWithdrawal(AgencyId Agency, string Actor, DateTimeOffset At, DateTimeOffset EffectiveAt);

/// <summary>The agreement was ended. The reason is in the log.</summary>
/// <param name="Actor">Who.</param>
/// <param name="At">When it was said.</param>
/// <param name="EffectiveAt">From when on it has no effect.</param>
public sealed record AgreementTermination(string Actor, DateTimeOffset At, DateTimeOffset EffectiveAt);

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
public sealed record AgreementActivation(string Actor, DateTimeOffset At, string ArtefactHash)
{
    /// <summary>SHA-256 of the law pack by which it was judged then; null where it came into force before this was kept.</summary>
    public string? LawPack { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(AgreementRecord))]
internal sealed partial class AgreementRegistryJson : JsonSerializerContext;
