namespace DataSharing.Agreements;

/// <summary>What one version says to one line of sharing: from whom, to whom, what for, about what, which category, in which mode.</summary>
public sealed record SharingStanding
{
    internal SharingStanding(SharingReach reach, IReadOnlyList<SharingGrant> grants, IReadOnlyList<SharingBar> bars)
    {
        (Reach, Grants, Bars) = (reach, grants, bars);
        Key = string.Join(
            '\n',
            grants
                .Select(grant => $"where {string.Join(" and ", grant.Conditions)}: {grant.Terms.Key}")
                .Concat(bars.Select(bar => $"unless {string.Join(" and ", bar.Conditions)}"))
                .Prepend(reach.ToString())
        );
    }

    public SharingReach Reach { get; }

    /// <summary>
    /// The permissions; where several hold at once, the stricter terms bind. A permission whose facts are not recorded withholds. None where
    /// nothing is ever permitted.
    /// </summary>
    public IReadOnlyList<SharingGrant> Grants { get; }

    /// <summary>The prohibitions that take something away, and that refuse too where their facts are not recorded.</summary>
    public IReadOnlyList<SharingBar> Bars { get; }

    /// <summary>The same for what reads the same.</summary>
    internal string Key { get; }

    public bool Equals(SharingStanding? other) => other is not null && string.Equals(Key, other.Key, StringComparison.Ordinal);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Key);

    public override string ToString() => Key;
}

/// <summary>Whether the facts of a case decide.</summary>
public enum SharingReach
{
    /// <summary>Whatever the facts, it is not permitted.</summary>
    Never,

    /// <summary>The facts of the case decide.</summary>
    Sometimes,

    /// <summary>Whatever the facts, it is permitted.</summary>
    Always,
}

/// <param name="Conditions">All of them must hold; none: always.</param>
/// <param name="Terms">What it brings.</param>
public sealed record SharingGrant(IReadOnlyList<string> Conditions, SharingTerms Terms);

/// <param name="Conditions">All of them must hold; none: always.</param>
public sealed record SharingBar(IReadOnlyList<string> Conditions);
