using System.Text.Json.Serialization;
using DataSharing.Identity;
using DataSharing.Storage;

namespace DataSharing.Panels;

/// <summary>What a person does on a panel. One role a person.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PanelRole>))]
public enum PanelRole
{
    /// <summary>Decides when the members disagree. Needs the partnership's role <c>panel.chair</c>.</summary>
    [JsonStringEnumMemberName("chair")]
    Chair,

    /// <summary>As the chair.</summary>
    [JsonStringEnumMemberName("co-chair")]
    CoChair,

    [JsonStringEnumMemberName("core")]
    Core,

    /// <summary>Comes for the items that they are invited to, and sees nothing else.</summary>
    [JsonStringEnumMemberName("by-item")]
    ByItem,

    /// <summary>Keeps agenda, attendance, actions and minutes.</summary>
    [JsonStringEnumMemberName("minute-taker")]
    MinuteTaker,

    [JsonStringEnumMemberName("legal-adviser")]
    LegalAdviser,

    [JsonStringEnumMemberName("dp-lead")]
    DataProtectionLead,
}

/// <param name="Agency">For whom they sit.</param>
/// <param name="Actor">The person (<see cref="Caller.Actor"/>).</param>
/// <param name="Role">What they do.</param>
public sealed record PanelMember(AgencyId Agency, string Actor, PanelRole Role);

/// <summary>The <c>panel:{id}</c> row.</summary>
public sealed record PanelRecord
{
    public const int MaximumMembers = 60;

    internal static readonly RowFormat<PanelRecord> Format = new(1, PanelsJson.Default.PanelRecord);

    /// <summary>The agency that runs it: its key seals every word, and it answers for the record.</summary>
    public required AgencyId Host { get; init; }

    /// <summary>Code such as <c>mace</c> or <c>gold</c>. Names and tiers are local, so any code will do.</summary>
    public required string Kind { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required string CreatedBy { get; init; }

    public required IReadOnlyList<PanelMember> Members { get; init; }

    /// <summary>Sealed <see cref="PanelText"/>.</summary>
    public required byte[] Text { get; init; }

    public static string RowKey(string id) => $"panel:{id}";

    public override string ToString() => $"PanelRecord({Kind})";
}

internal sealed record PanelText(string Name, string? Remit)
{
    public override string ToString() => "PanelText(redacted)";
}
