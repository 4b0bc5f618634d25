using DataSharing.Entities;
using DataSharing.Storage;
using DataSharing.Web.Api;
using DataSharing.Web.Pages.Parts;
using DataSharing.Web.Pages.Subjects;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Record;

/// <summary>Says that a fact or link of the own agency no longer holds. Nothing is overwritten; the reason is the one stated for the record.</summary>
public sealed class CloseModel(SubjectServices services, FactService facts, LinkService links) : SubjectRecordPage(services)
{
    public override SubjectSection Section => What == "fact" ? SubjectSection.Facts : SubjectSection.Links;

    /// <summary><c>fact</c> or <c>link</c>.</summary>
    [BindProperty(SupportsGet = true)]
    public string What { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public Guid ItemId { get; set; }

    [BindProperty]
    public DateParts LastDay { get; set; } = new();

    /// <summary>As the item was when it was shown.</summary>
    [BindProperty]
    public string? Version { get; set; }

    public ItemView Item => Fact?.Item ?? Link?.Item ?? throw new InvalidOperationException("The item has not been found.");

    public FactView? Fact { get; private set; }

    public LinkView? Link { get; private set; }

    /// <summary>Somebody changed it between the reading and the sending.</summary>
    public bool HasChanged { get; private set; }

    public string Back => $"/app/subjects/{SubjectId}/{(What == "fact" ? "facts" : "links")}";

    public override async Task<IActionResult> OnGetAsync()
    {
        if (await OpenAsync() is { } instead)
        {
            return instead;
        }

        LastDay = DateParts.Of(Today);
        Version = Item.Version.Value;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (await OpenAsync() is { } instead)
        {
            return instead;
        }

        var last = LastDay.Read(ModelState, nameof(LastDay), "the last day it held");
        if (last is { } day && ItemInput.Fault(new ClosureBody(day), Today) is not null)
        {
            ModelState.AddModelError(nameof(LastDay), "The last day must be today or before");
        }

        if (!ModelState.IsValid || last is not { } held)
        {
            return Page();
        }

        if (string.IsNullOrEmpty(Version) || Version.Length > IfMatch.MaximumLength)
        {
            return Say(PageMessage.FormNotValid);
        }

        // Stated: reading asked for it.
        var access = Stated($"subject:{SubjectId}") ?? throw new InvalidOperationException("Nobody has said why.");
        var (id, version) = (ItemId.ToString("D"), new RowVersion(Version));
        var outcome = Link is { } link
            ? await links.CloseAsync(Caller, link.FromId, id, held, version, access, Stop)
            : await facts.CloseAsync(Caller, SubjectId, id, held, version, access, Stop);
        switch (outcome)
        {
            case ItemOutcome.Done:
                Notify("It is closed, and stays readable among what no longer holds.");
                return Redirect(Back);
            case ItemOutcome.NotFound:
                return NotFound();
            default:
                return await ChangedAsync();
        }
    }

    // Shown as it stands now, with what was typed.
    private async Task<IActionResult> ChangedAsync()
    {
        if (await OpenAsync() is { } instead)
        {
            return instead;
        }

        HasChanged = true;
        ModelState.Remove(nameof(Version));
        Version = Item.Version.Value;
        Response.StatusCode = StatusCodes.Status412PreconditionFailed;
        return Page();
    }

    private async Task<IActionResult?> OpenAsync()
    {
        if (What is not ("fact" or "link"))
        {
            return NotFound();
        }

        if (await ReadAsync() is { } instead)
        {
            return instead;
        }

        var id = ItemId.ToString("D");
        Fact = What == "fact" ? View.Facts.FirstOrDefault(fact => fact.Id == id && fact.Item.IsOwn) : null;
        Link = What == "link" ? View.Links.FirstOrDefault(link => link.Id == id && link.Item.IsOwn) : null;
        return Fact is null && Link is null ? NotFound() : null;
    }
}
