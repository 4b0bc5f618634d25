using DataSharing.Disposal;
using DataSharing.Entities;
using DataSharing.Web.Api;
using DataSharing.Web.Pages.Parts;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Audit;

/// <summary>Forbids the disposal of a record: what needs it, who asked, why, and when to look again.</summary>
public sealed class SetHoldModel(LegalHolds holds, TimeProvider time) : PlatformPage
{
    [BindProperty]
    public string? Record { get; set; }

    [BindProperty]
    public string? Ground { get; set; }

    [BindProperty]
    public string? AskedBy { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    [BindProperty]
    public DateParts ReviewOn { get; set; } = new();

    /// <param name="record">Where the page of a record led here.</param>
    public void OnGet(Guid? record) => Record = record?.ToString("D");

    public async Task<IActionResult> OnPostAsync()
    {
        if (Once() is not { } retry)
        {
            return Say(PageMessage.FormNotValid);
        }

        if (Read() is not var (record, asked))
        {
            return Page();
        }

        switch (await holds.SetAsync(Caller, record, asked, retry, Stop))
        {
            case LegalHoldOutcome.Done:
                Notify("The hold is set. Nothing of this record can be erased until it is lifted.");
                return Redirect($"/app/audit/holds-on/{record}");
            case LegalHoldOutcome.KeyReused:
                return Say(PageMessage.AlreadySent);
            default:
                ModelState.AddModelError(nameof(Record), "Your agency has recorded nothing under this id");
                return Page();
        }
    }

    private (string Record, LegalHoldRequest Asked)? Read()
    {
        if (!RecordField.TryRead(Record, out var record))
        {
            ModelState.AddModelError(nameof(Record), RecordField.Error);
        }

        if (HoldWords.Grounds.All(ground => ground.Value != Ground))
        {
            ModelState.AddModelError(nameof(Ground), "Choose what needs the record");
        }

        var by = AskedBy?.Trim() ?? "";
        if (!DisposalInput.IsAskedBy(by))
        {
            ModelState.AddModelError(nameof(AskedBy), "Say who asked for it, in at most 200 characters");
        }

        var reason = Reason?.ReplaceLineEndings(" ").Trim() ?? "";
        if (!DisposalInput.IsReason(reason))
        {
            ModelState.AddModelError(nameof(Reason), "Say why, in 10 to 1,000 characters");
        }

        var review = ReviewOn.Read(ModelState, nameof(ReviewOn), "the day of the review");
        if (review < LondonCalendar.DateOf(time.GetUtcNow()))
        {
            ModelState.AddModelError(nameof(ReviewOn), "The day of the review must be today or later");
        }

        return ModelState.IsValid ? (record.ToString("D"), new LegalHoldRequest(reason, LegalHoldGround.Find(Ground), by, review)) : null;
    }
}
