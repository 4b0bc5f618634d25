using System.Text.Json.Serialization;
using DataSharing.Identity;
using DataSharing.Storage;

namespace DataSharing.Partnership;

/// <summary>An agency in the directory.</summary>
/// <param name="Id">Chosen once, never given to another.</param>
/// <param name="Particulars">The controller. Null: not recorded yet, as for the office of a newly founded partnership.</param>
/// <param name="SuspendedAt">Since when its callers are refused; null while it stands. The reason is in the log, under the agency's key.</param>
/// <param name="RegisteredAt">When it joined.</param>
public sealed record AgencyRecord(AgencyId Id, AgencyParticulars? Particulars, DateTimeOffset? SuspendedAt, DateTimeOffset RegisteredAt)
{
    /// <summary>A code of <see cref="AgencyKinds"/>.</summary>
    [JsonIgnore]
    public string Kind => Particulars?.Kind ?? AgencyKinds.PartnershipOffice;

    internal static readonly RowFormat<AgencyRecord> Format = new(1, DirectoryJson.Default.AgencyRecord);

    internal const string Prefix = "agency:";

    internal static string RowKey(AgencyId id) => $"{Prefix}{id}";
}

/// <summary>A binding with its beginning.</summary>
/// <param name="Binding">As the head has it.</param>
/// <param name="AddedAt">When.</param>
/// <param name="AddedBy">By whom (<see cref="Caller.Actor"/>).</param>
public sealed record BindingRecord(AgencyBinding Binding, DateTimeOffset AddedAt, string AddedBy)
{
    internal static readonly RowFormat<BindingRecord> Format = new(1, DirectoryJson.Default.BindingRecord);

    internal const string Prefix = "binding:";

    internal static string RowKey(string id) => $"{Prefix}{id}";
}

/// <summary>A partnership role for a person: proposed by one administrator, in force once a second person has confirmed.</summary>
/// <param name="Id">Opaque.</param>
/// <param name="Actor">The person (<see cref="Caller.Actor"/>).</param>
/// <param name="Role">The role's word (<see cref="RoleNames.Partnership"/>).</param>
/// <param name="ProposedBy">First person.</param>
/// <param name="ProposedAt">When.</param>
/// <param name="ConfirmedBy">Second person; null while it waits.</param>
/// <param name="ConfirmedAt">When; null while it waits.</param>
public sealed record GrantRecord(
    string Id,
    string Actor,
    string Role,
    string ProposedBy,
    DateTimeOffset ProposedAt,
    string? ConfirmedBy,
    DateTimeOffset? ConfirmedAt
)
{
    internal static readonly RowFormat<GrantRecord> Format = new(1, DirectoryJson.Default.GrantRecord);

    internal const string Prefix = "grant:";

    internal static string RowKey(string id) => $"{Prefix}{id}";
}

/// <summary>An actor whose access is withdrawn whatever their agency says.</summary>
/// <param name="Actor"><see cref="Caller.Actor"/>.</param>
/// <param name="SuspendedAt">When. The reason is in the log.</param>
/// <param name="SuspendedBy">By whom.</param>
public sealed record ActorSuspensionRecord(string Actor, DateTimeOffset SuspendedAt, string SuspendedBy)
{
    internal static readonly RowFormat<ActorSuspensionRecord> Format = new(1, DirectoryJson.Default.ActorSuspensionRecord);

    internal const string Prefix = "suspended-actor:";

    internal static string RowKey(string actor) => $"{Prefix}{actor}";
}

/// <summary>A record with the version to change it under.</summary>
public sealed record Versioned<T>(T Record, RowVersion Version)
    where T : class;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(AgencyRecord))]
[JsonSerializable(typeof(BindingRecord))]
[JsonSerializable(typeof(GrantRecord))]
[JsonSerializable(typeof(ActorSuspensionRecord))]
internal sealed partial class DirectoryJson : JsonSerializerContext;
