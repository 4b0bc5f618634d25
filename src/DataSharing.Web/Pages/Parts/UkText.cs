using System.Globalization;
using DataSharing.Entities;
using DataSharing.Identity;

namespace DataSharing.Web.Pages.Parts;

/// <summary>How pages write dates, times and codes: "23 November 2026", London time, plain words.</summary>
public static class UkText
{
    private static readonly CultureInfo Uk = CultureInfo.GetCultureInfo("en-GB");

    /// <summary><c>23 November 2026</c>, as the day was in London.</summary>
    public static string UkDate(this DateTimeOffset moment) => LondonCalendar.TimeOf(moment).ToString("d MMMM yyyy", Uk);

    /// <summary><c>23 November 2026</c></summary>
    public static string UkDate(this DateOnly date) => date.ToString("d MMMM yyyy", Uk);

    /// <summary><c>2:05pm</c></summary>
    public static string UkTime(this DateTimeOffset moment)
    {
        var local = LondonCalendar.TimeOf(moment);
        return local switch
        {
            { Hour: 0, Minute: 0 } => "midnight",
            { Hour: 12, Minute: 0 } => "midday",
            { Minute: 0 } => local.ToString("htt", CultureInfo.InvariantCulture).ToLowerInvariant(),
            _ => local.ToString("h:mmtt", CultureInfo.InvariantCulture).ToLowerInvariant(),
        };
    }

    /// <summary><c>23 November 2026 at 2:05pm</c></summary>
    public static string UkDateTime(this DateTimeOffset moment) => $"{moment.UkDate()} at {moment.UkTime()}";

    /// <summary><c>23 November 2026 at 14:05:09</c>: where the second matters.</summary>
    public static string UkDateTimeExact(this DateTimeOffset moment) =>
        $"{moment.UkDate()} at {LondonCalendar.TimeOf(moment).ToString("HH:mm:ss", CultureInfo.InvariantCulture)}";

    /// <summary><c>missing-episodes</c> as <c>Missing episodes</c>: for codes without a title of their own.</summary>
    public static string Words(string? code)
    {
        if (string.IsNullOrEmpty(code))
        {
            return "";
        }

        var text = code.Replace('-', ' ').Replace('.', ' ').Replace('_', ' ');
        return char.ToUpperInvariant(text[0]) + text[1..];
    }

    /// <summary>1 <c>record</c>, 2 <c>records</c>.</summary>
    public static string Count(int count, string one, string? many = null) =>
        string.Create(Uk, $"{count:N0} {(count == 1 ? one : many ?? one + "s")}");

    /// <summary>A list in a sentence: <c>a, b and c</c>.</summary>
    public static string And(IReadOnlyCollection<string> items) =>
        items.Count switch
        {
            0 => "",
            1 => items.First(),
            _ => $"{string.Join(", ", items.Take(items.Count - 1))} and {items.Last()}",
        };

    /// <summary>A subject's kind as people say it.</summary>
    public static string Kind(SubjectKind kind) =>
        kind switch
        {
            SubjectKind.Person => "Person",
            SubjectKind.Group => "Group",
            SubjectKind.Business => "Business",
            _ => "Place",
        };

    /// <summary>A role as people say it.</summary>
    public static IReadOnlyList<string> Roles(AgencyRoles roles) =>
        [
            .. new[]
            {
                (AgencyRoles.Practitioner, "Practitioner"),
                (AgencyRoles.PanelMember, "Panel member"),
                (AgencyRoles.IgOfficer, "Information governance officer"),
                (AgencyRoles.AgencyAdmin, "Agency administrator"),
                (AgencyRoles.System, "System"),
            }
                .Where(known => (roles & known.Item1) != 0)
                .Select(known => known.Item2),
        ];
}
