using DataSharing.Agreements;
using DataSharing.Web.Pages.Parts;
using DataSharing.Web.Pages.Record;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace DataSharing.Web.Pages.CanIShare;

/// <summary>What somebody answers about the information itself, in codes: how it is graded and marked, never what it says.</summary>
public sealed class DataAnswers
{
    private const string Unmarked = "unmarked";

    public string? Source { get; set; }

    public string? Intelligence { get; set; }

    public string? Handling { get; set; }

    public IList<string> Markings { get; set; } = [];

    public static IReadOnlyList<Choice> Sources { get; } = [.. ItemFields.Sources, NotGraded];

    public static IReadOnlyList<Choice> Intelligences { get; } = [.. ItemFields.Intelligences, NotGraded];

    public static IReadOnlyList<Choice> Handlings { get; } =
    [.. ItemFields.Handlings.Select(code => code with { Hint = null }), new(Answers.NotKnown, "It has none, or I do not know")];

    private static Choice NotGraded => new(Answers.NotKnown, "It is not graded, or I do not know");

    public static IReadOnlyList<Choice> MarkingsOf(DataFactsNeeded asked)
    {
        ArgumentNullException.ThrowIfNull(asked);
        return
        [
            .. asked.Markings.Select(code => new Choice(code, AsWritten(code))),
            new(DataFactsNeeded.OtherMarking, asked.Markings.Count == 1 ? "Another marking" : "A marking that is not in this list"),
            new(Unmarked, "It has no marking"),
            new(Answers.NotKnown, "I do not know"),
        ];
    }

    /// <summary>What is answered of what is asked; errors in the model state, and null, where something is missing.</summary>
    /// <param name="asked">The questions that the page showed.</param>
    /// <param name="state">Receives what is missing.</param>
    /// <param name="name">Of the property that this is.</param>
    public CategoryFacts? Read(DataFactsNeeded asked, ModelStateDictionary state, string name)
    {
        ArgumentNullException.ThrowIfNull(asked);
        ArgumentNullException.ThrowIfNull(state);
        if (asked.Source && !Sources.Any(choice => choice.Value == Source))
        {
            state.AddModelError($"{name}.{nameof(Source)}", "Choose how the source is graded, or that you do not know");
        }

        if (asked.Intelligence && !Intelligences.Any(choice => choice.Value == Intelligence))
        {
            state.AddModelError($"{name}.{nameof(Intelligence)}", "Choose how it is known, or that you do not know");
        }

        if (asked.Handling && !Handlings.Any(choice => choice.Value == Handling))
        {
            state.AddModelError($"{name}.{nameof(Handling)}", "Choose the handling code, or that you do not know");
        }

        string[] marked = [.. MarkingsOf(asked).Select(choice => choice.Value).Intersect(Markings, StringComparer.Ordinal)];
        if (asked.Markings.Count > 0 && marked.Length == 0)
        {
            state.AddModelError($"{name}.{nameof(Markings)}", "Choose how it is marked, or that you do not know");
        }
        else if (marked.Length > 1 && marked.Any(code => code is Unmarked or Answers.NotKnown))
        {
            state.AddModelError(
                $"{name}.{nameof(Markings)}",
                "Choose its markings, or that it has none, or that you do not know: not several of these"
            );
        }

        return !state.IsValid
            ? null
            : new CategoryFacts(
                asked.Source && int.TryParse(Source, System.Globalization.CultureInfo.InvariantCulture, out var source) ? source : null,
                asked.Intelligence ? LetterOf(Intelligence) : null,
                asked.Handling ? LetterOf(Handling) : null,
                asked.Markings.Count == 0 || marked is [Answers.NotKnown] ? null
                    : marked is [Unmarked] ? []
                    : marked
            );
    }

    /// <summary>As it stands on a document.</summary>
    /// <remarks>Cabinet Office, Government Security Classifications Policy; FIRST, Traffic Light Protocol 2.0.</remarks>
    private static string AsWritten(string code) =>
        code.StartsWith("tlp-", StringComparison.Ordinal) ? $"TLP:{code[4..].ToUpperInvariant()}"
        : code.StartsWith("official", StringComparison.Ordinal) ? code.ToUpperInvariant()
        : UkText.Words(code);

    private static char? LetterOf(string? chosen) => chosen is [var letter] ? letter : null;
}
