using DataSharing.Entities;
using DataSharing.Identity;

namespace DataSharing.Web.Pages.Subjects;

/// <summary>The decisions under which other agencies' items are shown.</summary>
public sealed class SharingModel(SubjectServices services) : SubjectRecordPage(services)
{
    public override SubjectSection Section => SubjectSection.Sharing;

    public IReadOnlyList<IGrouping<AgencyId, CitedDecision>> ByAgency =>
        [.. View.Decisions.GroupBy(cited => cited.Controller).OrderBy(group => Agency(group.Key), StringComparer.Ordinal)];
}
