using DataSharing.Entities;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Subjects;

/// <summary>Every fact that the caller may see, by category, each with its grading, handling, controller, dates and provenance.</summary>
public sealed class FactsModel(SubjectServices services) : SubjectRecordPage(services)
{
    /// <summary>With those that no longer hold.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Past { get; set; }

    public override SubjectSection Section => SubjectSection.Facts;

    public int PastCount => View.Facts.Count(fact => !fact.Item.IsCurrent);

    public IReadOnlyList<(string Title, IReadOnlyList<FactView> Facts)> Groups =>
        [
            .. View
                .Facts.Where(fact => Past || fact.Item.IsCurrent)
                .GroupBy(fact => Category(fact.Item.Category), StringComparer.Ordinal)
                .OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group =>
                    (
                        group.Key,
                        (IReadOnlyList<FactView>)
                            [
                                .. group
                                    .OrderByDescending(fact => fact.Item.IsCurrent)
                                    .ThenByDescending(fact => fact.Item.ValidFrom ?? LondonCalendar.DateOf(fact.Item.RecordedAt)),
                            ]
                    )
                ),
        ];
}
