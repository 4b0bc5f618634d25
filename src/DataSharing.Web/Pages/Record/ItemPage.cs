using DataSharing.Entities;
using DataSharing.Web.Pages.Parts;
using DataSharing.Web.Pages.Subjects;
using Microsoft.AspNetCore.Mvc;

namespace DataSharing.Web.Pages.Record;

/// <summary>A page whose form has the fields of every fact, link and event, for the partials <c>_ItemFields</c> and <c>_ItemAnswers</c>.</summary>
public abstract class ItemPage(SubjectNames names, PurposesInForce purposes, TimeProvider time) : RecordPage(names, time)
{
    // What the partnership's agreements may name, where this agency's do not name it yet.
    private static readonly string[] Usual =
    [
        "identity",
        "risk",
        "missing-episodes",
        "education",
        "health",
        "housing",
        "licensing",
        "intelligence-summary",
        "association",
        "incident",
        "support-plan",
    ];

    [BindProperty]
    public ItemFields Item { get; set; } = new();

    public IReadOnlyList<Choice> Categories { get; private set; } = [];

    /// <summary>Whether the form asks for the days on which it holds.</summary>
    public virtual bool AsksValidity => false;

    /// <summary>Whether the answers are shown to be checked, before anything is saved.</summary>
    public bool IsChecking { get; protected set; }

    public string CategoryTitle => Categories.FirstOrDefault(choice => choice.Value == Item.Category)?.Text ?? "";

    /// <summary>What was sent, to send it again from the page that checks it.</summary>
    public IEnumerable<KeyValuePair<string, string>> Sent => SentFields.Of(Request);

    /// <param name="usual">The category chosen to begin with.</param>
    protected async Task OfferAsync(string usual)
    {
        var named = await purposes.CategoriesOfAsync(Caller, Head, Stop);
        var known = named.Select(category => new Choice(category.Code.Value, category.Title)).ToList();
        known.AddRange(
            Usual.Where(code => known.All(choice => choice.Value != code)).Select(code => new Choice(code, SubjectWords.Category(code)))
        );
        Categories = [.. known.OrderBy(choice => choice.Text, StringComparer.Ordinal)];
        if (!Request.HasFormContentType)
        {
            Item.Category ??= usual;
        }
    }
}
