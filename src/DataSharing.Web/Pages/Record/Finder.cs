using DataSharing.Entities;
using DataSharing.Web.Pages.Find;

namespace DataSharing.Web.Pages.Record;

/// <summary>The part of a journey that finds another record, for the partial <c>_Found</c>.</summary>
/// <param name="Look">What is looked for.</param>
/// <param name="Action">Where the form goes.</param>
/// <param name="Verb">What choosing a record does: "Link to", "Add".</param>
/// <param name="HrefOf">Where choosing leads, by subject id.</param>
/// <param name="Lines">Null before anything was looked for.</param>
/// <param name="HasMore">There are others.</param>
public sealed record Finder(
    SubjectLookup Look,
    string Action,
    string Verb,
    Func<string, string> HrefOf,
    IReadOnlyList<FoundSubject>? Lines,
    bool HasMore
)
{
    public override string ToString() => "Finder(redacted)";
}
