namespace DataSharing.Agreements;

/// <summary>What a permitted answer brings: the law that it rests on, what is done about consent, how it leaves, and what must be done.</summary>
public sealed record SharingTerms
{
    private SharingTerms(IReadOnlyList<LawfulBasis> bases, ConsentStance consent, ReleaseManner release, Duties duties)
    {
        LawfulBases = bases;
        Consent = consent;
        Release = release;
        Duties = duties;
        Lines = TermsText.Of(this);
        Key = string.Join('\n', Lines.Select(line => $"{line.Name}: {line.Meaning}"));
    }

    /// <summary>One for each permission it rests on, those that say the same once.</summary>
    public IReadOnlyList<LawfulBasis> LawfulBases { get; }

    public ConsentStance Consent { get; }

    public ReleaseManner Release { get; }

    public Duties Duties { get; }

    /// <summary>The same in words, one line a term.</summary>
    public IReadOnlyList<TermsLine> Lines { get; }

    /// <summary>Terms that mean the same have the same key.</summary>
    internal string Key { get; }

    public bool Equals(SharingTerms? other) => other is not null && string.Equals(Key, other.Key, StringComparison.Ordinal);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Key);

    public override string ToString() => Key;

    /// <summary>The grounds taken together as a decision takes them: the stricter where they differ.</summary>
    /// <param name="grounds">At least one.</param>
    /// <param name="counted">The moment from which times are compared, since months differ.</param>
    internal static SharingTerms Of(IReadOnlyList<Ground> grounds, DateTimeOffset counted) =>
        new(
            [
                .. grounds
                    .Select(ground => ground.LawfulBasis)
                    .DistinctBy(TermsText.Of, StringComparer.Ordinal)
                    .OrderBy(TermsText.Of, StringComparer.Ordinal),
            ],
            grounds.Max(ground => ground.Consent),
            grounds.Max(ground => ground.Release),
            Duties.All([.. grounds.Select(ground => ground.Duties)], counted)
        );

    internal static SharingTerms Together(IReadOnlyList<SharingTerms> several, DateTimeOffset counted) =>
        several.Count == 1
            ? several[0]
            : new SharingTerms(
                [
                    .. several
                        .SelectMany(terms => terms.LawfulBases)
                        .DistinctBy(TermsText.Of, StringComparer.Ordinal)
                        .OrderBy(TermsText.Of, StringComparer.Ordinal),
                ],
                several.Max(terms => terms.Consent),
                several.Max(terms => terms.Release),
                Duties.All([.. several.Select(terms => terms.Duties)], counted)
            );
}

/// <param name="Name">Which term: <c>Lawful basis</c>, <c>Acknowledged within</c>.</param>
/// <param name="Text">For readers.</param>
/// <param name="Meaning">The same for texts that come to the same (12 months, 1 year).</param>
public sealed record TermsLine(string Name, string Text, string Meaning);
