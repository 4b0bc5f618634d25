using DataSharing.Audit;
using DataSharing.Disruption;
using DataSharing.Partnership;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Deployments;

/// <summary>Adds an order, a notice or evidence.</summary>
[RequestSizeLimit(DeploymentDocuments.MostBytes + (64 * 1024))]
[RequestFormLimits(MultipartBodyLengthLimit = DeploymentDocuments.MostBytes + (64 * 1024))]
public sealed class DocumentModel(
    DeploymentService deployments,
    DeploymentDocuments documents,
    PeopleDirectory people,
    AgencyNames agencies
) : DeploymentPage(deployments, people, agencies)
{
    public const int MostName = 200;

    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public IFormFile? Document { get; set; }

    public async Task<IActionResult> OnGetAsync(Guid id) => await OpenAsync(id) ?? (Deployment.MayAct ? Page() : Redirect(Address(id)));

    public async Task<IActionResult> OnPostAsync(Guid id)
    {
        if (await OpenAsync(id) is { } instead)
        {
            return instead;
        }

        if (Once() is not { } retry || SentVersion() is not { } version)
        {
            return Say(PageMessage.FormNotValid);
        }

        if (string.IsNullOrWhiteSpace(Name) || Name.Trim().Length > MostName)
        {
            ModelState.AddModelError(nameof(Name), "Say in a few words what the document is");
        }

        var content = await ContentAsync();
        var mediaType = content is null ? null : DocumentTypes.All.FirstOrDefault(type => DocumentTypes.Matches(type, content));
        if (mediaType is null)
        {
            ModelState.AddModelError(nameof(Document), "Choose a PDF, Word document, picture (PNG or JPEG) or plain text of at most 4 MB");
        }

        if (!ModelState.IsValid || content is null || mediaType is null)
        {
            return Page();
        }

        var draft = new DocumentDraft(Name?.Trim() ?? "", mediaType, content);
        // The file is part of what makes a second sending the same one.
        var once = new RetryKey(retry.Key, (byte[])[.. retry.Body.Span, .. System.Security.Cryptography.SHA256.HashData(content)]);
        var outcome = await documents.AddDocumentAsync(Caller, Head, id.ToString("D"), version, draft, once, Stop);
        return Answer(id, outcome, "The document is added.", _ => null);
    }

    private async Task<byte[]?> ContentAsync()
    {
        if (Document is not { Length: > 0 and <= DeploymentDocuments.MostBytes } file)
        {
            return null;
        }

        using var copy = new MemoryStream((int)file.Length);
        await file.CopyToAsync(copy, Stop);
        return copy.ToArray();
    }
}
