using DataSharing.Entities;
using DataSharing.Identity;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Record;

/// <summary>What to add to a record.</summary>
public sealed class IndexModel(SubjectNames names, TimeProvider time) : RecordPage(names, time)
{
    /// <summary>Where each leads, what it is, and when to choose it.</summary>
    public IReadOnlyList<(string Href, string Text, string Hint)> Ways
    {
        get
        {
            var at = $"/app/record/{SubjectId}";
            var all = new List<(string, string, string)>
            {
                (
                    $"{at}/fact",
                    "A fact",
                    Subject.Kind == SubjectKind.Person
                        ? "What they say, their address or school, a risk, a status"
                        : "A licence, an inspection, when it is busy, a risk"
                ),
                ($"{at}/link", "A link", "That it is tied to another person, business, place or group"),
                ($"{at}/event", "An event", "Something that happened, and who was part of it"),
            };
            if (Subject.Kind == SubjectKind.Person)
            {
                all.Add(($"{at}/consent", "Consent", "What was said about sharing, or why nobody was asked"));
            }

            return all;
        }
    }

    public async Task<IActionResult> OnGetAsync() => await OpenAsync() ?? Page();
}
