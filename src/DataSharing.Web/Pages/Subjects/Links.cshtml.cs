using DataSharing.Entities;
using DataSharing.Web.Pages.Charts;
using Microsoft.AspNetCore.Html;

namespace DataSharing.Web.Pages.Subjects;

/// <summary>Whom and what the subject is linked to: a chart, and a table that says the same and more.</summary>
public sealed class LinksModel(SubjectServices services) : SubjectRecordPage(services)
{
    public override SubjectSection Section => SubjectSection.Links;

    /// <summary>Those that hold now first, the surest first.</summary>
    public IReadOnlyList<LinkView> Ordered =>
        [
            .. View
                .Links.OrderByDescending(link => link.Item.IsCurrent)
                .ThenByDescending(link => link.Strength)
                .ThenBy(link => link.Other.Name, StringComparer.Ordinal),
        ];

    public IHtmlContent? Chart =>
        LinkChart.Draw(
            new ChartNode(View.Kind, View.Particulars.Name, null),
            [
                .. Ordered
                    .Where(link => link.Item.IsCurrent)
                    .Select(link => new ChartSpoke(
                        new ChartNode(link.Other.Kind, link.Other.Name, $"/app/subjects/{link.Other.Id}"),
                        SubjectWords.Link(link),
                        link.Strength switch
                        {
                            LinkStrength.Confirmed => LinkCertainty.Confirmed,
                            LinkStrength.Likely => LinkCertainty.Likely,
                            _ => LinkCertainty.Possible,
                        }
                    )),
            ],
            "links"
        );
}
