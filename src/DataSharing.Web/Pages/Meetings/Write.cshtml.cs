using DataSharing.Panels;
using DataSharing.Web.Pages.Panels;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Meetings;

/// <summary>Writes the draft of the minutes: the meeting as a whole, what was said about each item, and the restricted annex.</summary>
public sealed class WriteModel(MeetingReader reader, Seats seats, MinutesService minutes) : MeetingPage(reader, seats)
{
    [BindProperty]
    public string? General { get; set; }

    [BindProperty]
    public string? Annex { get; set; }

    [BindProperty]
    public IList<SaidForm> Said { get; set; } = [];

    public string TitleOf(SaidForm said)
    {
        ArgumentNullException.ThrowIfNull(said);
        return Meeting.Items.FirstOrDefault(i => i.Id == said.Item)?.Title ?? "An item that is no longer there";
    }

    public async Task<IActionResult> OnGetAsync(Guid id)
    {
        if (await OpenToKeepAsync(id) is { } instead)
        {
            return instead;
        }

        var written = Meeting.Minutes;
        (General, Annex, Version) = (written?.General, written?.Annex, (written?.Version ?? Meeting.Version).ToString());
        Said = [.. Meeting.Items.Select(i => new SaidForm { Item = i.Id, Words = written?.Items.GetValueOrDefault(i.Id) })];
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id)
    {
        if (await OpenToKeepAsync(id) is { } instead)
        {
            return instead;
        }

        if (SentVersion() is not { } version)
        {
            return Say(PageMessage.FormNotValid);
        }

        PanelForm.Words(ModelState, nameof(General), General, 20_000, "Write about the meeting as a whole");
        PanelForm.Words(ModelState, nameof(Annex), Annex, 20_000, null);
        // An item that meanwhile is hidden from the author takes its words with it.
        Said = [.. Said.Where(s => Meeting.Items.Any(i => i.Id == s.Item)).DistinctBy(s => s.Item, StringComparer.Ordinal)];
        foreach (var (i, said) in Said.Index())
        {
            PanelForm.Words(ModelState, $"{nameof(Said)}[{i}].Words", said.Words, 4_000, null);
        }

        if (!ModelState.IsValid)
        {
            return Page();
        }

        var draft = new MinutesDraft(PanelForm.OrNull(General) ?? "", PanelForm.OrNull(Annex))
        {
            Items = Said.Where(s => PanelForm.OrNull(s.Words) is not null)
                .ToDictionary(s => s.Item ?? "", s => PanelForm.OrNull(s.Words) ?? "", StringComparer.Ordinal),
        };
        return await AnswerAsync(
            await minutes.DraftAsync(Caller, Head, Meeting.Id, version, draft, Access, Stop),
            "The draft is saved.",
            _ => $"{Address(Meeting.Id)}/minutes"
        );
    }
}

/// <summary>What was said about one item.</summary>
public sealed class SaidForm
{
    public string? Item { get; set; }

    public string? Words { get; set; }

    public override string ToString() => "SaidForm(redacted)";
}
