namespace DataSharing.Agreements;

/// <summary>A permission as bits over its artefact's sorted parties, purposes and categories.</summary>
internal sealed record CompiledPermission(
    string Id,
    ulong From,
    ulong To,
    ulong Purposes,
    ulong Categories,
    int SubjectKinds,
    SharingMode Mode,
    CompiledConstraints Constraints,
    Ground Ground
)
{
    /// <summary>What a decision that rests on this rule alone rests on.</summary>
    public RestsOn Alone { get; } = RestsOn.These([Ground]);
}

/// <summary>A prohibition as bits; "any" category or purpose also means those that its own agreement does not declare.</summary>
internal sealed record CompiledProhibition(
    string Id,
    string Reference,
    ulong From,
    ulong To,
    bool AnyPurpose,
    ulong Purposes,
    bool AnyCategory,
    ulong Categories,
    int SubjectKinds,
    SharingMode Mode,
    CompiledConstraints Constraints
)
{
    // INVARIANT: forbidding existence forbids content, since content tells that a record exists.
    public bool Forbids(SharingMode asked) => Mode == SharingMode.Existence || asked == SharingMode.Content;
}
