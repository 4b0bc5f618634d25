using System.Text.Json;

namespace DataSharing.Agreements;

/// <summary>Lists of a document, read strictly: bounded in length, and single values never repeated.</summary>
internal static class StrictList
{
    /// <summary>Reads each item with its own pointer.</summary>
    public static IReadOnlyList<T> Items<T>(
        JsonElement? list,
        string pointer,
        int minimum,
        int maximum,
        Findings findings,
        Func<JsonElement, string, T> read
    )
    {
        if (list is not { } value)
        {
            return [];
        }

        if (value.ValueKind != JsonValueKind.Array)
        {
            findings.Add("wrong-type", pointer, "A list is wanted here.");
            return [];
        }

        var length = value.GetArrayLength();
        if (length < minimum || length > maximum)
        {
            findings.Add(length < minimum ? "too-few" : "too-many", pointer, $"The list has {minimum} to {maximum} items.");
            return [];
        }

        var items = new T[length];
        var index = 0;
        foreach (var item in value.EnumerateArray())
        {
            items[index] = read(item, $"{pointer}/{index}");
            index++;
        }

        return items;
    }

    /// <summary>Reads each item and refuses one that came before; the order is kept.</summary>
    public static IReadOnlyList<T> Distinct<T>(
        JsonElement? list,
        string pointer,
        int minimum,
        int maximum,
        Findings findings,
        Func<JsonElement, string, T> read
    )
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return Items(
            list,
            pointer,
            minimum,
            maximum,
            findings,
            (item, at) =>
            {
                var value = read(item, at);
                if (!seen.Add(Identity(item)))
                {
                    findings.Add("repeated-item", at, "The list has this item already.");
                }

                return value;
            }
        );
    }

    // Two spellings of one value ("\u0061" and "a", 1 and 1.0) are one item to JSON Schema.
    private static string Identity(JsonElement item) =>
        item.ValueKind switch
        {
            JsonValueKind.String => "s" + StrictText.TryText(item),
            JsonValueKind.Number => "n" + item.GetDouble().ToString("R", System.Globalization.CultureInfo.InvariantCulture),
            _ => item.GetRawText(),
        };
}
