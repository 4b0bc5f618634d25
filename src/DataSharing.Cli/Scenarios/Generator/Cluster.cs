using System.Globalization;
using System.Text.Json.Nodes;

namespace DataSharing.Cli.Scenarios.Generator;

/// <summary>
/// Eight people, a place, a business and a group that belong together, and what is known of them: the shape of the borough's own story once more.
/// </summary>
internal sealed class Cluster(int number, InventedNames names)
{
    private static readonly string[] Children = ["child-a", "child-b", "child-c"];

    private string Lane { get; } = string.Create(CultureInfo.InvariantCulture, $"c{number:D4}");

    public string Step(string what) => $"{Lane} {what}";

    public string Id(string what) => StepList.Id(Step(what));

    public void People(StepList steps)
    {
        foreach (var child in Children)
        {
            Person(steps, child, "amira", names.BornBetween(2009, 2013), names.NhsNumber());
        }

        Person(steps, "concern-a", "ben", names.BornBetween(1985, 2003), null);
        Person(steps, "concern-b", "ben", names.BornBetween(1985, 2003), null);
        Person(steps, "adult-at-risk", "gita", names.BornBetween(1945, 1980), null);
        Person(steps, "landlord", "gita", names.BornBetween(1955, 1990), null);
        Person(steps, "licence-holder", "colm", names.BornBetween(1960, 1998), null);
        var place = new JsonObject
        {
            ["kind"] = "location",
            ["name"] = names.Place(),
            ["identifiers"] = new JsonArray(Identifier("uprn", names.Uprn())),
            ["place"] = new JsonObject
            {
                ["type"] = "address",
                ["latitude"] = names.Near(52.02),
                ["longitude"] = names.Near(1.35),
                ["precisionMetres"] = 10,
            },
        };
        steps.Add(Lane, Step("place"), "ben", "/api/subjects", place);
        var company = names.Company();
        var business = new JsonObject
        {
            ["kind"] = "business",
            ["name"] = names.Business(),
            ["identifiers"] = new JsonArray(Identifier("companies-house", company)),
            ["business"] = new JsonObject { ["companyNumber"] = company },
        };
        steps.Add(Lane, Step("business"), "colm", "/api/subjects", business);
        var group = new JsonObject
        {
            ["kind"] = "group",
            ["name"] = names.Group(),
            ["identifiers"] = new JsonArray(),
        };
        steps.Add(Lane, Step("group"), "ben", "/api/subjects", group);
    }

    public void Facts(StepList steps)
    {
        foreach (var child in Children)
        {
            var level = names.Pick(["Low", "Medium", "High"]);
            Fact(steps, "amira", child, "risk-level", $"{level}: as scored with the child.", "risk", null);
            Fact(steps, "amira", child, "child-voice", "Said what would help, and who should know.", "support-plan", null);
        }

        Fact(steps, "ben", "concern-a", "intelligence", "Seen with children in the evening.", "intelligence-summary", Grading("2B", "P"));
        Fact(steps, "ben", "concern-b", "intelligence", "Said to hold a phone of the line.", "intelligence-summary", Grading("2C", "P"));
        Fact(steps, "ben", "place", "incident-count", "Incidents in 90 days, counted.", "incident", Grading("1A", "P"));
        Fact(steps, "colm", "business", "licence", "Licensed, with conditions.", "licensing", null);
    }

    public void Links(StepList steps)
    {
        foreach (var child in Children)
        {
            Link(steps, "ben", "concern-a", "alleged-exploiter-of", child, names.Pick(["possible", "likely", "confirmed"]), "2B");
            Link(steps, "amira", child, "found-at", "place", "confirmed", "1A");
        }

        Link(steps, "ben", "concern-a", "leader-of", "group", "likely", "2B");
        Link(steps, "ben", "concern-b", "suspected-member-of", "group", "likely", "2B");
        Link(steps, "ben", "group", "uses", "place", "likely", "2B");
        Link(steps, "ben", "concern-a", "driver-for", "business", "confirmed", "1A");
        Link(steps, "colm", "licence-holder", "licence-holder-of", "business", "confirmed", "1A");
        Link(steps, "gita", "landlord", "owner-of", "business", "confirmed", "1A");
        Link(steps, "gita", "adult-at-risk", "lives-at", "place", "confirmed", "1A");
    }

    public void Events(StepList steps)
    {
        foreach (var child in Children)
        {
            Event(steps, "amira", "missing-episode", "missing-episodes", (child, "subject-of"), ("place", "place-of"));
        }

        Event(steps, "ben", "incident", "incident", ("child-a", "victim"), ("concern-a", "suspect"), ("place", "place-of"));
    }

    public void Consents(StepList steps)
    {
        var given = new JsonObject
        {
            ["answer"] = "given",
            ["speaker"] = "subject",
            ["purposes"] = new JsonArray("safeguarding-children", "disrupting-exploitation"),
            ["recipients"] = new JsonArray("eastmere-police", "eastmere-health"),
            ["explainedHow"] = "With the leaflet for young people",
        };
        steps.Add(Lane, Step("consent child-a"), "amira", $"/api/subjects/{Id("child-a")}/consents", given);
        var refused = new JsonObject
        {
            ["answer"] = "refused",
            ["speaker"] = "subject",
            ["words"] = "Not yet.",
        };
        steps.Add(Lane, Step("consent child-b"), "amira", $"/api/subjects/{Id("child-b")}/consents", refused);
    }

    private static JsonObject Identifier(string scheme, string value) => new() { ["scheme"] = scheme, ["value"] = value };

    private static JsonObject Grading(string grading, string handling) =>
        new()
        {
            ["grading"] = new JsonObject { ["source"] = grading[0] - '0', ["intelligence"] = grading[1..] },
            ["handling"] = new JsonObject { ["code"] = handling },
        };

    private static JsonObject Item(string category, JsonObject? graded)
    {
        var item = graded ?? [];
        item["category"] = category;
        item["provenance"] = "Generated";
        return item;
    }

    private void Person(StepList steps, string what, string by, string born, string? nhsNumber)
    {
        var body = new JsonObject
        {
            ["kind"] = "person",
            ["name"] = names.Person(),
            ["dateOfBirth"] = born,
            ["identifiers"] = nhsNumber is null ? new JsonArray() : new JsonArray(Identifier("nhs-number", nhsNumber)),
        };
        steps.Add(Lane, Step(what), by, "/api/subjects", body);
    }

    private void Fact(StepList steps, string by, string about, string kind, string text, string category, JsonObject? graded)
    {
        var item = Item(category, graded);
        item["validFrom"] = names.Day();
        var body = new JsonObject
        {
            ["kind"] = kind,
            ["text"] = text,
            ["item"] = item,
        };
        steps.Add(Lane, Step($"fact {about} {kind}"), by, $"/api/subjects/{Id(about)}/facts", body);
    }

    private void Link(StepList steps, string by, string from, string kind, string to, string strength, string grading)
    {
        var body = new JsonObject
        {
            ["to"] = Id(to),
            ["kind"] = kind,
            ["strength"] = strength,
            ["whyNecessary"] = "To keep the children concerned safe.",
            ["item"] = Item("association", Grading(grading, "P")),
        };
        steps.Add(Lane, Step($"link {from} {kind} {to}"), by, $"/api/subjects/{Id(from)}/links", body);
    }

    private void Event(StepList steps, string by, string kind, string category, params (string Who, string Role)[] participants)
    {
        var body = new JsonObject
        {
            ["kind"] = kind,
            ["from"] = $"{names.Day()}T18:00:00Z",
            ["text"] = "As reported.",
            ["participants"] = new JsonArray([
                .. participants.Select(p => (JsonNode)new JsonObject { ["subject"] = Id(p.Who), ["roles"] = new JsonArray(p.Role) }),
            ]),
            ["item"] = Item(category, Grading("1A", "P")),
        };
        steps.Add(Lane, Step($"event {participants[0].Who} {kind}"), by, "/api/events", body);
    }
}
