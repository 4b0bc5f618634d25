using DataSharing.Identity;
using DataSharing.Storage;

namespace DataSharing.Disruption;

/// <summary>
/// The same <c>deployment:{id}</c> row, of which only what boards, due lists and warnings need is made: the copy of the catalogue's entry, the
/// history and the sealed words are passed over.
/// </summary>
internal sealed record DeploymentLine
{
    public static readonly RowFormat<DeploymentLine> Format = new(1, DisruptionJson.Default.DeploymentLine);

    public required AgencyId Controller { get; init; }

    public required string ProposedBy { get; init; }

    public required DateTimeOffset ProposedAt { get; init; }

    public required DeploymentState State { get; init; }

    public required TacticTitle Tactic { get; init; }

    public required IReadOnlyList<DeploymentSubject> Subjects { get; init; }

    public IReadOnlyList<AgencyId> ExcludedAgencies
    {
        get;
        init => field = value ?? [];
    } = [];

    public string? Owner { get; init; }

    public AgencyId? OwnerAgency { get; init; }

    public IReadOnlyList<TermRecord> Terms
    {
        get;
        init => field = value ?? [];
    } = [];

    public IReadOnlyList<HoldRecord> Holds
    {
        get;
        init => field = value ?? [];
    } = [];

    public IReadOnlyList<DueItem> Due
    {
        get;
        init => field = value ?? [];
    } = [];

    public override string ToString() => $"DeploymentLine({Tactic.Id}, {State})";
}

/// <summary>What a line says of the tactic.</summary>
internal sealed record TacticTitle(string Id, string Title, string Theme);
