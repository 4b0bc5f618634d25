using System.Text.Json;
using System.Text.Json.Nodes;

namespace DataSharing.Benchmarks.Pages;

/// <summary>
/// The scenario's records, tactics, meetings and shares again and again beside the first, among the same agencies and under the same agreements.
/// </summary>
internal static class ScenarioCopies
{
    /// <summary>What there is once, however much is recorded.</summary>
    private static readonly string[] Once = ["agencies.json", "directory.json", "signing.json", "disruption-signing.json"];

    /// <summary>One folder a copy, for <c>scenario load</c>. A copy's people have a middle name, and no identifiers: those are one person's.</summary>
    /// <param name="scenario">The original.</param>
    /// <param name="into">The folder of the copies.</param>
    /// <param name="scale">How many there are to be with the original.</param>
    public static IReadOnlyList<DirectoryInfo> Write(DirectoryInfo scenario, string into, int scale)
    {
        var manifest = Read(Path.Combine(scenario.FullName, "scenario.json"));
        var files = manifest["files"]?.AsArray().Select(file => file?.ToString() ?? "").Where(file => !Once.Contains(file)).ToArray() ?? [];
        var copies = new List<DirectoryInfo>();
        for (var copy = 2; copy <= scale; copy++)
        {
            var folder = Directory.CreateDirectory(Path.Combine(into, $"{copy}"));
            var own = new JsonObject
            {
                ["name"] = $"{manifest["name"]}-{copy}",
                ["title"] = $"{manifest["title"]} Copy {copy}.",
                ["files"] = new JsonArray([.. files.Select(f => JsonValue.Create(f))]),
            };
            File.WriteAllText(Path.Combine(folder.FullName, "scenario.json"), own.ToJsonString());
            foreach (var file in files)
            {
                var steps = Read(Path.Combine(scenario.FullName, file)).AsArray();
                foreach (var step in steps.Where(step => step?["post"]?.ToString() == "/api/subjects"))
                {
                    Rename(step?["body"] as JsonObject, copy);
                }

                File.WriteAllText(Path.Combine(folder.FullName, file), steps.ToJsonString());
            }

            copies.Add(folder);
        }

        return copies;
    }

    private static void Rename(JsonObject? body, int copy)
    {
        if (body?["name"]?.ToString() is { } name)
        {
            body.Remove("identifiers");
            body["name"] = name.Split(' ', 2) is [var first, var rest] ? $"{first} {Word(copy)} {rest}" : $"{name} {Word(copy)}";
        }
    }

    // 2 is "Bo", 27 is "Abo": a name, not a number.
    private static string Word(int number)
    {
        var letters = "";
        for (var left = number; left > 0; left = (left - 1) / 26)
        {
            letters = (char)('a' + (left - 1) % 26) + letters;
        }

        return char.ToUpperInvariant(letters[0]) + letters[1..] + "o";
    }

    private static JsonNode Read(string path) =>
        JsonNode.Parse(File.ReadAllText(path), documentOptions: new JsonDocumentOptions { AllowTrailingCommas = true })
        ?? throw new BenchCouldNotRunException($"{path} holds nothing.");
}
