using System.Net;
using System.Text.Json.Nodes;

namespace DataSharing.Pages.Tests.Subjects;

/// <summary>
/// Records for the pages to show, made once through the API: a child of the council with a whole record, a business and a place, and an adult of
/// whom the police let licensing see what may be shared and not what may be shared only with conditions.
/// </summary>
internal sealed class Records
{
    /// <summary>A purpose of its own, so that this agreement changes no other test's decisions.</summary>
    public const string Purpose = "records-in-tests";

    private const string Agreement = """
        {
          "format": 1, "id": "test-records", "version": 1, "title": "Records, for tests", "purposeStatement": "Synthetic.",
          "parties": [
            { "agency": "eastmere-police", "controllerRole": "independent" },
            { "agency": "eastmere-council", "controllerRole": "independent" },
            { "agency": "eastmere-licensing", "controllerRole": "independent" }
          ],
          "effective": { "from": "2020-01-01T00:00:00Z", "to": "2040-01-01T00:00:00Z" }, "reviewDate": "2030-11-01",
          "categories": [
            { "code": "identity", "title": "Who the person is and how to reach them" },
            { "code": "risk", "title": "Risk and its reasons" },
            { "code": "association", "title": "Links" }
          ],
          "purposes": [{ "code": "records-in-tests", "title": "Working with records" }],
          "permissions": [
            {
              "id": "who-it-is", "from": ["eastmere-police", "eastmere-licensing"], "to": ["eastmere-police", "eastmere-licensing", "eastmere-council"],
              "purposes": ["records-in-tests"], "subjectKinds": ["person", "business", "location", "group"], "categories": ["identity"],
              "mode": "content", "lawfulBasis": { "article6": "6(1)(e)", "gateway": "Crime and Disorder Act 1998 s.115" },
              "consent": "inform-unless-risk", "release": "automatic", "duties": { "onward": { "to": "none" } }
            },
            {
              "id": "shareable", "from": ["eastmere-police"], "to": ["eastmere-licensing"], "purposes": ["records-in-tests"],
              "subjectKinds": ["person", "business", "location", "group"], "categories": ["risk", "association"], "mode": "content",
              "lawfulBasis": { "article6": "6(1)(e)", "gateway": "Crime and Disorder Act 1998 s.115" },
              "consent": "not-required", "release": "automatic", "constraints": { "handling": ["P"] },
              "duties": { "onward": { "to": "none" } }
            }
          ],
          "prohibitions": []
        }
        """;

    private static readonly SemaphoreSlim Once = new(1, 1);
    private static Records? made;

    private readonly Borough borough;

    private Records(Borough borough) => this.borough = borough;

    public string Child { get; private set; } = "";

    public string Carer { get; private set; } = "";

    public string Arcade { get; private set; } = "";

    public string Bar { get; private set; } = "";

    public string Adult { get; private set; } = "";

    public static async Task<Records> OfAsync(Borough borough)
    {
        await Once.WaitAsync();
        try
        {
            if (made?.borough != borough)
            {
                var records = new Records(borough);
                await records.MakeAsync();
                made = records;
            }

            return made;
        }
        finally
        {
            Once.Release();
        }
    }

    /// <summary>Writes through the API and gives the new id.</summary>
    public async Task<string> WriteAsync(string user, string path, JsonObject body, string purpose = Eastmere.Purpose)
    {
        using var answer = await borough.WriteAsync(user, path, body, purpose);
        Assert.True(answer.StatusCode == HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        return (await Eastmere.JsonAsync(answer)).TryGetProperty("id", out var id) ? id.GetString() ?? "" : "";
    }

    public static JsonObject Fact(string kind, string text, string category, string handling = "P", string? from = null) =>
        new()
        {
            ["kind"] = kind,
            ["text"] = text,
            ["item"] = Item(category, handling, from),
        };

    private static JsonObject Item(
        string category,
        string handling = "P",
        string? from = null,
        string provenance = "Home visit by the duty worker"
    ) =>
        new()
        {
            ["category"] = category,
            ["provenance"] = provenance,
            ["grading"] = new JsonObject { ["source"] = 2, ["intelligence"] = "B" },
            ["handling"] =
                handling == "P"
                    ? new JsonObject { ["code"] = "P" }
                    : new JsonObject { ["code"] = "C", ["conditions"] = new JsonArray("A1", "S2") },
            ["validFrom"] = from,
        };

    private static JsonObject Link(string to, string kind, string strength, string category = "association", string handling = "P") =>
        new()
        {
            ["to"] = to,
            ["kind"] = kind,
            ["strength"] = strength,
            ["whyNecessary"] = "To plan how to keep her safe there",
            ["firstSeen"] = "2026-02-20",
            ["item"] = Item(category, handling),
        };

    private async Task MakeAsync()
    {
        await AgreeAsync();
        Child = await WriteAsync("amira", "/api/subjects", Person("Zara Whitcombe", "2012-02-17", "nhs-number", "9990000123"));
        Carer = await WriteAsync("amira", "/api/subjects", Person("Oonagh Whitcombe", "1981-07-02"));
        Arcade = await WriteAsync("amira", "/api/subjects", Place("Tallow Steps", 52.0204, 1.3511));
        var station = await WriteAsync("amira", "/api/subjects", Place("Ropewalk bus station", 52.0231, 1.3464));
        Bar = await WriteAsync(
            "colm",
            "/api/subjects",
            new JsonObject
            {
                ["kind"] = "business",
                ["name"] = "Pearl & Anchor Lounge Ltd",
                ["identifiers"] = new JsonArray(Identifier("companies-house", "ZZ000044"), Identifier("premises-licence", "EMB-PL-0999")),
                ["business"] = new JsonObject { ["companyNumber"] = "ZZ000044", ["tradingAs"] = new JsonArray("The Pearl") },
            }
        );
        var child = $"/api/subjects/{Child}";
        await WriteAsync(
            "amira",
            $"{child}/facts",
            Fact(
                "child-voice",
                "I want to stay at home with Nan and finish school. I am scared when my phone rings at night.",
                "support-plan",
                from: "2026-11-02"
            )
        );
        await WriteAsync("amira", $"{child}/facts", Fact("looked-after-by", "Nan, who is registered as her special guardian", "identity"));
        await WriteAsync(
            "amira",
            $"{child}/facts",
            Fact(
                "risk-level",
                "High. She is taken out of the borough by adults she is afraid of, and comes back with new clothes.",
                "risk",
                from: "2026-10-12"
            )
        );
        await WriteAsync(
            "amira",
            $"{child}/facts",
            Fact("intelligence", "Collected by a silver car from Tallow Steps on two evenings.", "risk", "C", "2026-10-30")
        );
        var status = Fact("status", "Positive reasonable grounds decision", "risk", from: "2026-09-01");
        status["code"] = "nrm";
        await WriteAsync("amira", $"{child}/facts", status);
        await WriteAsync("amira", $"/api/subjects/{Carer}/links", Link(Child, "parent-or-carer-of", "confirmed"));
        await WriteAsync("amira", $"{child}/links", Link(Arcade, "found-at", "confirmed"));
        await WriteAsync("amira", $"{child}/links", Link(station, "frequents", "possible"));
        await WriteAsync(
            "amira",
            "/api/events",
            new JsonObject
            {
                ["kind"] = "missing-episode",
                ["from"] = "2026-10-30T18:10:00Z",
                ["to"] = "2026-10-31T07:40:00Z",
                ["text"] = "Missing overnight. Found by her Nan at Tallow Steps; unharmed, tired and hungry.",
                ["participants"] = new JsonArray(
                    new JsonObject { ["subject"] = Child, ["roles"] = new JsonArray("victim", "child-in-need") },
                    new JsonObject { ["subject"] = Arcade, ["roles"] = new JsonArray("place-of") }
                ),
                ["item"] = Item("incident"),
            }
        );
        await WriteAsync(
            "amira",
            $"{child}/consents",
            new JsonObject
            {
                ["answer"] = "given",
                ["speaker"] = "subject",
                ["purposes"] = new JsonArray(Eastmere.Purpose),
                ["recipients"] = new JsonArray("eastmere-police"),
                ["words"] = "Yes, if it helps to stop the calls.",
                ["explainedHow"] = "Talked it through with her key worker",
            }
        );
        Adult = await WriteAsync("ben", "/api/subjects", Person("Quentin Vole", "1990-01-05"));
        await WriteAsync(
            "ben",
            $"/api/subjects/{Adult}/facts",
            Fact("risk-level", "Seen outside licensed premises with children late at night.", "risk")
        );
        await WriteAsync(
            "ben",
            $"/api/subjects/{Adult}/facts",
            Fact("intelligence", "Conditional: only the police may act on this.", "risk", "C")
        );
        await WriteAsync("ben", $"/api/subjects/{Adult}/links", Link(Bar, "customer-of", "likely"), Purpose);
    }

    private async Task AgreeAsync()
    {
        const string Version = "/api/agreements/test-records/versions/1";
        var text = Testing.LawfulFacts.AddTo(JsonNode.Parse(Agreement)?.AsObject() ?? []);
        using var drafted = await borough.PostAsync("rhys", "/api/agreements", text);
        Assert.True(drafted.IsSuccessStatusCode, await drafted.Content.ReadAsStringAsync());
        var hash = (await Eastmere.JsonAsync(drafted)).GetProperty("contentHash").GetString();
        using var submitted = await borough.PostAsync("rhys", $"{Version}/submission", null, drafted.Headers.ETag?.ToString());
        Assert.True(submitted.IsSuccessStatusCode, await submitted.Content.ReadAsStringAsync());
        foreach (var who in new[] { "rhys", "lena", "tess" })
        {
            using var signed = await borough.PostAsync(
                who,
                $"{Version}/signatures",
                new JsonObject { ["contentHash"] = hash, ["signatory"] = "director" }
            );
            Assert.True(signed.IsSuccessStatusCode, await signed.Content.ReadAsStringAsync());
        }

        using var read = await borough.GetAsync("piers", Version);
        using var active = await borough.PostAsync("piers", $"{Version}/activation", null, read.Headers.ETag?.ToString());
        Assert.True(active.IsSuccessStatusCode, await active.Content.ReadAsStringAsync());
    }

    private static JsonObject Identifier(string scheme, string value) => new() { ["scheme"] = scheme, ["value"] = value };

    private static JsonObject Person(string name, string born, string? scheme = null, string? value = null) =>
        new()
        {
            ["kind"] = "person",
            ["name"] = name,
            ["dateOfBirth"] = born,
            ["identifiers"] = scheme is null || value is null ? new JsonArray() : new JsonArray(Identifier(scheme, value)),
        };

    private static JsonObject Place(string name, double latitude, double longitude) =>
        new()
        {
            ["kind"] = "location",
            ["name"] = name,
            ["place"] = new JsonObject
            {
                ["type"] = "address",
                ["address"] = $"{name}, Marlowe Quay",
                ["latitude"] = latitude,
                ["longitude"] = longitude,
                ["precisionMetres"] = 20,
            },
        };
}
