using DataSharing.Agreements;
using DataSharing.Partnership;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Agreements;

/// <summary>An agreement as its parties sign it: the text of the very bytes whose hash they sign.</summary>
public sealed class TextModel(AgreementRegistry registry, AgencyNames agencies, PeopleDirectory people)
    : SignedPage(registry, agencies, people)
{
    /// <summary>Encoded where it was made.</summary>
    public IHtmlContent Text => new HtmlString(AgreementText.Body(Document));

    public async Task<IActionResult> OnGetAsync() => await OpenSignedAsync() ? Page() : NotFound();
}
