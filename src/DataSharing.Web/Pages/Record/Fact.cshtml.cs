using DataSharing.Entities;
using DataSharing.Web.Api;
using DataSharing.Web.Pages.Parts;
using DataSharing.Web.Pages.Subjects;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Record;

/// <summary>Adds a fact: first its kind, then the fact itself.</summary>
public sealed class FactModel(SubjectNames names, PurposesInForce purposes, FactService facts, TimeProvider time)
    : ItemPage(names, purposes, time)
{
    private static readonly Dictionary<string, string> Fields = new(ItemFields.Pointers, StringComparer.Ordinal)
    {
        ["/text"] = nameof(Text),
        ["/code"] = nameof(Code),
    };

    /// <summary>A code of <see cref="FactKinds"/>; null or empty before it is chosen.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Kind { get; set; }

    /// <summary>Whether the question of the kind was answered, if with nothing.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Asked { get; set; }

    [BindProperty]
    public string? Text { get; set; }

    [BindProperty]
    public string? Code { get; set; }

    [BindProperty]
    public string? Holds { get; set; } = "yes";

    public override bool AsksValidity => true;

    public FactKind? Chosen => Kinds.FirstOrDefault(kind => kind.Code == Kind);

    public IReadOnlyList<FactKind> Kinds => [.. FactKinds.All.Where(kind => kind.For.Contains(Subject.Kind))];

    public IReadOnlyList<Choice> KindChoices => [.. Kinds.Select(kind => new Choice(kind.Code, kind.Title))];

    public static IReadOnlyList<Choice> HoldsChoices { get; } = [new("yes", "Yes"), new("no", "No, it is known not to")];

    public async Task<IActionResult> OnGetAsync()
    {
        if (await OpenAsync() is { } instead)
        {
            return instead;
        }

        if ((Asked || Kind is not null) && Chosen is null)
        {
            ModelState.Clear();
            ModelState.AddModelError(nameof(Kind), "Choose what you want to add");
        }

        await OfferAsync(Chosen?.Category ?? "");
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (await OpenAsync() is { } instead)
        {
            return instead;
        }

        if (Chosen is not { } kind)
        {
            return BadRequest();
        }

        await OfferAsync(kind.Category);
        if (Once() is not { } retry)
        {
            return Say(PageMessage.FormNotValid);
        }

        var text = ItemFields.Lines(Text);
        if (text.Length == 0)
        {
            ModelState.AddModelError(nameof(Text), "Enter the fact in words");
        }
        else if (!PlainText.IsText(text, ItemInput.TextLength))
        {
            ModelState.AddModelError(nameof(Text), "The fact must be 4,000 characters or fewer");
        }

        var isStatus = kind.Code == FactKinds.Status;
        if (isStatus && !FactKinds.Statuses.Any(status => status.Value == Code))
        {
            ModelState.AddModelError(nameof(Code), "Choose the status");
        }

        if (Item.Read(ModelState) is not { } item)
        {
            return Page();
        }

        var body = new FactBody(kind.Code, text, item, isStatus ? Code : null, !isStatus || Holds != "no");
        if (!ItemInput.TryRead(body, Today, out var draft, out var refused))
        {
            Refuse(refused, Fields);
            return Page();
        }

        var outcome = await facts.RecordAsync(Caller, Head, SubjectId, draft, Access, retry, Stop);
        return After(outcome, "The fact was added.", Home + "/facts", nameof(Text));
    }
}
