using DataSharing.Disposal;

namespace DataSharing.Web.Pages.Audit;

/// <summary>How disposals read.</summary>
internal static class DisposalWords
{
    private static readonly Dictionary<string, string> Kinds = new(StringComparer.Ordinal)
    {
        ["agenda-items"] = "Agenda items",
        ["agenda-items-shared"] = "Agenda items about others too, without it",
        ["consents"] = "Records of consent",
        ["deployments"] = "Tactics",
        ["deployments-shared"] = "Tactics about others too, without it",
        ["disclosures"] = "Disclosures emptied",
        ["documents"] = "Documents",
        ["events"] = "Events",
        ["events-shared"] = "Events of others too, without it",
        ["facts"] = "Facts",
        ["keys"] = "Keys",
        ["links"] = "Links",
        ["requests"] = "Requests emptied",
        ["search-rows"] = "Entries of the search index",
        ["subjects"] = "The record itself",
    };

    private static readonly Dictionary<string, string> Holds = new(StringComparer.Ordinal)
    {
        ["deployment-live"] = "A tactic about it has not ended.",
        ["emergency-open"] = "An emergency share waits for its review.",
        ["legal-hold"] = "There is a legal hold on it.",
        ["request-open"] = "A request about it waits for an answer.",
    };

    public static string Ground(string code) => DisposalGround.Find(code)?.Title ?? code;

    public static string Kind(string code) => Kinds.GetValueOrDefault(code, code);

    public static (string Text, string Colour) Tag(DisposalState state) =>
        state switch
        {
            DisposalState.Proposed => ("To confirm", "yellow"),
            DisposalState.Declined => ("Declined", "grey"),
            DisposalState.Sweeping => ("Erased, clearing up", "blue"),
            _ => ("Erased", "green"),
        };

    public static string Hold(string code) => Holds.GetValueOrDefault(code, code);

    public static PageMessage Held(IReadOnlyCollection<string> codes, string back) =>
        new(
            409,
            "This cannot be erased now",
            [.. codes.Select(Hold), "Nothing was erased. The attempt has been recorded."],
            new PageLink("Back", back)
        );
}
