using DataSharing.Consent;
using DataSharing.Entities;
using DataSharing.Web.Pages.Parts;

namespace DataSharing.Web.Pages.Subjects;

/// <summary>The words of records as people say them.</summary>
public static class SubjectWords
{
    private static readonly Dictionary<string, string> Categories = new(StringComparer.Ordinal)
    {
        ["identity"] = "Who it is and how to reach them",
        ["risk"] = "Risk and its reasons",
        ["intelligence-summary"] = "Summary of police intelligence",
        ["association"] = "Links",
        ["incident"] = "Events",
        ["disruption"] = "Disruption",
        ["support-plan"] = "Support plan",
    };

    private static readonly Dictionary<string, string> EventRoleWords = new(StringComparer.Ordinal)
    {
        ["victim"] = "Victim",
        ["witness"] = "Witness",
        ["suspect"] = "Suspect",
        ["person-of-concern"] = "Person of concern",
        ["child-in-need"] = "Child in need of help",
        ["adult-at-risk"] = "Adult at risk of harm",
        ["reported-by"] = "Reported it",
        ["attended"] = "Was there",
        ["subject-of"] = "What it is about",
        ["group-of"] = "Group concerned",
        ["business-of"] = "Business concerned",
        ["place-of"] = "Where it happened",
    };

    public static string Category(string code) => Categories.GetValueOrDefault(code) ?? UkText.Words(code);

    /// <summary>A participant's part; always said together with "in this event".</summary>
    public static string Role(string code) => EventRoleWords.GetValueOrDefault(code) ?? UkText.Words(code);

    /// <summary>"Victim and child in need of help".</summary>
    public static string Roles(IEnumerable<string> codes) =>
        UkText.And([.. codes.Select(Role).Select((role, i) => i == 0 ? role : char.ToLowerInvariant(role[0]) + role[1..])]);

    public static string Event(string code) => EventKinds.All.GetValueOrDefault(code) ?? UkText.Words(code);

    public static (string Text, string? Colour) Strength(LinkStrength strength) =>
        strength switch
        {
            LinkStrength.Confirmed => ("Confirmed", "green"),
            LinkStrength.Likely => ("Likely", "blue"),
            _ => ("Possible", "grey"),
        };

    /// <summary>"lives at", read from the subject shown.</summary>
    public static string Link(LinkView link)
    {
        ArgumentNullException.ThrowIfNull(link);
        return link.IsOutgoing ? link.Kind.Label : link.Kind.Inverse;
    }

    /// <summary>What a condition of handling asks; the codes' official labels were not read when this was written.</summary>
    public static string Condition(string code) =>
        code switch
        {
            "A1" => "for building the picture only: ask the agency it came from before you act",
            "A2" => "covert action only: protect the source",
            "A3" => "open action as the agency it came from says",
            "S1" => "you may take out the source and pass it on",
            "S2" => "ask the agency it came from before you pass it on, even without the source",
            _ => code,
        };

    public static (string Text, string Colour) Answer(ConsentAnswer answer) =>
        answer switch
        {
            ConsentAnswer.Given => ("Given", "green"),
            ConsentAnswer.Refused => ("Refused", "red"),
            ConsentAnswer.Withdrawn => ("Withdrawn", "orange"),
            _ => ("Not asked for", "grey"),
        };

    public static string Speaker(ConsentSpeaker? speaker) =>
        speaker switch
        {
            ConsentSpeaker.Subject => "The person",
            ConsentSpeaker.Parent => "A parent, or somebody with parental responsibility",
            ConsentSpeaker.Other => "Somebody else who may speak for them",
            _ => "Nobody was asked",
        };

    public static string Stance(string stance) =>
        stance switch
        {
            "explicit" => "Only with the person’s consent",
            "inform-unless-risk" => "The person is told, unless telling them could put somebody at risk. Consent is not asked for",
            _ => "Consent is not needed",
        };

    public static string PlaceType(string type) =>
        type switch
        {
            "street-segment" => "Part of a street",
            "transport-node" => "Station, stop or interchange",
            "online" => "Online",
            _ => UkText.Words(type),
        };

    public static string Scheme(string code) => Identifiers.IdentifierSchemes.Find(code)?.Title ?? UkText.Words(code);

    public static string? Check(string? check) =>
        check switch
        {
            "failed:format" => "This does not look like such a number",
            "failed:checksum" => "Its check digit does not fit: one character may be wrong",
            _ => null,
        };

    /// <summary>"11 February 2026 to 2 March 2026", "Since …", "Until …"; null where no date is known.</summary>
    public static string? Span(DateOnly? from, DateOnly? to) =>
        (from, to) switch
        {
            ({ } first, { } last) when first == last => first.UkDate(),
            ({ } first, { } last) => $"{first.UkDate()} to {last.UkDate()}",
            ({ } first, null) => $"Since {first.UkDate()}",
            (null, { } last) => $"Until {last.UkDate()}",
            _ => null,
        };

    public static string Span(DateTimeOffset from, DateTimeOffset? to) =>
        to is not { } end || end == from ? Moment(from)
        : from.UkDate() == end.UkDate() ? $"{from.UkDate()}, {from.UkTime()} to {end.UkTime()}"
        : $"{Moment(from)} to {Moment(end)}";

    // At midnight nothing but the day is known: the form has no other way to leave the time out.
    private static string Moment(DateTimeOffset moment) => ClockTime.IsDayAlone(moment) ? moment.UkDate() : moment.UkDateTime();
}
