using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using DataSharing.Audit;
using DataSharing.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Api;

/// <summary>The query of the audit list, each parameter optional; what is given must all hold.</summary>
/// <param name="Record">A record as kind:id.</param>
/// <param name="Subject">Id of a person, group, business or place: the own agency's acts on it.</param>
/// <param name="Actor">Who acted, as entries name them: person:tenant:oid or client:tenant:app.</param>
/// <param name="Agency">Whose act it was.</param>
/// <param name="Agreement">The agreement that the decision rests on.</param>
/// <param name="Decision">permit or deny.</param>
/// <param name="Reason">A reason code of the decision, the ground of a declined request, or why access was denied.</param>
/// <param name="Act">What was done: subject.read, or a group such as subject. with its dot.</param>
/// <param name="Day">A UTC day as yyyy-MM-dd.</param>
/// <param name="From">First UTC day.</param>
/// <param name="To">Last UTC day.</param>
/// <param name="Version">The version of the agreement; with agreement only.</param>
/// <param name="Purpose">The purpose that was stated.</param>
/// <param name="Recipient">Another agency that the act touched.</param>
/// <param name="Left">true: only what left the own agency for another.</param>
/// <param name="Emergency">true: only what rests on an emergency instead of a permission.</param>
/// <param name="Since">Not before this moment (RFC 3339).</param>
/// <param name="Before">Before this moment (RFC 3339).</param>
/// <param name="Cursor">Where the last page ended.</param>
public sealed record AuditQuestion(
    [property: FromQuery(Name = "record")] string? Record,
    [property: FromQuery(Name = "subject")] string? Subject,
    [property: FromQuery(Name = "actor")] string? Actor,
    [property: FromQuery(Name = "agency")] string? Agency,
    [property: FromQuery(Name = "agreement")] string? Agreement,
    [property: FromQuery(Name = "decision")] string? Decision,
    [property: FromQuery(Name = "reason")] string? Reason,
    [property: FromQuery(Name = "act")] string? Act,
    [property: FromQuery(Name = "day")] string? Day,
    [property: FromQuery(Name = "from")] string? From,
    [property: FromQuery(Name = "to")] string? To,
    [property: FromQuery(Name = "version")] int? Version,
    [property: FromQuery(Name = "purpose")] string? Purpose,
    [property: FromQuery(Name = "recipient")] string? Recipient,
    [property: FromQuery(Name = "left")] bool? Left,
    [property: FromQuery(Name = "emergency")] bool? Emergency,
    [property: FromQuery(Name = "since")] string? Since,
    [property: FromQuery(Name = "before")] string? Before,
    [property: FromQuery(Name = "cursor")] string? Cursor
)
{
    private const string DayRule = "A UTC day as yyyy-MM-dd.";

    /// <param name="across">Whether it is asked of the whole partnership.</param>
    /// <param name="search">What is asked.</param>
    /// <param name="refused">What is wrong with it.</param>
    internal bool TryRead(bool across, [NotNullWhen(true)] out AuditSearch? search, [NotNullWhen(false)] out ProblemHttpResult? refused)
    {
        search = null;
        refused = Fault();
        if (refused is not null)
        {
            return false;
        }

        search = new AuditSearch
        {
            Record = Record,
            SubjectId = Subject is null ? null : Guid.ParseExact(Subject, "D").ToString("D"),
            Actor = Actor,
            Agency = Agency is null ? null : AgencyId.Parse(Agency),
            AgreementId = Agreement,
            Decision = Decision,
            Reason = Reason,
            Act = Act,
            From = DayOf(Day ?? From),
            To = DayOf(Day ?? To),
            AgreementVersion = Version,
            Purpose = Purpose is null ? null : PurposeCode.Parse(Purpose),
            Recipient = Recipient is null ? null : AgencyId.Parse(Recipient),
            Left = Left == true,
            Emergency = Emergency == true,
            Since = MomentOf(Since),
            Before = MomentOf(Before),
            Across = across,
        };
        if (!search.CanBeLookedUp)
        {
            refused = Problems.InvalidQuery(
                "day",
                across
                    ? "Give an agency, agreement, decision or day, or from and to no more than a year apart; a subject cannot be asked for."
                    : "Give something to look up by, such as a subject, actor, act or day, or from and to no more than a year apart."
            );
        }

        return refused is null;
    }

    private ProblemHttpResult? Fault()
    {
        if (Record is not null && !IsRecord(Record))
        {
            return Problems.InvalidQuery("record", "A record is kind:id, such as disclosure:1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed.");
        }

        if (Subject is not null && !Guid.TryParseExact(Subject, "D", out _))
        {
            return Problems.InvalidQuery("subject", "The id of a subject.");
        }

        if (Actor is not null && !IsActor(Actor))
        {
            return Problems.InvalidQuery("actor", "As entries name it: person:tenant:oid, client:tenant:app, or platform.");
        }

        if (Agency is not null && !Slug.IsValid(Agency))
        {
            return Problems.InvalidQuery("agency", "The id of an agency.");
        }

        if (Agreement is not null && !Slug.IsValid(Agreement))
        {
            return Problems.InvalidQuery("agreement", "The id of an agreement.");
        }

        if (Decision is not (null or "permit" or "deny"))
        {
            return Problems.InvalidQuery("decision", "Either permit or deny.");
        }

        if (Reason is not null && !Slug.IsValid(Reason))
        {
            return Problems.InvalidQuery("reason", "A reason code.");
        }

        if (Act is not null && (Act.Length > 80 || !Act.All(c => c is (>= 'a' and <= 'z') or '.' or '-')))
        {
            return Problems.InvalidQuery("act", "An act such as subject.read, or a group such as subject. with its dot.");
        }

        return FurtherFault() ?? DayFault();
    }

    private ProblemHttpResult? FurtherFault()
    {
        if (Version is not null && (Agreement is null || Version < 1))
        {
            return Problems.InvalidQuery("version", "From 1, with the id of the agreement.");
        }

        if (Purpose is not null && !Slug.IsValid(Purpose))
        {
            return Problems.InvalidQuery("purpose", "A purpose code.");
        }

        if (Recipient is not null && !Slug.IsValid(Recipient))
        {
            return Problems.InvalidQuery("recipient", "The id of an agency.");
        }

        foreach (var (name, text) in new[] { ("since", Since), ("before", Before) })
        {
            if (text is not null && MomentOf(text) is null)
            {
                return Problems.InvalidQuery(name, "A moment such as 2026-11-23T09:30:00Z.");
            }
        }

        return MomentOf(Since) >= MomentOf(Before) ? Problems.InvalidQuery("before", "After since.") : null;
    }

    private ProblemHttpResult? DayFault()
    {
        if (Day is not null && (From ?? To) is not null)
        {
            return Problems.InvalidQuery("day", "Either day, or from and to.");
        }

        foreach (var (name, text) in new[] { ("day", Day), ("from", From), ("to", To) })
        {
            if (text is not null && DayOf(text) is null)
            {
                return Problems.InvalidQuery(name, DayRule);
            }
        }

        return DayOf(From) > DayOf(To) ? Problems.InvalidQuery("to", "Not before from.") : null;
    }

    private static DateOnly? DayOf(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static DateTimeOffset? MomentOf(string? text) =>
        DateTimeOffset.TryParseExact(
            text,
            ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"],
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var moment
        )
            ? moment.ToUniversalTime()
            : null;

    private static bool IsRecord(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon > 0
            && colon < text.Length - 1
            && text.Length <= 200
            && Slug.IsValid(text[..colon])
            && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or ':' or '-');
    }

    private static bool IsActor(string text)
    {
        if (string.Equals(text, "platform", StringComparison.Ordinal))
        {
            return true;
        }

        var parts = text.Split(':');
        return parts is ["person" or "client", _, _]
            && Guid.TryParseExact(parts[1], "D", out _)
            && Guid.TryParseExact(parts[2], "D", out _)
            && string.Equals(text, text.ToLowerInvariant(), StringComparison.Ordinal);
    }
}
