using DataSharing.Disruption;
using DataSharing.Panels;
using DataSharing.Storage;
using DataSharing.Web.Pages.Panels;
using DataSharing.Web.Pages.Parts;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Meetings;

/// <summary>The chair says what was decided, why, and who disagreed.</summary>
public sealed class DecideModel(MeetingReader reader, Seats seats, PanelDecisions decisions) : MeetingPage(reader, seats)
{
    private const int DissentsOffered = 3;

    [BindProperty]
    public string? Verdict { get; set; }

    [BindProperty]
    public string? Rationale { get; set; }

    [BindProperty]
    public IList<DissentForm> Dissents { get; set; } = [];

    /// <summary>The tactic as the chair read it.</summary>
    [BindProperty]
    public string? TacticVersion { get; set; }

    public IReadOnlyList<Choice> Verdicts =>
        Item.Record.DeploymentId is null
            ?
            [
                new(nameof(ItemVerdict.Agreed), "Agreed"),
                new(nameof(ItemVerdict.NotAgreed), "Not agreed"),
                new(nameof(ItemVerdict.Deferred), "Deferred to a later meeting"),
                new(nameof(ItemVerdict.Noted), "Noted, nothing to decide"),
            ]
        : Item.Deployment is { Record.State: DeploymentState.PanelReview }
            ?
            [
                new(nameof(ItemVerdict.Authorise), "Authorise", "It may be used"),
                new(nameof(ItemVerdict.Refuse), "Refuse", "It is not taken forward"),
                new(nameof(ItemVerdict.Return), "Return for more work", "It goes back to gathering evidence"),
                new(nameof(ItemVerdict.Deferred), "Defer to a later meeting", "It keeps waiting for the panel"),
            ]
        : [new(nameof(ItemVerdict.Noted), "Noted"), new(nameof(ItemVerdict.Deferred), "Deferred to a later meeting")];

    public IReadOnlyList<Choice> Dissenters =>
        MembersWhere(m => m.Actor != Caller.Actor && Item.Record.Conflicts.All(c => c.Agency != m.Agency));

    public async Task<IActionResult> OnGetAsync(Guid id, Guid item)
    {
        if (await OpenToDecideAsync(id, item) is { } instead)
        {
            return instead;
        }

        (Version, TacticVersion) = (Item.Version.ToString(), Item.Deployment?.Version.ToString());
        Offer();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, Guid item)
    {
        if (await OpenAsync(id, item) is { } instead)
        {
            return instead;
        }

        if (!Meeting.Seat.MayChair)
        {
            return await ForbidAsync();
        }

        Offer();
        if (Once() is not { } retry || SentVersion() is not { } version)
        {
            return Say(PageMessage.FormNotValid);
        }

        if (!Enum.TryParse<ItemVerdict>(Verdict, out var verdict) || Verdicts.All(v => v.Value != Verdict))
        {
            // Sent twice: the first moved it on, so that what was chosen is no longer offered; the key tells.
            if (Item.Record.Decision is null || !Enum.TryParse(Verdict, out verdict))
            {
                ModelState.AddModelError(nameof(Verdict), "Choose what was decided");
            }
        }

        PanelForm.Words(ModelState, nameof(Rationale), Rationale, 4_000, "Say why it was decided so");
        var dissent = Dissent();
        if (!ModelState.IsValid)
        {
            return Page();
        }

        RowVersion? tactic = Item.Record.DeploymentId is null ? null : VersionOf(TacticVersion);
        var decided = await decisions.DecideAsync(
            Caller,
            Head,
            new ItemTarget(Meeting.Id, Item.Id, version),
            new ItemDecisionDraft(verdict, PanelForm.OrNull(Rationale) ?? "", dissent, tactic),
            Access,
            retry,
            Stop
        );
        switch (decided)
        {
            case DecideItemOutcome.Answered { Outcome: var outcome }:
                return await AnswerAsync(
                    outcome,
                    "The decision is recorded.",
                    _ => ItemAddress(Item),
                    member =>
                        member switch
                        {
                            "verdict" => nameof(Verdict),
                            "dissent" => "Dissents[0].Member",
                            _ => null,
                        }
                );
            case DecideItemOutcome.Deployment { Outcome: DeploymentOutcome.Changed }:
                TacticVersion = Item.Deployment?.Version.ToString();
                ModelState.Remove(nameof(TacticVersion));
                ModelState.AddModelError("", "Somebody changed the tactic since you opened it. Read the case again before you decide.");
                return await AgainAsync(id, item);
            case DecideItemOutcome.Deployment { Outcome: DeploymentOutcome.Refused refused }:
                foreach (var reason in refused.Reasons)
                {
                    ModelState.AddModelError("", reason.Detail);
                }

                return await AgainAsync(id, item);
            default:
                return NotFound();
        }
    }

    /// <summary>What was said is withdrawn again, which changed the item: shows it with the version that it has now.</summary>
    private async Task<IActionResult> AgainAsync(Guid id, Guid item)
    {
        if (await OpenAsync(id, item) is { } instead)
        {
            return instead;
        }

        (Version, TacticVersion) = (Item.Version.ToString(), Item.Deployment?.Version.ToString());
        ModelState.Remove(nameof(Version));
        ModelState.Remove(nameof(TacticVersion));
        return Page();
    }

    private async Task<IActionResult?> OpenToDecideAsync(Guid id, Guid item) =>
        await OpenAsync(id, item)
        ?? (
            !Meeting.Seat.MayChair ? await ForbidAsync()
            : Meeting.Record.Closed || Item.Record.Decision is not null ? Redirect(ItemAddress(Item))
            : null
        );

    private void Offer()
    {
        Dissents = [.. Dissents.Take(DissentsOffered)];
        while (Dissents.Count < DissentsOffered)
        {
            Dissents.Add(new DissentForm());
        }
    }

    private IReadOnlyList<Dissent> Dissent()
    {
        var said = new List<Dissent>();
        foreach (var (i, form) in Dissents.Index())
        {
            var member = Meeting.Members.FirstOrDefault(m => m.Actor == form.Member);
            if (member is null && string.IsNullOrWhiteSpace(form.Words))
            {
                continue;
            }

            if (member is null)
            {
                ModelState.AddModelError($"{nameof(Dissents)}[{i}].Member", "Choose who disagreed");
            }

            PanelForm.Words(ModelState, $"{nameof(Dissents)}[{i}].Words", form.Words, 1_000, "Say why they disagreed");
            if (member is not null && PanelForm.OrNull(form.Words) is { } words)
            {
                said.Add(new Dissent(member.Agency, words, member.Actor));
            }
        }

        return said;
    }
}

/// <summary>One member who disagreed.</summary>
public sealed class DissentForm
{
    public string? Member { get; set; }

    public string? Words { get; set; }

    public override string ToString() => "DissentForm(redacted)";
}
