using DataSharing.Identity;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Subjects;

/// <summary>What the person, or whoever may speak for them, said about sharing; or why nobody was asked.</summary>
public sealed class ConsentModel(SubjectServices services) : SubjectRecordPage(services)
{
    public override SubjectSection Section => SubjectSection.Consent;

    public override async Task<IActionResult> OnGetAsync() => await ReadAsync() ?? (View.Kind == SubjectKind.Person ? Page() : NotFound());
}
