using DataSharing.Panels;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Panels;

/// <summary>Puts what became of an act on a panel into a page: on to the next, back to the form with the reason, or a message.</summary>
public abstract class PanelAnswering : PlatformPage
{
    /// <summary>The row version that the form was shown with.</summary>
    [BindProperty]
    public string? Version { get; set; }

    /// <summary>Somebody changed it between showing and sending the form.</summary>
    public bool IsChanged { get; private set; }

    /// <summary>The page that shows how it stands; null where there is none yet.</summary>
    public virtual string? NowAt => null;

    /// <summary>Where to go after a change, or what to show of a refusal.</summary>
    /// <param name="outcome">What became of it.</param>
    /// <param name="saved">The notice when it worked.</param>
    /// <param name="next">Where to go then.</param>
    /// <param name="fieldOf">The page's field for a member of the change; null where there is none.</param>
    protected async Task<IActionResult> AnswerAsync<T>(
        PanelOutcome<T> outcome,
        string saved,
        Func<T, string> next,
        Func<string, string?>? fieldOf = null
    )
        where T : class
    {
        ArgumentNullException.ThrowIfNull(next);
        switch (outcome)
        {
            case PanelOutcome<T>.Done done:
                Notify(saved);
                return Redirect(next(done.Value));
            case PanelOutcome<T>.Changed changed:
                IsChanged = true;
                Version = changed.Current.ToString();
                ModelState.Remove(nameof(Version));
                return Page();
            case PanelOutcome<T>.Refused { Reason: var reason }:
                var field = reason.Pointer is { Length: > 1 } pointer ? fieldOf?.Invoke(pointer[1..].Split('/')[0]) : null;
                ModelState.AddModelError(field ?? "", reason.Detail);
                return Page();
            case PanelOutcome<T>.KeyReused:
                return Say(PageMessage.AlreadySent);
            case PanelOutcome<T>.Forbidden:
                return await ForbidAsync();
            default:
                return NotFound();
        }
    }
}
