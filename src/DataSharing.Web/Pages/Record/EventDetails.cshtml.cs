using DataSharing.Entities;
using DataSharing.Web.Api;
using DataSharing.Web.Pages.Parts;
using DataSharing.Web.Pages.Subjects;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Record;

/// <summary>One participant's part, as the form sends it.</summary>
public sealed class PartFields
{
    public Guid Subject { get; set; }

    // Of a form within a form: the binder fills a list that it can add to, and no other.
    public IList<string> Roles { get; set; } = [];
}

/// <summary>What happened and what each participant was in it, then the answers to check, then the record of it.</summary>
public sealed class EventDetailsModel(SubjectNames names, PurposesInForce purposes, EventService events, TimeProvider time)
    : ItemPage(names, purposes, time)
{
    private static readonly Dictionary<string, string> Fields = new(ItemFields.Pointers, StringComparer.Ordinal)
    {
        ["/kind"] = nameof(Kind),
        ["/text"] = nameof(Text),
        ["/from"] = nameof(On),
        ["/to"] = nameof(Until),
    };

    [BindProperty(SupportsGet = true)]
    public IReadOnlyList<Guid> With { get; set; } = [];

    [BindProperty]
    public string? Kind { get; set; }

    [BindProperty]
    public DateParts On { get; set; } = new();

    [BindProperty]
    public string? At { get; set; }

    [BindProperty]
    public DateParts Until { get; set; } = new();

    [BindProperty]
    public string? UntilAt { get; set; }

    [BindProperty]
    public string? Text { get; set; }

    [BindProperty]
    public IReadOnlyList<PartFields> Parts { get; set; } = [];

    /// <summary>What the answers say, while they are checked.</summary>
    public EventDraft? Draft { get; private set; }

    public static IReadOnlyList<Choice> Kinds { get; } = [.. EventKinds.All.Select(kind => new Choice(kind.Key, kind.Value))];

    public static IReadOnlyList<Choice> RolesOf(SubjectLabel label)
    {
        ArgumentNullException.ThrowIfNull(label);
        return [.. EventRoles.For(label.Kind).Select(role => new Choice(role, SubjectWords.Role(role)))];
    }

    public string BackHref =>
        $"/app/record/{SubjectId}/event{(With.Count == 0 ? "" : "?" + string.Join('&', With.Select(other => $"with={other:D}")))}";

    public async Task<IActionResult> OnGetAsync()
    {
        if (await OpenedAsync() is { } instead)
        {
            return instead;
        }

        Parts = [.. Labels.Select(label => new PartFields { Subject = Guid.Parse(label.Id) })];
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (await OpenedAsync() is { } instead)
        {
            return instead;
        }

        // Beside the participants that the address names, in their order: what else a form may hold is left out.
        Parts =
        [
            .. Labels.Select(label =>
                Parts.FirstOrDefault(part => part.Subject.ToString("D") == label.Id) ?? new PartFields { Subject = Guid.Parse(label.Id) }
            ),
        ];
        if (Once() is not { } retry)
        {
            return Say(PageMessage.FormNotValid);
        }

        if (Step == "change" || Read() is not { } draft)
        {
            return Page();
        }

        if (Step != "save")
        {
            (IsChecking, Draft) = (true, draft);
            return Page();
        }

        var outcome = await events.RecordAsync(Caller, Head, draft, Access, retry, Stop);
        const string Said = "The event was added. It shows on every record that was part of it within a few seconds.";
        return After(outcome, Said, Home + "/timeline", "Parts[0].Roles");
    }

    private async Task<IActionResult?> OpenedAsync()
    {
        With = [.. With.Where(other => other != Id).Distinct().Take(EventModel.MostOthers)];
        if (await OpenAsync(With.Select(other => other.ToString("D"))) is { } instead)
        {
            return instead;
        }

        await OfferAsync("incident");
        return null;
    }

    private EventDraft? Read()
    {
        if (Kinds.All(choice => choice.Value != Kind))
        {
            ModelState.AddModelError(nameof(Kind), "Choose what kind of event it was");
        }

        foreach (var (i, part) in Parts.Index())
        {
            if (part.Roles.Count == 0)
            {
                ModelState.AddModelError($"Parts[{i}].Roles", $"Choose what {Labels[i].Name} was in this event");
            }
        }

        var text = ItemFields.Lines(Text);
        if (text.Length == 0)
        {
            ModelState.AddModelError(nameof(Text), "Say what happened");
        }

        var on = On.Read(ModelState, nameof(On), "the date it happened or began");
        var until = Until.Read(ModelState, nameof(Until), "the date it ended", required: false);
        if (!ClockTime.TryRead(At, out var at))
        {
            ModelState.AddModelError(nameof(At), $"{ClockTime.Hint}, or leave it empty");
        }

        if (!ClockTime.TryRead(UntilAt, out var untilAt))
        {
            ModelState.AddModelError(nameof(UntilAt), $"{ClockTime.Hint}, or leave it empty");
        }
        else if (untilAt is not null && until is null && Until.IsEmpty)
        {
            until = on;
        }

        if (Item.Read(ModelState) is not { } item || on is not { } day || Kind is null)
        {
            return null;
        }

        var body = new EventBody(
            Kind,
            ClockTime.At(day, at),
            text,
            [.. Parts.Select(part => new ParticipantBody(part.Subject, [.. part.Roles.Distinct(StringComparer.Ordinal)]))],
            item,
            until is { } end ? ClockTime.At(end, untilAt) : null
        );
        if (ItemInput.TryRead(body, Now, out var draft, out var refused))
        {
            return draft;
        }

        Refuse(refused, Fields);
        return null;
    }
}
