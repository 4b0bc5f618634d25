using System.Text.Json.Nodes;

namespace DataSharing.Cli.Scenarios.Generator;

/// <summary>Twelve tactics of a cluster, each brought as far as its kind goes without a panel.</summary>
internal sealed class ClusterTactics(Cluster cluster, InventedNames names)
{
    private const string Amira = "person:aaaaaaaa-0000-4000-8000-000000000002:0a000000-0000-4000-8000-000000000011";
    private const string Ben = "person:aaaaaaaa-0000-4000-8000-000000000003:0a000000-0000-4000-8000-000000000021";
    private const string Rosa = "person:aaaaaaaa-0000-4000-8000-000000000007:0a000000-0000-4000-8000-000000000061";

    /// <summary>Names of the tactics that wait for a panel.</summary>
    public IReadOnlyList<string> Waiting { get; } = ["review-a", "review-b", "closure"];

    public void Write(StepList steps)
    {
        foreach (var (tactic, who, child) in new[] { ("warning-a", "concern-a", "child-a"), ("warning-b", "concern-b", "child-b") })
        {
            var served = names.Day(7);
            Life(
                steps,
                tactic,
                "child-abduction-warning-notice",
                ("ben", Ben, "marcus"),
                [(who, "target"), (child, "protected")],
                To("served", ("serviceMethod", "personal"), ("servedAt", $"{served}T10:00:00Z"), ("servedBy", "Neighbourhood team")),
                To("active", ("effectiveFrom", $"{served}T10:00:00Z"), ("careOrder", true))
            );
        }

        foreach (var child in new[] { "child-a", "child-b" })
        {
            var begun = names.Day(7, 120);
            Life(
                steps,
                $"referral-{child}",
                "nrm-referral",
                ("amira", Amira, "nia"),
                [(child, "target")],
                To("delivering", ("plan", "Referral and support."), ("startsAt", $"{begun}T10:00:00Z"), ("endsAt", "2027-02-26T17:00:00Z"))
            );
        }

        foreach (var presence in new[] { "presence-a", "presence-b" })
        {
            var begun = names.Day(7, 120);
            Life(
                steps,
                presence,
                "place-guardianship",
                ("amira", Amira, "nia"),
                [("place", "target")],
                To(
                    "delivering",
                    ("plan", "Named adults, three evenings."),
                    ("startsAt", $"{begun}T15:00:00Z"),
                    ("endsAt", "2026-12-18T20:00:00Z")
                )
            );
        }

        var notice = names.Day(7);
        Life(
            steps,
            "fire",
            "fire-safety-prohibition",
            ("rosa", Rosa, "hazel"),
            [("place", "target")],
            To("served", ("serviceMethod", "personal"), ("servedAt", $"{notice}T11:00:00Z"), ("servedBy", "Fire safety officer")),
            To("active", ("effectiveFrom", $"{notice}T11:00:00Z"), ("untilFurtherOrder", true))
        );
        Waits(steps, "review-a", "premises-licence-review", "business");
        Waits(steps, "review-b", "premises-licence-review", "place");
        Waits(steps, "closure", "closure-order", "place");
        Begin(steps, "risk-order", "slavery-trafficking-risk-order", "ben", Ben, [("concern-b", "target")]);
        Begin(steps, "line", "drug-dealing-telecom-restriction-order", "ben", Ben, [("group", "target")]);
    }

    public static JsonObject To(string state, params (string Name, JsonNode Value)[] facts)
    {
        var body = new JsonObject { ["to"] = state };
        foreach (var (name, value) in facts)
        {
            body[name] = value;
        }

        return body;
    }

    private void Waits(StepList steps, string tactic, string kind, string target)
    {
        var last = Begin(steps, tactic, kind, "ben", Ben, [(target, "target")]);
        var scoped = Move(steps, tactic, "ben", last, To("scoping"));
        Move(steps, tactic, "ben", scoped, To("panel-review"));
    }

    private void Life(
        StepList steps,
        string tactic,
        string kind,
        (string By, string Owner, string Second) who,
        IReadOnlyList<(string Who, string Role)> subjects,
        params JsonObject[] further
    )
    {
        var last = Begin(steps, tactic, kind, who.By, who.Owner, subjects);
        last = Move(steps, tactic, who.By, last, To("scoping"));
        last = Move(steps, tactic, who.Second, last, To("authorised"));
        foreach (var step in further)
        {
            last = Move(steps, tactic, who.By, last, step);
        }
    }

    private string Begin(
        StepList steps,
        string tactic,
        string kind,
        string by,
        string owner,
        IReadOnlyList<(string Who, string Role)> subjects
    )
    {
        var name = cluster.Step(tactic);
        var body = new JsonObject
        {
            ["tactic"] = kind,
            ["subjects"] = new JsonArray([
                .. subjects.Select(s => (JsonNode)new JsonObject { ["id"] = cluster.Id(s.Who), ["role"] = s.Role }),
            ]),
            ["purpose"] = "disrupting-exploitation",
            ["objective"] = "The children concerned are safer.",
            ["on"] = names.Day(0, 6),
            ["owner"] = owner,
        };
        steps.Add(name, name, by, "/api/deployments", body);
        const string Proportionality = "The least that could work.";
        var edit = new JsonObject { ["impactOnChild"] = "Asked first, and told.", ["proportionality"] = Proportionality };
        var path = $"/api/deployments/{StepList.Id(name)}";
        var changed = steps.Add(name, $"{name} case", by, path, edit, $"${{{name}.etag}}", put: true);
        changed["doneWhen"] = new JsonObject
        {
            ["get"] = path,
            ["member"] = "proportionality",
            ["is"] = Proportionality,
        };
        return $"{name} case";
    }

    private string Move(StepList steps, string tactic, string by, string last, JsonObject body)
    {
        var name = cluster.Step(tactic);
        var step = $"{name} {body["to"]}";
        steps.Add(name, step, by, $"/api/deployments/{StepList.Id(name)}/transitions", body, $"${{{last}.etag}}");
        return step;
    }
}
