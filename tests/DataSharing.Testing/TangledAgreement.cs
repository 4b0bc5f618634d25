using System.Globalization;
using System.Text.Json.Nodes;

namespace DataSharing.Testing;

/// <summary>
/// A document within every limit whose rules overlap in more ways than are worked out: two hundred prohibitions, each about half of the parties,
/// purposes, kinds of subject and categories, so that nearly every line of sharing is spoken of by other rules than the next.
/// </summary>
public static class TangledAgreement
{
    private const int Rules = 200;
    private const int Codes = 64;
    private static readonly string[] Kinds = ["person", "group", "business", "location"];

    /// <param name="id">Its id.</param>
    /// <param name="parties">At least four.</param>
    public static JsonObject Of(string id, params string[] parties)
    {
        ArgumentNullException.ThrowIfNull(parties);
        // Seeded, so that it is the same document every time.
        var random = new Random(20261123);
        string[] purposes = [.. Enumerable.Range(0, Codes).Select(number => Code('p', number))];
        string[] categories = [.. Enumerable.Range(0, Codes).Select(number => Code('c', number))];
        return LawfulFacts.AddTo(
            new JsonObject
            {
                ["format"] = 1,
                ["id"] = id,
                ["version"] = 1,
                ["title"] = "Tangled",
                ["purposeStatement"] = "Synthetic.",
                ["parties"] = All(parties, party => new JsonObject { ["agency"] = party, ["controllerRole"] = "independent" }),
                ["effective"] = new JsonObject { ["from"] = "2020-01-01T00:00:00Z" },
                ["reviewDate"] = "2090-01-01",
                ["categories"] = All(categories, Named),
                ["purposes"] = All(purposes, Named),
                ["permissions"] = new JsonArray(),
                ["prohibitions"] = All(
                    Enumerable.Range(0, Rules),
                    number => new JsonObject
                    {
                        ["id"] = Code('r', number),
                        ["from"] = Half(random, parties),
                        ["to"] = Half(random, parties),
                        ["purposes"] = Half(random, purposes),
                        ["subjectKinds"] = Half(random, Kinds),
                        ["categories"] = Half(random, categories),
                        ["mode"] = number % 2 == 0 ? "existence" : "content",
                    }
                ),
            }
        );
    }

    private static string Code(char first, int number) => string.Create(CultureInfo.InvariantCulture, $"{first}{number}");

    private static JsonObject Named(string code) => new() { ["code"] = code, ["title"] = code };

    private static JsonArray All<T>(IEnumerable<T> items, Func<T, JsonObject> node) => new([.. items.Select(item => (JsonNode)node(item))]);

    private static JsonArray Half(Random random, string[] items)
    {
        var shuffled = items.ToArray();
        random.Shuffle(shuffled);
        return new([.. shuffled.Take(items.Length / 2).Select(item => (JsonNode?)JsonValue.Create(item))]);
    }
}
