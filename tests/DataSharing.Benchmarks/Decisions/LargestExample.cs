using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using DataSharing.Agreements;

namespace DataSharing.Benchmarks.Decisions;

/// <summary>The example with ten parties, compared with a next version of it: one permission gone, one with a category less, one released otherwise.</summary>
internal static class LargestExample
{
    /// <summary>The median.</summary>
    public static double CompareSeconds(int rounds)
    {
        var text = File.ReadAllText(Path.Combine(Root(), "examples", "agreements", "partnership-exploitation-and-disruption.json"));
        var before = OurSide.Read(Encoding.UTF8.GetBytes(text));
        var after = OurSide.Read(Encoding.UTF8.GetBytes(Next(text)));
        var times = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            var begun = Stopwatch.GetTimestamp();
            GC.KeepAlive(AgreementComparison.Of(before, after));
            times.Add(Stopwatch.GetElapsedTime(begun).TotalSeconds);
        }

        return BenchLine.Median(times);
    }

    private static string Next(string text)
    {
        var next = JsonNode.Parse(text)?.AsObject() ?? throw new BenchCouldNotRunException("The example is no object.");
        next["version"] = 2;
        var rules = next["permissions"]?.AsArray() ?? throw new BenchCouldNotRunException("The example permits nothing.");
        rules.RemoveAt(rules.Count - 1);
        if (rules[0]?["categories"] is JsonArray { Count: > 1 } categories)
        {
            categories.RemoveAt(0);
        }

        if (rules[1] is JsonObject second)
        {
            second["release"] = second["release"]?.GetValue<string>() == "manual" ? "automatic" : "manual";
        }

        return next.ToJsonString();
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "DataSharing.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new BenchCouldNotRunException("The bench runs inside the repository.");
    }
}
