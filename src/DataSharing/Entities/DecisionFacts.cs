using DataSharing.Agreements;
using DataSharing.Consent;
using DataSharing.Identity;

namespace DataSharing.Entities;

/// <summary>
/// What decisions are told of a subject: its age today, what consent the disclosing agency recorded, and the statuses that the same agency
/// recorded, as flags.
/// </summary>
/// <remarks>
/// Consent and flags of other agencies are left out on purpose: a refusal names its reason, and must not tell one agency what another recorded.
/// What is left out is unknown, and a rule that needs it refuses.
/// </remarks>
public sealed class DecisionFacts(SubjectFiles files, TimeProvider time)
{
    /// <summary>The kind of fact whose code becomes a flag.</summary>
    public const string StatusKind = "status";

    /// <summary>Nothing is recorded of a subject that is not there.</summary>
    public async ValueTask<SharingFacts> ForAsync(
        string subjectId,
        AgencyId from,
        AgencyId to,
        PurposeCode purpose,
        CancellationToken cancellationToken
    ) => Of(await files.ReadAsync(subjectId, from, cancellationToken), from, to, purpose, time.GetUtcNow());

    /// <summary>For several decisions about one subject in one request.</summary>
    internal Task<SubjectFile> FileAsync(string subjectId, AgencyId asker, CancellationToken cancellationToken) =>
        files.ReadAsync(subjectId, asker, cancellationToken);

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
