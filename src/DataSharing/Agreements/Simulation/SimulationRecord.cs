using System.Text.Json.Serialization;
using DataSharing.Audit;
using DataSharing.Identity;
using DataSharing.Storage;

namespace DataSharing.Agreements;

/// <summary>The <c>simulation:{agency}:{id}</c> row: a draft run against an agency's own past decisions, how far it has come, and what came of it.</summary>
public sealed record SimulationRecord
{
    internal static readonly RowFormat<SimulationRecord> Format = new(1, SimulationJson.Default.SimulationRecord);

    public required string Id { get; init; }

    public required AgencyId Agency { get; init; }

    public required AgreementId AgreementId { get; init; }

    public required int Version { get; init; }

    /// <summary>Of the very document that runs.</summary>
    public required string ContentHash { get; init; }

    /// <summary>Who asked for it.</summary>
    public required SimulationOfficer By { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Decisions from this moment on.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Decisions before this moment; all of them were in the log when it began.</summary>
    public required DateTimeOffset Before { get; init; }

    /// <summary>The moment for which every decision is made again: now, or when the draft takes effect.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What was in force when it began.</summary>
    public required string InForceDigest { get; init; }

    public SimulationState State { get; init; }

    /// <summary>Steps done; the next step's event names it.</summary>
    public int Step { get; init; }

    /// <summary>Where the count of entries goes on; null before the first page.</summary>
    public AuditCursor? Counting { get; init; }

    /// <summary>The entries that cite a decision are counted.</summary>
    public bool Counted { get; init; }

    /// <summary>The shard whose subjects are being gone through, and the last row of it that was.</summary>
    public int Shard { get; init; }

    public string? After { get; init; }

    /// <summary>Entries of disclosing and asking that cite a decision.</summary>
    public int Decisions { get; init; }

    /// <summary>Of them, made again.</summary>
    public int Simulated { get; init; }

    /// <summary>Of them, written before inputs were kept.</summary>
    public int NotKept { get; init; }

    /// <summary>Of them, whose subject's key was destroyed, so that nobody can make them again. Known once it is finished.</summary>
    public int Disposed => State == SimulationState.Finished ? Math.Max(0, Decisions - Simulated - NotKept) : 0;

    /// <summary>Subjects with a decision that was made again.</summary>
    public int People { get; init; }

    public int DecisionsChanged { get; init; }

    public int PeopleChanged { get; init; }

    /// <summary>What would change, at most <see cref="DraftSimulations.MaximumLines"/>.</summary>
    public IReadOnlyList<SimulatedLine> Lines
    {
        get;
        init => field = value ?? [];
    } = [];

    /// <summary>Different changes beyond <see cref="Lines"/>: counted in the sums, and not listed.</summary>
    public bool LinesLeftOut { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Done of all, in hundredths: by the part of the store that has been gone through.</summary>
    public int Percent =>
        State == SimulationState.Finished ? 100
        : Counted ? 10 + (90 * Shard / Shards.Count)
        : 0;

    internal static string RowKey(AgencyId agency, string id) => $"simulation:{agency}:{id}";

    public override string ToString() => $"SimulationRecord({Id}, {State})";
}

/// <summary>As entries name people.</summary>
public sealed record SimulationOfficer(string TenantId, string ClientId, string? PersonId)
{
    internal Caller In(AgencyId agency) => new(agency, TenantId, ClientId, PersonId, AgencyRoles.None, PartnershipRoles.None);
}

[JsonConverter(typeof(JsonStringEnumConverter<SimulationState>))]
public enum SimulationState
{
    [JsonStringEnumMemberName("running")]
    Running,

    [JsonStringEnumMemberName("finished")]
    Finished,

    /// <summary>What is in force changed while it ran, so that its parts would not speak of the same: start another.</summary>
    [JsonStringEnumMemberName("overtaken")]
    Overtaken,
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(SimulationRecord))]
internal sealed partial class SimulationJson : JsonSerializerContext;
