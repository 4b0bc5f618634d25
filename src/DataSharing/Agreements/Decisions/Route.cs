using DataSharing.Identity;

namespace DataSharing.Agreements;

/// <summary>What the agreements in force say between two agencies for one purpose, whatever the categories, the mode and the moment.</summary>
internal sealed class Route
{
    private Route(Candidate[] candidates, RoutedProhibition[] prohibitions)
    {
        Candidates = candidates;
        Prohibitions = prohibitions;
        Speaking = [.. candidates.Where(candidate => candidate.Permissions.Length > 0)];
        Needs = candidates
            .SelectMany(candidate => candidate.Permissions.Select(rule => rule.Constraints))
            .Concat(prohibitions.Select(prohibition => prohibition.Rule.Constraints))
            .Aggregate(FactsNeeded.None, (needs, constraints) => needs | constraints.Needs);
        NearestSilent = candidates.Where(candidate => candidate.Permissions.Length == 0).MaxBy(candidate => candidate.Silence);
    }

    /// <summary>Every agreement that binds both, in order of id.</summary>
    public Candidate[] Candidates { get; }

    /// <summary>Those with a permission for this pair and purpose.</summary>
    public Candidate[] Speaking { get; }

    /// <summary>Of those without one, the first that came nearest.</summary>
    public Candidate? NearestSilent { get; }

    public RoutedProhibition[] Prohibitions { get; }

    /// <summary>Every fact of a subject that any rule of the route looks at.</summary>
    public FactsNeeded Needs { get; }

    /// <summary>What its rules about such a subject ask, whatever the categories and the mode; a set a rule.</summary>
    public IReadOnlyList<Constraints> ConstraintsAbout(SubjectKind kind) =>
        [
            .. Candidates
                .SelectMany(candidate => candidate.Permissions)
                .Where(rule => (rule.SubjectKinds & (1 << (int)kind)) != 0)
                .Select(rule => rule.Constraints.Source)
                .Concat(
                    Prohibitions
                        .Where(prohibition => (prohibition.Rule.SubjectKinds & (1 << (int)kind)) != 0)
                        .Select(prohibition => prohibition.Rule.Constraints.Source)
                ),
        ];

    public static Route Build(LocalArtefact[] artefacts, AgencyId from, AgencyId to, PurposeCode purpose)
    {
        var candidates = new List<Candidate>();
        var prohibitions = new List<RoutedProhibition>();
        foreach (var local in artefacts)
        {
            var compiled = local.Artefact.Compiled;
            var fromBit = Bit(compiled.Parties, from);
            var toBit = Bit(compiled.Parties, to);
            if (fromBit == 0 || toBit == 0)
            {
                continue;
            }

            if (from == to)
            {
                // Whatever the lists of a rule say, an agency does not share with itself, and no rule speaks of it.
                candidates.Add(new Candidate(local, [], RefusalReason.DirectionNotPermitted, null));
                continue;
            }

            var purposeBit = Bit(compiled.Purposes, purpose);
            var pair = compiled.Permissions.Where(rule => (rule.From & fromBit) != 0 && (rule.To & toBit) != 0).ToArray();
            candidates.Add(
                new Candidate(
                    local,
                    [.. pair.Where(rule => (rule.Purposes & purposeBit) != 0)],
                    pair.Length == 0 ? RefusalReason.DirectionNotPermitted : RefusalReason.PurposeNotPermitted,
                    local.WithoutFrom(from, to)
                )
            );
            prohibitions.AddRange(
                compiled
                    .Prohibitions.Where(rule =>
                        (rule.From & fromBit) != 0 && (rule.To & toBit) != 0 && (rule.AnyPurpose || (rule.Purposes & purposeBit) != 0)
                    )
                    .Select(rule => new RoutedProhibition(local, rule))
            );
        }

        return new Route([.. candidates], [.. prohibitions]);
    }

    private static ulong Bit<T>(T[] sorted, T wanted)
    {
        var place = Array.IndexOf(sorted, wanted);
        return place < 0 ? 0 : 1UL << place;
    }
}

/// <summary>An agreement that binds both agencies, with its permissions for the pair and purpose.</summary>
/// <param name="Local">The agreement.</param>
/// <param name="Permissions">In order of rule id.</param>
/// <param name="Silence">Why it permits nothing where <paramref name="Permissions"/> is empty.</param>
/// <param name="WithoutFrom">From when on one of the two has left it; null where neither does.</param>
internal sealed record Candidate(LocalArtefact Local, CompiledPermission[] Permissions, RefusalReason Silence, DateTimeOffset? WithoutFrom)
{
    private readonly RestsOnCache restsOn = new(Permissions);

    /// <summary>What a decision rests on, by which of the first <see cref="RestsOnCache.Bits"/> permissions hold.</summary>
    public RestsOn RestsOn(ulong rules) => restsOn.Of(rules);

    /// <summary>None where its permissions may hold at that moment.</summary>
    public RefusalReason StatusAt(DateTimeOffset now)
    {
        var effect = Local.EffectAt(now);
        return effect != RefusalReason.None ? effect
            : now >= WithoutFrom ? RefusalReason.PartyWithdrawn
            : Local.Standing.Suspended ? RefusalReason.AgreementSuspended
            : now >= Local.Standing.ReviewBy ? RefusalReason.AgreementReviewOverdue
            : RefusalReason.None;
    }
}

internal sealed record RoutedProhibition(LocalArtefact Local, CompiledProhibition Rule);
