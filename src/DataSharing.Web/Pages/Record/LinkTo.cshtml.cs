using DataSharing.Entities;
using DataSharing.Web.Api;
using DataSharing.Web.Pages.Parts;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Record;

/// <summary>What a link says, then the answers to check, then the record of it.</summary>
public sealed class LinkToModel(SubjectNames names, PurposesInForce purposes, LinkService links, TimeProvider time)
    : ItemPage(names, purposes, time)
{
    private static readonly Dictionary<string, string> Fields = new(ItemFields.Pointers, StringComparer.Ordinal)
    {
        ["/kind"] = nameof(Kind),
        ["/whyNecessary"] = nameof(Why),
        ["/firstSeen"] = nameof(First),
        ["/lastSeen"] = nameof(Last),
        ["/reviewOn"] = nameof(Review),
    };

    [BindProperty(SupportsGet = true)]
    public Guid Other { get; set; }

    /// <summary><c>out:</c> or <c>in:</c> and the code of a kind of link, read from the subject or from the other end.</summary>
    [BindProperty]
    public string? Kind { get; set; }

    [BindProperty]
    public string? Strength { get; set; }

    [BindProperty]
    public DateParts First { get; set; } = new();

    [BindProperty]
    public DateParts Last { get; set; } = new();

    [BindProperty]
    public DateParts Review { get; set; } = new();

    [BindProperty]
    public string? Why { get; set; }

    public SubjectLabel OtherEnd => Labels[1];

    /// <summary>Every way that the two may be linked, read from the subject.</summary>
    public IReadOnlyList<Choice> Kinds =>
        [
            .. LinkKinds
                .Between(Subject.Kind, OtherEnd.Kind)
                .Select(kind => new Choice($"out:{kind.Code}", $"{Subject.Name} – {kind.Label} – {OtherEnd.Name}")),
            .. LinkKinds
                .Between(OtherEnd.Kind, Subject.Kind)
                .Where(kind => kind.Label != kind.Inverse)
                .Select(kind => new Choice($"in:{kind.Code}", $"{Subject.Name} – {kind.Inverse} – {OtherEnd.Name}")),
        ];

    public static IReadOnlyList<Choice> Strengths { get; } =
    [
        new("confirmed", "Confirmed", "Seen directly, or more than one independent source says so"),
        new("likely", "Likely", "One good source, or several weaker ones that agree"),
        new("possible", "Possible", "It may be so. It never counts toward a decision"),
    ];

    public string KindText => Kinds.FirstOrDefault(choice => choice.Value == Kind)?.Text ?? "";

    public string StrengthText => Strengths.FirstOrDefault(choice => choice.Value == Strength)?.Text ?? "";

    public async Task<IActionResult> OnGetAsync()
    {
        if (await OpenAsync(Other.ToString("D")) is { } instead)
        {
            return instead;
        }

        await OfferAsync("association");
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (await OpenAsync(Other.ToString("D")) is { } instead)
        {
            return instead;
        }

        await OfferAsync("association");
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
            IsChecking = true;
            return Page();
        }

        var outcome = await links.RecordAsync(Caller, Head, draft, Access, retry, Stop);
        return After(outcome, "The link was added. It shows on both records within a few seconds.", Home + "/links", nameof(Kind));
    }

    private LinkDraft? Read()
    {
        var outward = Kind?.StartsWith("out:", StringComparison.Ordinal) ?? false;
        if (Kinds.All(choice => choice.Value != Kind))
        {
            ModelState.AddModelError(nameof(Kind), "Choose how they are linked");
        }

        LinkStrength? strength = Strength switch
        {
            "confirmed" => LinkStrength.Confirmed,
            "likely" => LinkStrength.Likely,
            "possible" => LinkStrength.Possible,
            _ => null,
        };
        if (strength is null)
        {
            ModelState.AddModelError(nameof(Strength), "Choose how sure you are");
        }

        if (string.IsNullOrWhiteSpace(Why))
        {
            ModelState.AddModelError(nameof(Why), "Say why it is needed to record this link");
        }

        var first = First.Read(ModelState, nameof(First), "the day it was first seen", required: false);
        var last = Last.Read(ModelState, nameof(Last), "the day it was last seen", required: false);
        var review = Review.Read(ModelState, nameof(Review), "the day to look at it again", required: false);
        if (Item.Read(ModelState) is not { } item || strength is not { } sure || Kind is null)
        {
            return null;
        }

        var (from, to) = outward ? (Id, Other) : (Other, Id);
        var code = Kind[(Kind.IndexOf(':', StringComparison.Ordinal) + 1)..];
        var body = new LinkBody(to, code, sure, ItemFields.Lines(Why), item, first, last, review);
        if (ItemInput.TryRead(body, from.ToString("D"), Today, out var draft, out var refused))
        {
            return draft;
        }

        Refuse(refused, Fields);
        return null;
    }
}
