using DataSharing.Agreements;
using DataSharing.Consent;
using DataSharing.Identity;
using DataSharing.Partnership;

namespace DataSharing.Entities;

/// <summary>
/// What decisions are told of a subject: its age today, what consent the disclosing agency recorded, and the statuses that the same agency
/// recorded, as flags.
/// </summary>
/// <remarks>
/// Consent and flags of other agencies are left out on purpose: a refusal names its reason, and must not tell one agency what another recorded.
/// What is left out is unknown, and a rule that needs it refuses. What no rule in force for the pair and purpose asks about is not even read.
/// </remarks>
public sealed class DecisionFacts(SubjectFiles files, DecisionService decisions, TimeProvider time)
{
    /// <summary>The kind of fact whose code becomes a flag.</summary>
    public const string StatusKind = "status";

    /// <summary>The status, whoever recorded it, of a subject whose address is kept secret from somebody who would harm them.</summary>
    public const string SafeAddressStatus = "safe-address";

    /// <summary>What an emergency is told beside what the rules need: whether the subject is guarded.</summary>
    public async ValueTask<SharingFacts> ForEmergencyAsync(
        string subjectId,
        AgencyId from,
        AgencyId to,
        PurposeCode purpose,
        CancellationToken cancellationToken
    ) => OfEmergency(await files.ReadAsync(subjectId, from, SubjectParts.All, cancellationToken), from, to, purpose, time.GetUtcNow());

    /// <summary>What the decision needs to be told. Nothing is recorded of a subject that is not there.</summary>
    /// <param name="head">The head as this request read it.</param>
    /// <param name="subjectId">The subject.</param>
    /// <param name="from">Who would share.</param>
    /// <param name="to">With whom.</param>
    /// <param name="purpose">What for.</param>
    /// <param name="also">What is told beside what the rules need: <see cref="FactsNeeded.Consent"/> where the decision is shown with it.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public async ValueTask<SharingFacts> ForAsync(
        ReadHead head,
        string subjectId,
        AgencyId from,
        AgencyId to,
        PurposeCode purpose,
        FactsNeeded also,
        CancellationToken cancellationToken
    )
    {
        var needs = also | await decisions.NeedsAsync(head, from, to, purpose, cancellationToken);
        return needs == FactsNeeded.None
            ? SharingFacts.NoneRecorded
            : Of(await files.ReadAsync(subjectId, from, Parts(needs), cancellationToken), from, to, purpose, time.GetUtcNow());
    }

    /// <summary>What <see cref="ForAsync"/> is made from, with the subject's keys.</summary>
    internal async ValueTask<SubjectFile> FileForAsync(
        ReadHead head,
        string subjectId,
        AgencyId from,
        AgencyId to,
        PurposeCode purpose,
        FactsNeeded also,
        CancellationToken cancellationToken
    )
    {
        var needs = also | await decisions.NeedsAsync(head, from, to, purpose, cancellationToken);
        return await files.ReadAsync(subjectId, from, Parts(needs), cancellationToken);
    }

    /// <summary>For decisions both ways between two agencies in one request.</summary>
    internal async ValueTask<SubjectFile> FileAsync(
        ReadHead head,
        string subjectId,
        AgencyId one,
        AgencyId other,
        PurposeCode purpose,
        FactsNeeded also,
        CancellationToken cancellationToken
    )
    {
        var needs = also | await decisions.NeedsAsync(head, one, other, purpose, cancellationToken);
        needs |= await decisions.NeedsAsync(head, other, one, purpose, cancellationToken);
        return await files.ReadAsync(subjectId, one, Parts(needs), cancellationToken);
    }

    /// <summary>Age comes with the subject's own row.</summary>
    internal static SubjectParts Parts(FactsNeeded needs) =>
        (needs.HasFlag(FactsNeeded.Flags) ? SubjectParts.Facts : SubjectParts.None)
        | (needs.HasFlag(FactsNeeded.Consent) ? SubjectParts.Consents : SubjectParts.None);

    internal static SharingFacts Of(SubjectFile file, AgencyId from, AgencyId to, PurposeCode purpose, DateTimeOffset now)
    {
        var today = LondonCalendar.DateOf(now);
        return new SharingFacts
        {
            Age = file.Particulars?.DateOfBirth is { } born && born <= today ? Exactly(LondonCalendar.AgeOn(born, today)) : null,
            Flags = FlagsOf(file, from, today),
            Consent = ConsentLedger.StateOf(file.ConsentRows, from, to, purpose),
        };
    }

    /// <summary>With the safeguard, which every agency's word can raise: whether an address is secret must not depend on who knows of it.</summary>
    internal static SharingFacts OfEmergency(SubjectFile file, AgencyId from, AgencyId to, PurposeCode purpose, DateTimeOffset now) =>
        Of(file, from, to, purpose, now) with
        {
            Guarded = OpenStatuses(file, LondonCalendar.DateOf(now)).Contains(SafeAddressStatus, StringComparer.Ordinal),
        };

    /// <summary>Codes of statuses that hold on a day, whoever recorded them.</summary>
    internal static IReadOnlyList<string> OpenStatuses(SubjectFile file, DateOnly on) =>
        [
            .. Statuses(file, on)
                .Where(f => f.Content.Holds)
                .Select(f => f.Content.Code ?? "")
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
        ];

    private static Dictionary<string, bool> FlagsOf(SubjectFile file, AgencyId from, DateOnly today) =>
        Statuses(file, today)
            .Where(f => f.Item.Controller == from)
            .GroupBy(f => f.Content.Code ?? "", StringComparer.Ordinal)
            // Recorded both ways: nobody knows, so it counts as not recorded.
            .Where(g => g.Select(f => f.Content.Holds).Distinct().Count() == 1)
            .ToDictionary(g => g.Key, g => g.First().Content.Holds, StringComparer.Ordinal);

    private static IEnumerable<OpenFact> Statuses(SubjectFile file, DateOnly day) =>
        file.Facts.Where(f => f.Content is { Kind: StatusKind, Code: not null } && f.Item.IsCurrentOn(day));

    private static AgeBand Exactly(int years) => new(years, years);
}
