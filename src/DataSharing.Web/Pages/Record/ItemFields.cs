using DataSharing.Identity;
using DataSharing.Web.Api;
using DataSharing.Web.Pages.Parts;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace DataSharing.Web.Pages.Record;

/// <summary>What every fact, link and event states of itself, as the form sends it.</summary>
public sealed class ItemFields
{
    /// <summary>Which field each member of a body belongs to.</summary>
    public static IReadOnlyDictionary<string, string> Pointers { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["/item/grading"] = "Item.Source",
            ["/item/handling"] = "Item.Handling",
            ["/item/provenance"] = "Item.Provenance",
            ["/item/validFrom"] = "Item.From",
            ["/item/validTo"] = "Item.To",
        };

    public static IReadOnlyList<Choice> Sources { get; } =
    [new("1", "1 – reliable"), new("2", "2 – untested"), new("3", "3 – not reliable")];

    public static IReadOnlyList<Choice> Intelligences { get; } =
    [
        new("A", "A – known directly"),
        new("B", "B – known indirectly but corroborated"),
        new("C", "C – known indirectly"),
        new("D", "D – not known how"),
        new("E", "E – suspected to be false"),
    ];

    public static IReadOnlyList<Choice> Handlings { get; } =
    [
        new("P", "P – it may be shared", "For policing and safeguarding, where an agreement permits it"),
        new("C", "C – it may be shared with conditions", "Choose both conditions"),
    ];

    public static IReadOnlyList<Choice> Actions { get; } =
    [
        new("A1", "A1 – to build the picture only; ask us before acting"),
        new("A2", "A2 – covert action only"),
        new("A3", "A3 – open action as we say"),
    ];

    public static IReadOnlyList<Choice> Sanitisations { get; } =
    [new("S1", "S1 – may take out the source and pass it on"), new("S2", "S2 – ask us before passing it on, even without the source")];

    public string? Category { get; set; }

    public string? Source { get; set; }

    public string? Intelligence { get; set; }

    public string? Handling { get; set; }

    public string? Action { get; set; }

    public string? Sanitisation { get; set; }

    public string? Provenance { get; set; }

    public DateParts From { get; set; } = new();

    public DateParts To { get; set; } = new();

    /// <summary>The body that the rules check; null with errors in the model state.</summary>
    public ItemBody? Read(ModelStateDictionary state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (!DataCategory.TryParse(Category, out var category))
        {
            state.AddModelError("Item.Category", "Choose what kind of information this is");
        }

        if (string.IsNullOrWhiteSpace(Provenance))
        {
            state.AddModelError("Item.Provenance", "Say where this comes from");
        }
        else if (!PlainText.IsText(Lines(Provenance), 500))
        {
            state.AddModelError("Item.Provenance", "Where it comes from must be 500 characters or fewer");
        }

        var graded = !string.IsNullOrEmpty(Source) || !string.IsNullOrEmpty(Intelligence);
        if (graded && (string.IsNullOrEmpty(Source) || string.IsNullOrEmpty(Intelligence)))
        {
            state.AddModelError(
                string.IsNullOrEmpty(Source) ? "Item.Source" : "Item.Intelligence",
                "Choose both parts of the grading, or neither"
            );
        }

        var conditions = new[] { Action, Sanitisation }.OfType<string>().Where(code => code.Length > 0).ToArray();
        if (Handling == "C" && conditions.Length < 2)
        {
            state.AddModelError(string.IsNullOrEmpty(Action) ? "Item.Action" : "Item.Sanitisation", "Choose both conditions");
        }
        else if (Handling != "C" && conditions.Length > 0)
        {
            state.AddModelError("Item.Handling", "Choose C where there are conditions, or leave the conditions out");
        }

        var from = From.Read(state, "Item.From", "the first day it holds", required: false);
        var to = To.Read(state, "Item.To", "the last day it holds", required: false);
        if (from > to)
        {
            state.AddModelError("Item.To", "The last day must not be before the first");
        }

        return !state.IsValid || category is null
            ? null
            : new ItemBody(
                category,
                Lines(Provenance),
                graded ? new GradingBody(int.TryParse(Source, out var source) ? source : 0, Intelligence ?? "") : null,
                string.IsNullOrEmpty(Handling) ? null : new HandlingBody(Handling, conditions),
                from,
                to
            );
    }

    // Browsers send CR LF.
    internal static string Lines(string? text) => (text ?? "").ReplaceLineEndings("\n").Trim();

    public override string ToString() => "ItemFields(redacted)";
}
