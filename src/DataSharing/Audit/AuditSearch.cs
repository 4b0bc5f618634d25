using System.Globalization;
using DataSharing.Identity;

namespace DataSharing.Audit;

/// <summary>What an IG officer asks for; every member that is given must hold of an entry.</summary>
public sealed record AuditSearch
{
    /// <summary>Days that can be asked for without anything else to go by.</summary>
    public const int MaximumDays = 366;

    /// <summary><c>kind:id</c> of a record.</summary>
    public string? Record { get; init; }

    /// <summary>Id of a person, group, business or place: the own agency's acts on it.</summary>
    public string? SubjectId { get; init; }

    /// <summary>Who acted (<see cref="Caller.Actor"/>).</summary>
    public string? Actor { get; init; }

    /// <summary>Whose act it was.</summary>
    public AgencyId? Agency { get; init; }

    /// <summary>The agreement that the decision rests on.</summary>
    public string? AgreementId { get; init; }

    /// <summary><c>permit</c> or <c>deny</c>.</summary>
    public string? Decision { get; init; }

    /// <summary>A reason code of the decision, or another ground of a refusal (<see cref="EntryFeatures.Grounds"/>).</summary>
    public string? Reason { get; init; }

    /// <summary>What was done, in full (<c>subject.read</c>) or as a group (<c>subject.</c>).</summary>
    public string? Act { get; init; }

    /// <summary>The version of <see cref="AgreementId"/>.</summary>
    public int? AgreementVersion { get; init; }

    /// <summary>The purpose that was stated.</summary>
    public PurposeCode? Purpose { get; init; }

    /// <summary>Another agency that the act touched: the recipient, of what was sent.</summary>
    public AgencyId? Recipient { get; init; }

    /// <summary>Only what left the acting agency (<see cref="EntryFeatures.HasLeft"/>); of the own agency, unless it is asked across.</summary>
    public bool Left { get; init; }

    /// <summary>Only what rests on an emergency instead of a permission.</summary>
    public bool Emergency { get; init; }

    /// <summary>Not before this moment.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Before this moment.</summary>
    public DateTimeOffset? Before { get; init; }

    /// <summary>Headers of every agency, for the partnership's own IG; else those of the officer's agency and those that name it.</summary>
    public bool Across { get; init; }

    /// <summary>First UTC day.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Last UTC day.</summary>
    public DateOnly? To { get; init; }

    /// <summary>
    /// Whether there is something to look up by: a value that has rows, or a span of days that is not too long. A recipient alone has none, and
    /// a subject has none across agencies, because each agency has pseudonyms of its own; nor may it be asked for as a record.
    /// </summary>
    public bool CanBeLookedUp =>
        !(Across && (SubjectId is not null || Record?.StartsWith("subject:", StringComparison.Ordinal) == true))
        && (LookedUpBy != LookupKinds.Day || (FirstDay is { } from && LastDay is { } to && IsSpan(from, to)));

    /// <summary>Whether it asks what this officer did: nobody reviews their own access.</summary>
    public bool IsAboutOwn(Caller officer)
    {
        ArgumentNullException.ThrowIfNull(officer);
        return string.Equals(Actor, officer.Actor, StringComparison.Ordinal);
    }

    /// <summary>What the rows that are read go by, for the officer's own entry.</summary>
    public string LookedUpBy =>
        // INVARIANT: the subject first, because headers do not name it: its rows alone can answer for it.
        Across ? AcrossBy
        : SubjectId is not null ? LookupKinds.Subject
        : Record is not null ? LookupKinds.Record
        : Actor is not null ? LookupKinds.Actor
        : Emergency ? LookupKinds.Emergency
        : Left ? LookupKinds.Left
        : Reason is not null ? LookupKinds.Reason
        : AgreementId is not null ? LookupKinds.Agreement
        : Purpose is not null ? LookupKinds.Purpose
        : Act is not null ? LookupKinds.Act
        : Decision is not null ? LookupKinds.Decision
        : Agency is not null ? LookupKinds.Agency
        : LookupKinds.Day;

    // Across, rows are kept by what few values have: each entry would else be written down twice over.
    private string AcrossBy =>
        AgreementId is not null ? LookupKinds.Agreement
        : Decision is not null ? LookupKinds.Decision
        : Agency is not null ? LookupKinds.Agency
        : LookupKinds.Day;

    /// <summary>First UTC day that an answer can lie on.</summary>
    internal DateOnly? FirstDay => Later(From, Since is { } since ? DayOf(since) : null);

    /// <summary>Last UTC day that an answer can lie on.</summary>
    internal DateOnly? LastDay => Earlier(To, Before is { } before ? DayOf(before) : null);

    /// <summary>The question as text: private in the officer's own entry, and what a cursor is bound to.</summary>
    public string Asked =>
        string.Join(
            '&',
            new[]
            {
                ("record", Record),
                ("subject", SubjectId),
                ("actor", Actor),
                ("agency", Agency?.Value),
                ("agreement", AgreementId),
                ("decision", Decision),
                ("reason", Reason),
                ("act", Act),
                ("agreementVersion", AgreementVersion?.ToString(CultureInfo.InvariantCulture)),
                ("purpose", Purpose?.Value),
                ("recipient", Recipient?.Value),
                ("left", Left ? "true" : null),
                ("emergency", Emergency ? "true" : null),
                ("from", Text(From)),
                ("to", Text(To)),
                ("since", Text(Since)),
                ("before", Text(Before)),
                ("across", Across ? "true" : null),
            }
                .Where(p => p.Item2 is not null)
                .Select(p => $"{p.Item1}={p.Item2}")
        );

    /// <summary>Whether an entry that the rows led to holds what was asked. The subject is not in its header: the rows answer for it.</summary>
    internal bool Holds(AuditEntry entry)
    {
        var day = DateOnly.FromDateTime(entry.Time.UtcDateTime);
        return (Record is null || entry.Records.Contains(Record, StringComparer.Ordinal))
            && (Actor is null || string.Equals(entry.Actor, Actor, StringComparison.Ordinal))
            && (Agency is null || entry.Agency == Agency)
            && (AgreementId is null || string.Equals(entry.Decision?.AgreementId, AgreementId, StringComparison.Ordinal))
            && (Decision is null || string.Equals(entry.Decision?.Effect, Decision, StringComparison.Ordinal))
            && (Reason is null || EntryFeatures.Of(entry).Reasons.Contains(Reason, StringComparer.Ordinal))
            && (Act is null || IsAct(entry.Act, Act))
            && (AgreementVersion is null || entry.Decision?.AgreementVersion == AgreementVersion)
            && (Purpose is null || entry.Purpose == Purpose)
            && (Recipient is null || entry.Counterparts.Contains(Recipient))
            && (!Left || EntryFeatures.Of(entry).HasLeft)
            && (!Emergency || EntryFeatures.Of(entry).IsEmergency)
            && (Since is null || entry.Time >= Since)
            && (Before is null || entry.Time < Before)
            && (From is null || day >= From)
            && (To is null || day <= To);
    }

    public override string ToString() => $"AuditSearch({LookedUpBy})";

    private static bool IsAct(string act, string asked) =>
        asked.EndsWith('.') ? act.StartsWith(asked, StringComparison.Ordinal) : string.Equals(act, asked, StringComparison.Ordinal);

    private static bool IsSpan(DateOnly from, DateOnly to) => to >= from && to.DayNumber - from.DayNumber < MaximumDays;

    private static DateOnly DayOf(DateTimeOffset moment) => DateOnly.FromDateTime(moment.UtcDateTime);

    private static DateOnly? Later(DateOnly? one, DateOnly? other) => one is { } a && other is { } b ? (a > b ? a : b) : one ?? other;

    private static DateOnly? Earlier(DateOnly? one, DateOnly? other) => one is { } a && other is { } b ? (a < b ? a : b) : one ?? other;

    private static string? Text(DateTimeOffset? moment) => moment?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    private static string? Text(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
