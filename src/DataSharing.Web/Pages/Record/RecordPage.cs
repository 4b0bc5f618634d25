using DataSharing.Audit;
using DataSharing.Entities;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Record;

/// <summary>A page that adds to a record: names the subject, with the entry that a name takes, and knows how the outcomes of recording are shown.</summary>
public abstract class RecordPage(SubjectNames names, TimeProvider time) : PlatformPage
{
    private StatedAccess? access;
    private IReadOnlyList<SubjectLabel> labels = [];

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    public string SubjectId => Id.ToString("D");

    public string Home => $"/app/subjects/{SubjectId}";

    /// <summary>Whom or what the page is about.</summary>
    public SubjectLabel Subject => labels[0];

    /// <summary>The subject, then the others that were asked for.</summary>
    public IReadOnlyList<SubjectLabel> Labels => labels;

    public StatedAccess Access => access ?? throw new InvalidOperationException("Nobody has said why.");

    public DateTimeOffset Now => time.GetUtcNow();

    public DateOnly Today => LondonCalendar.DateOf(Now);

    /// <summary>The step of a journey in one page: what the pressed button asks for.</summary>
    protected string? Step => Request.HasFormContentType ? Request.Form["_step"].ToString() : null;

    /// <summary>What to answer instead where there is no reason stated, or a subject may not be shown.</summary>
    protected async Task<IActionResult?> OpenAsync(params IEnumerable<string> others)
    {
        var scope = $"subject:{SubjectId}";
        access = Stated(scope);
        if (access is null)
        {
            return AskAccess(scope);
        }

        string[] ids = [SubjectId, .. others];
        var seen = await names.OfAsync(Caller, Head, ids, access, Stop);
        if (ids.Any(id => !seen.ContainsKey(id)))
        {
            return NotFound();
        }

        labels = [.. ids.Select(id => seen[id])];
        return null;
    }

    /// <summary>What follows after recording: back to the record, or the reason why not.</summary>
    /// <param name="outcome">Of the service.</param>
    /// <param name="said">A fixed sentence for the notice.</param>
    /// <param name="back">The page of the record that shows it.</param>
    /// <param name="field">Takes the message where the subjects do not fit.</param>
    protected IActionResult After(ItemOutcome outcome, string said, string back, string field)
    {
        switch (outcome)
        {
            case ItemOutcome.Done:
                Notify(said);
                return Redirect(back);
            case ItemOutcome.NotFound:
                return NotFound();
            case ItemOutcome.KeyReused:
                return Say(PageMessage.AlreadySent);
            case ItemOutcome.DoesNotFit misfit:
                ModelState.AddModelError(field, misfit.Rule);
                return Page();
            default:
                throw new InvalidOperationException("An outcome that recording does not have.");
        }
    }

    /// <summary>Puts what the rules of the API say of a body beside the field of the form that it is about.</summary>
    /// <param name="refused">With the pointer to the member.</param>
    /// <param name="fields">Fields by pointer; for others the message stands alone.</param>
    protected void Refuse(ProblemHttpResult refused, IReadOnlyDictionary<string, string> fields)
    {
        ArgumentNullException.ThrowIfNull(refused);
        ArgumentNullException.ThrowIfNull(fields);
        var pointer = refused.ProblemDetails.Extensions["pointer"] as string ?? "";
        ModelState.AddModelError(fields.GetValueOrDefault(pointer) ?? "", refused.ProblemDetails.Detail ?? "Check what you entered");
    }
}
