using DataSharing.Agreements;
using DataSharing.Identity;
using DataSharing.Partnership;

namespace DataSharing.Tests.Agreements;

/// <summary>
/// The rules of docs/agreements.md read straight off the documents: no masks, no indexes, no artefacts. Slow and obvious, so that the
/// evaluator can be held against it.
/// </summary>
internal sealed class NaiveEvaluator(
    IReadOnlyList<NaiveStanding> inForce,
    IReadOnlyList<UnreadableAgreement> unreadable,
    IReadOnlyList<AgencyId> active
)
{
    public sealed record Answer(RefusalReason Reason, IReadOnlyList<string> Rules);

    public sealed record Verdict(
        Agreement? Under,
        SortedDictionary<string, Answer> Categories,
        IReadOnlyList<(string Name, Permission Rule)> Grounds
    )
    {
        public bool RestsOnEmergency { get; init; }
    }

    private enum Truth
    {
        No,
        Unknown,
        Yes,
    }

    public Verdict Decide(SharingQuestion q, DateTimeOffset now)
    {
        var ordinary = WithoutEmergency(q, now);
        RefusalReason[] standing =
        [
            RefusalReason.None,
            RefusalReason.Prohibited,
            RefusalReason.ProhibitionUnevaluable,
            RefusalReason.AgreementUnreadable,
            RefusalReason.PartyNotActive,
        ];
        var missing = ordinary.Categories.Where(c => !standing.Contains(c.Value.Reason)).Select(c => c.Key).ToArray();
        if (!q.Emergency || missing.Length == 0)
        {
            return ordinary;
        }

        foreach (var category in missing)
        {
            ordinary.Categories[category] = new Answer(q.Facts.Guarded ? RefusalReason.Guarded : RefusalReason.None, []);
        }

        return ordinary with
        {
            RestsOnEmergency = !q.Facts.Guarded,
        };
    }

    private Verdict WithoutEmergency(SharingQuestion q, DateTimeOffset now)
    {
        if (!active.Contains(q.From) || !active.Contains(q.To))
        {
            return Everything(q, RefusalReason.PartyNotActive);
        }

        if (unreadable.Any(u => u.Parties is null || (u.Parties.Contains(q.From) && u.Parties.Contains(q.To))))
        {
            return Everything(q, RefusalReason.AgreementUnreadable);
        }

        var binding = inForce.Where(a => IsParty(a.Agreement, q.From) && IsParty(a.Agreement, q.To)).ToList();
        var barred = q.Categories.ToDictionary(c => c, c => Barred(binding, q, c, now));
        var eligible = binding.Where(a => q.Under is null || a.Agreement.Id == q.Under).ToList();
        var proposals = eligible.Select(a => Propose(a, q, now, barred)).ToList();

        // Most permitted; then nearest miss where nothing is permitted; then narrowest; then the id.
        var best = proposals
            .OrderByDescending(p => p.Permitted)
            .ThenByDescending(p => p.Permitted == 0 ? p.Nearness : 0)
            .ThenBy(p => p.Permitted == 0 ? 0 : p.Breadth)
            .ThenBy(p => p.Verdict.Under?.Id.Value, StringComparer.Ordinal)
            .FirstOrDefault();
        if (best is not null)
        {
            return best.Verdict;
        }

        var nothing = Everything(q, RefusalReason.NoAgreement);
        foreach (var (category, bar) in barred.Where(b => b.Value is not null))
        {
            nothing.Categories[category.Value] = bar ?? throw new InvalidOperationException();
        }

        return nothing;
    }

    private sealed record Proposal(Verdict Verdict, int Permitted, int Nearness, int Breadth);

    private static Proposal Propose(NaiveStanding standing, SharingQuestion q, DateTimeOffset now, Dictionary<DataCategory, Answer?> barred)
    {
        var agreement = standing.Agreement;
        var own = q.Categories.ToDictionary(c => c, c => PermissionSide(standing, q, c, now));
        var final = new SortedDictionary<string, Answer>(StringComparer.Ordinal);
        foreach (var category in q.Categories)
        {
            final[category.Value] = barred[category] ?? own[category];
        }

        var granted = final.Values.Where(a => a.Reason == RefusalReason.None).SelectMany(a => a.Rules).ToHashSet(StringComparer.Ordinal);
        var grounds = agreement
            .Permissions.Select(rule => (Name: $"{agreement.Id}:{rule.Id}", Rule: rule))
            .Where(g => granted.Contains(g.Name))
            .OrderBy(g => g.Name, StringComparer.Ordinal)
            .ToList();
        return new Proposal(
            new Verdict(agreement, final, grounds),
            final.Values.Count(a => a.Reason == RefusalReason.None),
            own.Values.Max(a => a.Reason == RefusalReason.None ? 100 : (int)a.Reason),
            grounds.SelectMany(g => g.Rule.Categories).Distinct().Count()
        );
    }

    private static Answer PermissionSide(NaiveStanding standing, SharingQuestion q, DataCategory category, DateTimeOffset now)
    {
        var agreement = standing.Agreement;
        var rules = q.From == q.To ? [] : agreement.Permissions.Where(r => r.From.Contains(q.From) && r.To.Contains(q.To)).ToList();
        if (rules.Count == 0)
        {
            return new Answer(RefusalReason.DirectionNotPermitted, []);
        }

        rules = [.. rules.Where(r => r.Purposes.Contains(q.Purpose))];
        if (rules.Count == 0)
        {
            return new Answer(RefusalReason.PurposeNotPermitted, []);
        }

        rules = [.. rules.Where(r => r.SubjectKinds.Contains(q.SubjectKind))];
        if (rules.Count == 0)
        {
            return new Answer(RefusalReason.SubjectKindNotPermitted, []);
        }

        rules = [.. rules.Where(r => r.Categories.Contains(category))];
        if (rules.Count == 0)
        {
            return new Answer(RefusalReason.CategoryNotPermitted, []);
        }

        rules = [.. rules.Where(r => r.Mode == q.Mode)];
        if (rules.Count == 0)
        {
            return new Answer(RefusalReason.ModeNotPermitted, []);
        }

        string[] Names(Func<Permission, bool> which) =>
            [.. rules.Where(which).Select(r => $"{agreement.Id}:{r.Id}").Order(StringComparer.Ordinal)];

        if (now < agreement.EffectiveFrom && !(now >= standing.EndsAt))
        {
            return new Answer(RefusalReason.AgreementNotYetEffective, Names(_ => true));
        }

        if (HasEnded(standing, now))
        {
            return new Answer(RefusalReason.AgreementExpired, Names(_ => true));
        }

        if (standing.Withdrawals.Any(w => (w.Agency == q.From || w.Agency == q.To) && (w.From is null || now >= w.From)))
        {
            return new Answer(RefusalReason.PartyWithdrawn, Names(_ => true));
        }

        if (standing.Suspended)
        {
            return new Answer(RefusalReason.AgreementSuspended, Names(_ => true));
        }

        if (standing.ReviewBy is { } review && now >= review)
        {
            return new Answer(RefusalReason.AgreementReviewOverdue, Names(_ => true));
        }

        var outcomes = rules.ToDictionary(r => r, r => Tests(r.Constraints, r.Consent, q, category));
        foreach (var wanted in new[] { Truth.Unknown, Truth.Yes, Truth.No })
        {
            var matching = outcomes.Where(o => Overall(o.Value) == wanted).ToList();
            if (matching.Count > 0)
            {
                var reason = matching.Min(o => ReasonOf(o.Value, wanted));
                return new Answer(reason, Names(r => Overall(outcomes[r]) == wanted && ReasonOf(outcomes[r], wanted) == reason));
            }
        }

        throw new InvalidOperationException();
    }

    private static Answer? Barred(List<NaiveStanding> binding, SharingQuestion q, DataCategory category, DateTimeOffset now)
    {
        if (q.From == q.To)
        {
            return null;
        }

        var spoken = binding
            .Where(a => now >= a.Agreement.EffectiveFrom && !HasEnded(a, now))
            .SelectMany(a => a.Agreement.Prohibitions.Select(r => (Name: $"{a.Agreement.Id}:{r.Id}", Rule: r)))
            .Where(p => p.Rule.From?.Contains(q.From) ?? true)
            .Where(p => p.Rule.To?.Contains(q.To) ?? true)
            .Where(p => p.Rule.Purposes?.Contains(q.Purpose) ?? true)
            .Where(p => p.Rule.SubjectKinds?.Contains(q.SubjectKind) ?? true)
            .Where(p => p.Rule.Categories?.Contains(category) ?? true)
            .Where(p => p.Rule.Mode == SharingMode.Existence || q.Mode == SharingMode.Content)
            .Select(p => (p.Name, Truth: Overall(Tests(p.Rule.Constraints, ConsentStance.NotRequired, q, category))))
            .ToList();
        foreach (
            var (truth, reason) in new[] { (Truth.Yes, RefusalReason.Prohibited), (Truth.Unknown, RefusalReason.ProhibitionUnevaluable) }
        )
        {
            var names = spoken.Where(s => s.Truth == truth).Select(s => s.Name).Order(StringComparer.Ordinal).ToArray();
            if (names.Length > 0)
            {
                return new Answer(reason, names);
            }
        }

        return null;
    }

    private static bool HasEnded(NaiveStanding standing, DateTimeOffset now) =>
        (standing.Agreement.EffectiveTo is { } to && now >= to) || (standing.EndsAt is { } end && now >= end);

    // Every single thing that a rule asks, with the reason told when it is false and when it is not known.
    private static List<(Truth Truth, RefusalReason No, RefusalReason Unknown)> Tests(
        Constraints constraints,
        ConsentStance consent,
        SharingQuestion q,
        DataCategory category
    )
    {
        var facts = q.Facts;
        var data = facts.Data.TryGetValue(category, out var found) ? found : new CategoryFacts(null, null, null, null);
        var tests = new List<(Truth, RefusalReason, RefusalReason)>();
        if (constraints.Age is { } age)
        {
            var truth = Truth.Unknown;
            if (facts.Age is { } band)
            {
                var years = Enumerable
                    .Range(band.From, band.To - band.From + 1)
                    .Select(y => y >= (age.Minimum ?? 0) && y <= (age.Maximum ?? 999));
                truth =
                    years.All(inside => inside) ? Truth.Yes
                    : years.All(inside => !inside) ? Truth.No
                    : Truth.Unknown;
            }

            tests.Add((truth, RefusalReason.AgeOutside, RefusalReason.AgeUnknown));
        }

        foreach (var flag in constraints.Flags)
        {
            var truth =
                !facts.Flags.TryGetValue(flag.Flag, out var value) ? Truth.Unknown
                : value == flag.Value ? Truth.Yes
                : Truth.No;
            tests.Add((truth, RefusalReason.FlagDiffers, RefusalReason.FlagUnknown));
        }

        if (constraints.Gradings?.Sources is { } sources)
        {
            tests.Add((Member(data.Source, sources), RefusalReason.GradingOutside, RefusalReason.GradingUnknown));
        }

        if (constraints.Gradings?.Intelligence is { } letters)
        {
            tests.Add((Member(data.Intelligence, letters), RefusalReason.GradingOutside, RefusalReason.GradingUnknown));
        }

        if (constraints.Handling is { } codes)
        {
            tests.Add((Member(data.Handling, codes), RefusalReason.HandlingOutside, RefusalReason.HandlingUnknown));
        }

        if (constraints.Markings is { } markings)
        {
            if (markings.Within is { } within)
            {
                tests.Add((Known(data.Markings?.All(m => within.Contains(m))), RefusalReason.MarkingOutside, RefusalReason.MarkingUnknown));
            }

            if (markings.Any is { } any)
            {
                tests.Add((Known(data.Markings?.Any(m => any.Contains(m))), RefusalReason.MarkingOutside, RefusalReason.MarkingUnknown));
            }
        }

        if (consent == ConsentStance.Explicit)
        {
            var no = facts.Consent == ConsentState.Withdrawn ? RefusalReason.ConsentWithdrawn : RefusalReason.ConsentRefused;
            tests.Add((Known(facts.Consent is { } state ? state == ConsentState.Given : null), no, RefusalReason.ConsentUnknown));
        }

        return tests;
    }

    private static Truth Member<T>(T? value, IReadOnlyList<T> allowed)
        where T : struct => Known(value is { } known ? allowed.Contains(known) : null);

    private static Truth Known(bool? value) =>
        value is null ? Truth.Unknown
        : value.Value ? Truth.Yes
        : Truth.No;

    private static Truth Overall(List<(Truth Truth, RefusalReason No, RefusalReason Unknown)> tests) =>
        tests.Any(t => t.Truth == Truth.No) ? Truth.No
        : tests.Any(t => t.Truth == Truth.Unknown) ? Truth.Unknown
        : Truth.Yes;

    private static RefusalReason ReasonOf(List<(Truth Truth, RefusalReason No, RefusalReason Unknown)> tests, Truth truth) =>
        truth switch
        {
            Truth.No => tests.Where(t => t.Truth == Truth.No).Min(t => t.No),
            Truth.Unknown => tests.Where(t => t.Truth == Truth.Unknown).Min(t => t.Unknown),
            _ => RefusalReason.None,
        };

    private static bool IsParty(Agreement agreement, AgencyId agency) => agreement.Parties.Any(p => p.Agency == agency);

    private static Verdict Everything(SharingQuestion q, RefusalReason reason)
    {
        var all = new SortedDictionary<string, Answer>(StringComparer.Ordinal);
        foreach (var category in q.Categories)
        {
            all[category.Value] = new Answer(reason, []);
        }

        return new Verdict(null, all, []);
    }
}

/// <summary>An agreement in force and how it stands.</summary>
internal sealed record NaiveStanding(
    Agreement Agreement,
    bool Suspended,
    DateTimeOffset? ReviewBy,
    DateTimeOffset? EndsAt,
    IReadOnlyList<PartyWithdrawal> Withdrawals
);
