using DataSharing.Audit;
using DataSharing.Partnership;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace DataSharing.Web.Pages.Audit;

/// <summary>One export: what it is, how far it was taken out, and the file.</summary>
public sealed class ExportModel(AuditExports exports, ExportPackage package, PeopleDirectory people) : PlatformPage
{
    public ExportRecord Export
    {
        get => field ?? throw NotOpened();
        private set;
    }

    public string By { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync(Guid id)
    {
        var (found, _) = await exports.ReadAsync(Caller, id.ToString("D"), Stop);
        if (found is null)
        {
            return NotFound();
        }

        Export = found;
        var names = await people.NamesOfAsync([found.By], Stop);
        By = names.GetValueOrDefault(found.By, "a person who has never used these pages");
        return Page();
    }

    public async Task<IActionResult> OnGetFileAsync(Guid id)
    {
        var outcome = await package.BeginAsync(Caller, id.ToString("D"), Stop);
        if (outcome is not TakeOutOutcome.Begun { Download: var download })
        {
            return outcome is TakeOutOutcome.NeedsAnother ? Say(OwnAccess.Message("/app/audit")) : NotFound();
        }

        // As long as it takes; whoever asks can break it off.
        HttpContext.Features.Get<IHttpRequestTimeoutFeature>()?.DisableTimeout();
        Response.ContentType = "application/zip";
        Response.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment") { FileName = download.FileName }.ToString();
        await download.WriteAsync(Response.Body, HttpContext.RequestAborted);
        return new EmptyResult();
    }
}
