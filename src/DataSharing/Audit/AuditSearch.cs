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

    /// <summary>A reason code of the decision.</summary>
    public string? Reason { get; init; }

    /// <summary>What was done, in full (<c>subject.read</c>) or as a group (<c>subject.</c>).</summary>
    public string? Act { get; init; }

    /// <summary>First UTC day.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Last UTC day.</summary>
    public DateOnly? To { get; init; }

    /// <summary>
    /// Whether there is something to look up by: a value that has rows, or a span of days that is not too long. An act or a reason alone has none.
    /// </summary>
    public bool CanBeLookedUp =>
        Record is not null
        || SubjectId is not null
        || Actor is not null
        || Agency is not null
        || AgreementId is not null
        || Decision is not null
        || (From is { } from && To is { } to && to >= from && to.DayNumber - from.DayNumber < MaximumDays);

    /// <summary>What the rows that are read go by, for the officer's own entry.</summary>
    public string LookedUpBy =>
        // INVARIANT: the subject first, because headers do not name it: its rows alone can answer for it.
        SubjectId is not null
            ? LookupKinds.Subject
        : Record is not null ? LookupKinds.Record
        : Actor is not null ? LookupKinds.Actor
        : AgreementId is not null ? LookupKinds.Agreement
        : Decision is not null ? LookupKinds.Decision
        : Agency is not null ? LookupKinds.Agency
        : "day";

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
                ("from", Text(From)),
                ("to", Text(To)),
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
            && (Reason is null || entry.Decision?.Reasons.Contains(Reason, StringComparer.Ordinal) == true)
            && (Act is null || IsAct(entry.Act, Act))
            && (From is null || day >= From)
            && (To is null || day <= To);
    }

    public override string ToString() => $"AuditSearch({LookedUpBy})";

    private static bool IsAct(string act, string asked) =>
        asked.EndsWith('.') ? act.StartsWith(asked, StringComparison.Ordinal) : string.Equals(act, asked, StringComparison.Ordinal);

    private static string? Text(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
