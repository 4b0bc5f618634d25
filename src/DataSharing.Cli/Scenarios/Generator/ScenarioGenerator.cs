using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DataSharing.Cli.Scenarios.Generator;

/// <summary>
/// Writes a borough of any size: for each unit of scale eight people, a place, a business, a group and twelve tactics, on top of Eastmere's own
/// agencies and agreements. The same scale and seed give the same files to the byte.
/// </summary>
internal static class ScenarioGenerator
{
    public const int MaximumScale = 1_000;

    private static readonly JsonSerializerOptions Options = new() { WriteIndented = false };

    /// <returns>How many steps were written.</returns>
    public static int Write(int scale, int seed, DirectoryInfo target, DirectoryInfo below)
    {
        var names = new InventedNames(new Random(seed));
        var clusters = Enumerable.Range(1, scale).Select(number => new Cluster(number, names)).ToArray();
        var tactics = clusters.Select(cluster => (cluster, new ClusterTactics(cluster, names))).ToArray();
        var files = new (string Name, StepList Steps)[]
        {
            ("subjects.json", Each(clusters, (cluster, steps) => cluster.People(steps))),
            ("facts.json", Each(clusters, (cluster, steps) => cluster.Facts(steps))),
            ("links.json", Each(clusters, (cluster, steps) => cluster.Links(steps))),
            ("events.json", Each(clusters, (cluster, steps) => cluster.Events(steps))),
            ("consents.json", Each(clusters, (cluster, steps) => cluster.Consents(steps))),
            ("tactics.json", Each(tactics, (pair, steps) => pair.Item2.Write(steps))),
            ("panels.json", new StepList()),
            ("meetings.json", new StepList()),
        };
        new PanelMeetings(tactics).Write(files[^2].Steps, files[^1].Steps);

        target.Create();
        foreach (var (name, steps) in files)
        {
            File.WriteAllText(Path.Combine(target.FullName, name), steps.Steps.ToJsonString(Options) + "\n");
        }

        var manifest = new JsonObject
        {
            ["name"] = string.Create(CultureInfo.InvariantCulture, $"generated-{scale}-{seed}"),
            ["title"] = "A larger borough. Every person, place and organisation in it is invented.",
            ["files"] = new JsonArray([.. files.Select(file => (JsonNode)file.Name)]),
            ["base"] = new JsonObject { ["folder"] = Path.GetRelativePath(target.FullName, below.FullName), ["part"] = "agreements" },
        };
        File.WriteAllText(Path.Combine(target.FullName, "scenario.json"), manifest.ToJsonString(Options) + "\n");
        return files.Sum(file => file.Steps.Steps.Count);
    }

    private static StepList Each<T>(IEnumerable<T> of, Action<T, StepList> write)
    {
        var steps = new StepList();
        foreach (var one in of)
        {
            write(one, steps);
        }

        return steps;
    }
}
