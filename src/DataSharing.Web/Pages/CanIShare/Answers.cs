using DataSharing.Agreements;
using DataSharing.Identity;
using DataSharing.Web.Pages.Parts;

namespace DataSharing.Web.Pages.CanIShare;

/// <summary>What the page lets somebody answer about a person whom it never asks to name: codes and bands, nothing that could tell who it is.</summary>
public static class Answers
{
    public const string NotKnown = "not-known";

    /// <summary>Where childhood ends, in law as in most agreements.</summary>
    private const int Adult = 18;

    public static IReadOnlyList<Choice> Kinds { get; } =
    [
        new("person", "A person", "A child or an adult."),
        new("group", "A group", "People who are linked, such as a gang or a network."),
        new("business", "A business"),
        new("location", "A place", "An address, a park, a station."),
    ];

    public static IReadOnlyList<Choice> Consents { get; } =
    [
        new("given", "They said yes"),
        new("refused", "They said no"),
        new("withdrawn", "They said yes, and later no"),
        new(NotKnown, "Nobody has asked them, or I do not know"),
    ];

    public static IReadOnlyList<Choice> Emergencies { get; } =
    [new("no", "No"), new("yes", "Yes", "Somebody’s life or safety is at stake, and it cannot wait.")];

    public static IReadOnlyList<Choice> YesOrNo { get; } = [new("yes", "Yes"), new("no", "No"), new(NotKnown, "I do not know")];

    /// <summary>The bands of age within which these rules say the same.</summary>
    public static IReadOnlyList<Choice> Ages(IEnumerable<AgeConstraint> asked)
    {
        int[] starts =
        [
            0,
            .. asked
                .SelectMany(age => new[] { age.Minimum, age.Maximum + 1 })
                .OfType<int>()
                .Append(Adult)
                .Where(start => start is > 0 and <= 120)
                .Distinct()
                .Order(),
        ];
        return
        [
            .. starts.Select((start, i) => i + 1 < starts.Length ? Band(start, starts[i + 1] - 1) : Band(start, null)),
            new(NotKnown, "I do not know"),
        ];
    }

    /// <summary>The band that was chosen; null where none was, or it is not known.</summary>
    public static AgeBand? AgeOf(string? chosen) =>
        chosen?.Split('-') is [var from, var to]
        && int.TryParse(from, System.Globalization.CultureInfo.InvariantCulture, out var least)
        && int.TryParse(to, System.Globalization.CultureInfo.InvariantCulture, out var most)
        && least <= most
            ? new AgeBand(least, most)
            : null;

    public static ConsentState? ConsentOf(string? chosen) =>
        chosen switch
        {
            "given" => ConsentState.Given,
            "refused" => ConsentState.Refused,
            "withdrawn" => ConsentState.Withdrawn,
            _ => null,
        };

    public static SubjectKind? KindOf(string? chosen) =>
        chosen switch
        {
            "person" => SubjectKind.Person,
            "group" => SubjectKind.Group,
            "business" => SubjectKind.Business,
            "location" => SubjectKind.Location,
            _ => null,
        };

    private static Choice Band(int from, int? to) =>
        new(
            $"{from}-{to ?? 150}",
            (from, to) switch
            {
                (0, { } most) => $"{most} or younger",
                (var least, null) => $"{least} or older",
                (var least, { } most) when least == most => $"{least}",
                (var least, { } most) => $"{least} to {most}",
            }
        );
}
