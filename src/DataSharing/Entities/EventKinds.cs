using DataSharing.Identity;

namespace DataSharing.Entities;

/// <summary>What can have happened. A closed list.</summary>
public static class EventKinds
{
    /// <summary>Code and words for people.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["incident"] = "Incident",
            ["missing-episode"] = "Missing episode",
            ["arrest"] = "Arrest",
            ["meeting"] = "Meeting",
            ["order"] = "Order",
            ["visit"] = "Visit",
            ["intelligence"] = "Intelligence",
        };
}

/// <summary>What a participant was in an event. A role belongs to a participant in one event, never to the person; several hold at once.</summary>
public static class EventRoles
{
    public const string Victim = "victim";
    public const string Suspect = "suspect";

    private static readonly Dictionary<SubjectKind, string[]> ByKind = new()
    {
        [SubjectKind.Person] =
        [
            Victim,
            "witness",
            Suspect,
            "person-of-concern",
            "child-in-need",
            "adult-at-risk",
            "reported-by",
            "attended",
            "subject-of",
        ],
        [SubjectKind.Group] = ["group-of", "subject-of"],
        [SubjectKind.Business] = ["business-of", "subject-of"],
        [SubjectKind.Location] = ["place-of", "subject-of"],
    };

    public static IReadOnlyList<string> For(SubjectKind kind) => ByKind[kind];
}
