using DataSharing.Identity;

namespace DataSharing.Agreements;

/// <summary>Turns a document into an artefact. Deterministic: no clock, no order of the document's lists, no culture enters it.</summary>
public static class AgreementCompiler
{
    /// <summary>Changes whenever the same document would compile to other bytes.</summary>
    public const string Version = "1";

    private const int AnySubjectKind = 0b1111;

    public static AgreementArtefact Compile(AgreementDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var agreement = document.Agreement;
        var parties = new BitIndex<AgencyId>(agreement.Parties.Select(party => party.Agency), agency => agency.Value);
        var purposes = new BitIndex<PurposeCode>(agreement.Purposes.Select(purpose => purpose.Code), purpose => purpose.Value);
        var categories = new BitIndex<DataCategory>(agreement.Categories.Select(category => category.Code), category => category.Value);
        var compiled = new CompiledAgreement(
            parties.Items,
            purposes.Items,
            categories.Items,
            categories.Mask(agreement.Categories.Where(category => category.SpecialCategory).Select(category => category.Code)),
            categories.Mask(agreement.Categories.Where(category => category.CriminalOffence).Select(category => category.Code)),
            [.. agreement.Permissions.OrderBy(rule => rule.Id, StringComparer.Ordinal).Select(Permission)],
            [.. agreement.Prohibitions.OrderBy(rule => rule.Id, StringComparer.Ordinal).Select(Prohibition)]
        );
        var canonical = ArtefactForm.Write(agreement, document.ContentHash, compiled);
        return new AgreementArtefact(agreement, document.ContentHash, compiled, canonical);

        CompiledPermission Permission(Permission rule) =>
            new(
                rule.Id,
                parties.Mask(rule.From),
                parties.Mask(rule.To),
                purposes.Mask(rule.Purposes),
                categories.Mask(rule.Categories),
                Kinds(rule.SubjectKinds),
                rule.Mode,
                new CompiledConstraints(rule.Constraints, rule.Consent == ConsentStance.Explicit),
                new Ground($"{agreement.Id.Value}:{rule.Id}", rule.LawfulBasis, rule.Consent, rule.Release, Duties(rule))
            );

        Duties Duties(Permission rule) =>
            rule.Duties with
            {
                Onward =
                    rule.Duties.Onward.Scope == OnwardScope.Parties
                        ? new OnwardSharing(OnwardScope.Parties, parties.Items)
                        : rule.Duties.Onward,
                RetainFor = rule.Duties.RetainFor ?? Shortest(rule.Categories),
            };

        // Compared from the day of effect: a month has no length of its own.
        CalendarDuration? Shortest(IReadOnlyList<DataCategory> named) =>
            agreement
                .Categories.Where(category => named.Contains(category.Code))
                .Aggregate(
                    (CalendarDuration?)null,
                    (shortest, category) => CalendarDuration.Shorter(shortest, category.RetainFor, agreement.EffectiveFrom)
                );

        CompiledProhibition Prohibition(Prohibition rule) =>
            new(
                rule.Id,
                $"{agreement.Id.Value}:{rule.Id}",
                rule.From is null ? parties.All : parties.Mask(rule.From),
                rule.To is null ? parties.All : parties.Mask(rule.To),
                rule.Purposes is null,
                rule.Purposes is null ? purposes.All : purposes.Mask(rule.Purposes),
                rule.Categories is null,
                rule.Categories is null ? categories.All : categories.Mask(rule.Categories),
                rule.SubjectKinds is null ? AnySubjectKind : Kinds(rule.SubjectKinds),
                rule.Mode,
                new CompiledConstraints(rule.Constraints, needsConsent: false)
            );
    }

    private static int Kinds(IReadOnlyList<SubjectKind> kinds) => kinds.Aggregate(0, (mask, kind) => mask | (1 << (int)kind));
}

/// <summary>At most 64 codes in ordinal order, each with its bit.</summary>
internal sealed class BitIndex<T>
    where T : notnull
{
    private readonly Dictionary<T, int> places;

    public BitIndex(IEnumerable<T> items, Func<T, string> text)
    {
        Items = [.. items.OrderBy(text, StringComparer.Ordinal)];
        places = Items.Select((item, place) => (item, place)).ToDictionary(pair => pair.item, pair => pair.place);
    }

    public T[] Items { get; }

    public ulong All => Items.Length == 64 ? ulong.MaxValue : (1UL << Items.Length) - 1;

    public ulong Mask(IEnumerable<T> items) => items.Aggregate(0UL, (mask, item) => mask | (1UL << places[item]));
}
