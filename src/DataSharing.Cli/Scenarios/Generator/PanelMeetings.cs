using System.Globalization;
using System.Text.Json.Nodes;

namespace DataSharing.Cli.Scenarios.Generator;

/// <summary>A panel for every ten clusters, with a meeting that has their tactics before it and actions from it.</summary>
internal sealed class PanelMeetings(IReadOnlyList<(Cluster Cluster, ClusterTactics Tactics)> clusters)
{
    private const int ClustersAPanel = 10;

    private static readonly (string Agency, string Tenant, string Person, string Role)[] Members =
    [
        ("eastmere-council", "2", "14", "chair"),
        ("eastmere-police", "3", "24", "co-chair"),
        ("eastmere-council", "2", "15", "minute-taker"),
        ("eastmere-council", "2", "11", "core"),
        ("eastmere-police", "3", "21", "core"),
        ("eastmere-youth-justice", "8", "71", "core"),
    ];

    public void Write(StepList panels, StepList meetings)
    {
        foreach (var (number, chunk) in clusters.Chunk(ClustersAPanel).Index())
        {
            var lane = string.Create(CultureInfo.InvariantCulture, $"panel {number:D3}");
            var body = new JsonObject
            {
                ["name"] = string.Create(CultureInfo.InvariantCulture, $"Neighbourhood panel {number + 1}"),
                ["kind"] = "neighbourhood",
                ["members"] = new JsonArray([
                    .. Members.Select(m =>
                        (JsonNode)
                            new JsonObject
                            {
                                ["agency"] = m.Agency,
                                ["person"] = Actor(m.Tenant, m.Person),
                                ["role"] = m.Role,
                            }
                    ),
                ]),
            };
            panels.Add(lane, lane, "nia", "/api/panels", body);
            Meeting(meetings, lane, chunk);
        }
    }

    private static void Meeting(StepList steps, string panel, IReadOnlyList<(Cluster Cluster, ClusterTactics Tactics)> chunk)
    {
        var meeting = $"{panel} meeting";
        var when = new JsonObject { ["startsAt"] = "2026-09-03T09:30:00Z", ["place"] = "Marlowe Quay Town Hall" };
        steps.Add(panel, meeting, "ffion", $"/api/panels/{StepList.Id(panel)}/meetings", when);
        foreach (var (cluster, tactics) in chunk)
        {
            foreach (var tactic in tactics.Waiting)
            {
                var item = cluster.Step($"item {tactic}");
                var body = new JsonObject
                {
                    ["section"] = "tactics",
                    ["title"] = "For decision",
                    ["deployment"] = cluster.Id(tactic),
                };
                steps.Add(panel, item, "ben", $"/api/meetings/{StepList.Id(meeting)}/items", body);
            }

            var child = cluster.Step("item child-a");
            var nomination = new JsonObject
            {
                ["section"] = "high-risk-reviews",
                ["title"] = "Review",
                ["subjects"] = new JsonArray(cluster.Id("child-a")),
            };
            steps.Add(panel, child, "amira", $"/api/meetings/{StepList.Id(meeting)}/items", nomination);
            var action = new JsonObject
            {
                ["words"] = "See the child and say what she or he wants.",
                ["ownerAgency"] = "eastmere-council",
                ["owner"] = Actor("2", "11"),
                ["due"] = "2026-09-17",
                ["item"] = StepList.Id(child),
            };
            steps.Add(panel, cluster.Step("action child-a"), "ffion", $"/api/meetings/{StepList.Id(meeting)}/actions", action);
        }
    }

    private static string Actor(string tenant, string person) =>
        $"person:aaaaaaaa-0000-4000-8000-00000000000{tenant}:0a000000-0000-4000-8000-0000000000{person}";
}
