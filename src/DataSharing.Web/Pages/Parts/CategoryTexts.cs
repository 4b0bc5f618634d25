using System.Text.Json;
using System.Text.Json.Nodes;
using DataSharing.Entities;
using DataSharing.Identity;
using DataSharing.Web.Api;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace DataSharing.Web.Pages.Parts;

/// <summary>One category of a form that shares: whether it is chosen, and what is said.</summary>
public sealed record CategoryRow(string Code, string Title, string? Hint, bool Chosen, string Text, string? Error)
{
    public string Id => $"category-{Code}";

    public override string ToString() => $"CategoryRow({Code})";
}

/// <summary>What a form says by category: bound from the form, checked, and made into the content of a disclosure.</summary>
public sealed class CategoryTexts
{
    public const int MaximumText = 4000;

    public const string Identity = "identity";

    /// <summary>The codes that were ticked.</summary>
    // Of a form within a form: the binder fills a list that it can add to, and no other.
    public IList<string> Chosen { get; set; } = [];

    /// <summary>What is said of each.</summary>
    public IDictionary<string, string?> Text { get; set; } = new Dictionary<string, string?>(StringComparer.Ordinal);

    /// <summary>The rows of the form, in the order offered.</summary>
    public IReadOnlyList<CategoryRow> Rows(IEnumerable<NamedCategory> offered, ModelStateDictionary state) =>
        [
            .. offered.Select(category => new CategoryRow(
                category.Code.Value,
                category.Title,
                category.Special ? "Special category data"
                    : category.Criminal ? "Criminal offence data"
                    : null,
                Chosen.Contains(category.Code.Value, StringComparer.Ordinal),
                TextOf(category.Code.Value),
                state.TryGetValue($"category-{category.Code}", out var entry) && entry.Errors.Count > 0
                    ? entry.Errors[0].ErrorMessage
                    : null
            )),
        ];

    /// <summary>The ticked categories; with errors in the model state where one says nothing, or too much.</summary>
    public IReadOnlyList<DataCategory> Read(ModelStateDictionary state, IReadOnlyList<NamedCategory> offered)
    {
        ArgumentNullException.ThrowIfNull(state);
        var read = offered.Where(category => Chosen.Contains(category.Code.Value, StringComparer.Ordinal)).ToArray();
        if (read.Length == 0)
        {
            state.AddModelError("categories", "Choose what to share");
        }

        foreach (var category in read)
        {
            var text = TextOf(category.Code.Value);
            var field = $"category-{category.Code}";
            if (text.Trim().Length == 0 && category.Code.Value != Identity)
            {
                state.AddModelError(field, $"Say what you want to share under “{category.Title}”");
            }
            else if (text.Trim().Length > 0 && !PlainText.IsText(text.ReplaceLineEndings("\n"), MaximumText))
            {
                state.AddModelError(field, $"“{category.Title}” must be {MaximumText} characters or fewer");
            }
        }

        return [.. read.Select(category => category.Code)];
    }

    /// <summary>The content of a disclosure: the words under each category, and under identity who it is.</summary>
    public IReadOnlyDictionary<DataCategory, JsonElement> Content(IReadOnlyList<DataCategory> categories, SubjectLabel? subject)
    {
        ArgumentNullException.ThrowIfNull(categories);
        var content = new Dictionary<DataCategory, JsonElement>();
        foreach (var category in categories)
        {
            var said = new JsonObject();
            if (category.Value == Identity && subject is not null)
            {
                said["name"] = subject.Name;
                if (subject.DateOfBirth is { } born)
                {
                    said["dateOfBirth"] = born.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
                }
            }

            if (TextOf(category.Value).ReplaceLineEndings("\n").Trim() is { Length: > 0 } text)
            {
                said["note"] = text;
            }

            using var document = JsonDocument.Parse(said.ToJsonString());
            content[category] = document.RootElement.Clone();
        }

        return content;
    }

    public override string ToString() => "CategoryTexts(redacted)";

    private string TextOf(string category) => Text.TryGetValue(category, out var text) ? text ?? "" : "";
}
