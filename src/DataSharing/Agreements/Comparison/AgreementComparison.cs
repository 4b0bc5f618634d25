namespace DataSharing.Agreements;

/// <summary>
/// Exactly what changes from one version of an agreement to another: each line of sharing is in one <see cref="SharingChange"/> if the two say
/// different things to it for any facts, and in none if they never do. Words that decide nothing are not compared.
/// </summary>
/// <remarks>
/// Each version by itself, in force, between active agencies, emergencies aside. Times are compared from when the later of the two has effect.
/// </remarks>
/// <param name="Before">The one.</param>
/// <param name="After">The other.</param>
/// <param name="Particulars">Parties and dates that differ.</param>
/// <param name="Sharing">What may be shared under the agreement itself.</param>
/// <param name="Forbidding">What is forbidden under any agreement.</param>
public sealed record AgreementComparison(
    AgreementDocument Before,
    AgreementDocument After,
    IReadOnlyList<ParticularChange> Particulars,
    IReadOnlyList<SharingChange> Sharing,
    IReadOnlyList<ForbiddingChange> Forbidding
)
{
    /// <summary>Nothing is gained, lost or changed, whatever the wording.</summary>
    public bool IsSame => Particulars.Count == 0 && Sharing.Count == 0 && Forbidding.Count == 0;

    /// <exception cref="TooTangledException">The rules overlap in more ways than are worked out.</exception>
    public static AgreementComparison Of(AgreementDocument before, AgreementDocument after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var (one, other) = (AgreementCompiler.Compile(before), AgreementCompiler.Compile(after));
        var space = RuleSpace.Of(one, other);
        var counted = one.EffectiveFrom > other.EffectiveFrom ? one.EffectiveFrom : other.EffectiveFrom;
        var sharing = new SpaceWalk<SharingDifference>(space, rules => SharingDifference.Of(rules, counted), beyondDeclared: false).Run();
        var forbidding = new SpaceWalk<ForbiddingDifference>(space, ForbiddingDifference.Of, beyondDeclared: true).Run();
        return new AgreementComparison(
            before,
            after,
            ParticularChange.Of(before.Agreement, after.Agreement),
            [
                .. sharing.Select(found => new SharingChange(
                    found.Answer.Kind,
                    found.Answer.TermsChanged,
                    found.Scope,
                    found.Answer.Before,
                    found.Answer.After
                )),
            ],
            [.. forbidding.Select(found => new ForbiddingChange(found.Answer.Kind, found.Scope, found.Answer.Before, found.Answer.After))]
        );
    }
}

/// <summary>How what is permitted to a line of sharing differs, over all facts that a case can have.</summary>
public enum SharingChangeKind
{
    /// <summary>Never permitted before; now permitted, always or where the facts allow.</summary>
    Gained,

    /// <summary>Permitted before, always or where the facts allowed; now never.</summary>
    Lost,

    /// <summary>Permitted for more facts, and for none fewer.</summary>
    Widened,

    /// <summary>Permitted for fewer facts, and for none more.</summary>
    Narrowed,

    /// <summary>Permitted for some facts that it was not for, and no longer for some that it was.</summary>
    Moved,

    /// <summary>Permitted for the very same facts, on other terms for some of them.</summary>
    OtherTerms,

    /// <summary>The rules differ, and depend on more facts at once than are worked out: read both.</summary>
    NotWorkedOut,
}

/// <param name="Kind">How.</param>
/// <param name="TermsChanged">For some facts that both permit, the terms differ.</param>
/// <param name="Scope">Of which lines of sharing.</param>
/// <param name="Before">What the one says.</param>
/// <param name="After">What the other says.</param>
public sealed record SharingChange(
    SharingChangeKind Kind,
    bool TermsChanged,
    SharingScope Scope,
    SharingStanding Before,
    SharingStanding After
);

/// <summary>How what is forbidden, under any agreement, differs.</summary>
public enum ForbiddingChangeKind
{
    /// <summary>Refused for facts for which it was not, and for none fewer.</summary>
    Forbidden,

    /// <summary>No longer refused for facts for which it was, and for none more.</summary>
    Lifted,

    /// <summary>Both, for different facts.</summary>
    Moved,

    /// <summary>The rules differ, and depend on more facts at once than are worked out: read both.</summary>
    NotWorkedOut,
}

/// <param name="Kind">How.</param>
/// <param name="Scope">Of which lines of sharing.</param>
/// <param name="Before">The conditions of each prohibition before; none: not forbidden.</param>
/// <param name="After">The conditions of each prohibition now.</param>
public sealed record ForbiddingChange(
    ForbiddingChangeKind Kind,
    SharingScope Scope,
    IReadOnlyList<SharingBar> Before,
    IReadOnlyList<SharingBar> After
);
