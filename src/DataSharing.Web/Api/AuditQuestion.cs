using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using DataSharing.Audit;
using DataSharing.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Api;

/// <summary>The query of the audit list, each parameter optional; what is given must all hold.</summary>
/// <remarks>Properties, because the compiler's own binding of a constructor cannot take parameters that may be null.</remarks>
public sealed record AuditQuestion
{
    private const string DayRule = "A UTC day as yyyy-MM-dd.";

    /// <summary>A record as kind:id.</summary>
    [FromQuery(Name = "record")]
    public string? Record { get; init; }

    /// <summary>Id of a person, group, business or place: the own agency's acts on it.</summary>
    [FromQuery(Name = "subject")]
    public string? Subject { get; init; }

    /// <summary>Who acted, as entries name them: person:tenant:oid or client:tenant:app.</summary>
    [FromQuery(Name = "actor")]
    public string? Actor { get; init; }

    /// <summary>Whose act it was.</summary>
    [FromQuery(Name = "agency")]
    public string? Agency { get; init; }

    /// <summary>The agreement that the decision rests on.</summary>
    [FromQuery(Name = "agreement")]
    public string? Agreement { get; init; }

    /// <summary>permit or deny.</summary>
    [FromQuery(Name = "decision")]
    public string? Decision { get; init; }

    /// <summary>A reason code of the decision, the ground of a declined request, or why access was denied.</summary>
    [FromQuery(Name = "reason")]
    public string? Reason { get; init; }

    /// <summary>What was done: subject.read, or a group such as subject. with its dot.</summary>
    [FromQuery(Name = "act")]
    public string? Act { get; init; }

    /// <summary>A UTC day as yyyy-MM-dd.</summary>
    [FromQuery(Name = "day")]
    public string? Day { get; init; }

    /// <summary>First UTC day.</summary>
    [FromQuery(Name = "from")]
    public string? From { get; init; }

    /// <summary>Last UTC day.</summary>
    [FromQuery(Name = "to")]
    public string? To { get; init; }

    /// <summary>The version of the agreement; with agreement only.</summary>
    [FromQuery(Name = "version")]
    public int? Version { get; init; }

    /// <summary>The purpose that was stated.</summary>
    [FromQuery(Name = "purpose")]
    public string? Purpose { get; init; }

    /// <summary>Another agency that the act touched.</summary>
    [FromQuery(Name = "recipient")]
    public string? Recipient { get; init; }

    /// <summary>true: only what left the own agency for another.</summary>
    [FromQuery(Name = "left")]
    public bool? Left { get; init; }

    /// <summary>true: only what rests on an emergency instead of a permission.</summary>
    [FromQuery(Name = "emergency")]
    public bool? Emergency { get; init; }

    /// <summary>Not before this moment (RFC 3339).</summary>
    [FromQuery(Name = "since")]
    public string? Since { get; init; }

    /// <summary>Before this moment (RFC 3339).</summary>
    [FromQuery(Name = "before")]
    public string? Before { get; init; }

    /// <summary>Where the last page ended.</summary>
    [FromQuery(Name = "cursor")]
    public string? Cursor { get; init; }

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

    internal static bool IsRecord([NotNullWhen(true)] string? text)
    {
        var colon = text?.IndexOf(':', StringComparison.Ordinal) ?? -1;
        return text is not null
            && colon > 0
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
