using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using DataSharing.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DataSharing.Web.Api;

/// <summary>Structured content by category: an object for each, under a category code.</summary>
internal static class ContentInput
{
    public const int MaximumCategories = 64;

    public static bool TryRead(
        IReadOnlyDictionary<string, JsonElement>? body,
        string pointer,
        bool mayBeEmpty,
        [NotNullWhen(true)] out IReadOnlyDictionary<DataCategory, JsonElement>? content,
        [NotNullWhen(false)] out ProblemHttpResult? refused
    )
    {
        content = null;
        refused = null;
        var read = new Dictionary<DataCategory, JsonElement>();
        foreach (var (name, value) in body ?? new Dictionary<string, JsonElement>(StringComparer.Ordinal))
        {
            if (!DataCategory.TryParse(name, out var category))
            {
                // Not the name itself: a careless client may have put a person's there.
                refused = Problems.InvalidField(
                    pointer,
                    "Each member is named by a category code: lower-case letters, digits and hyphens."
                );
                return false;
            }

            if (value.ValueKind != JsonValueKind.Object)
            {
                refused = Problems.InvalidField($"{pointer}/{category}", "The content of a category is an object.");
                return false;
            }

            read[category] = value;
        }

        if (read.Count > MaximumCategories || (read.Count == 0 && !mayBeEmpty))
        {
            refused = Problems.InvalidField(pointer, $"1 to {MaximumCategories} categories.");
            return false;
        }

        content = read;
        return true;
    }
}
