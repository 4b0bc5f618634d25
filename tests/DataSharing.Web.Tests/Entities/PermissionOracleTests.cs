using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using DataSharing.Web.Tests.Exchange;

namespace DataSharing.Web.Tests.Entities;

/// <summary>Random subjects, facts, links, events and consent under random agreements: what the API shows is what the oracle says, and nothing else.</summary>
public sealed class PermissionOracleTests(Borough borough) : IClassFixture<Borough>
{
    private const int Rounds = 5;

    private static readonly string[] Kinds = ["person", "person", "group", "business", "location"];
    private static readonly string[] Categories = ["identity", "risk", "housing", "association", "incident"];

    private readonly OracleWorld world = new();

    [Theory]
    [InlineData(20261123)]
    [InlineData(7)]
    public async Task Read_RandomWorld_ShowsExactlyWhatWasAgreed(int seed)
    {
        var random = new Random(seed);
        await borough.EnsureEveryoneAsync();
        await FillAsync(random, seed);
        var purposes = new List<string>();
        for (var round = 0; round < Rounds; round++)
        {
            purposes.Add(await AgreeAsync(random, $"oracle-{seed}-{round}"));
        }

        await ConsentAsync(random, purposes);
        await borough.SettleAsync();
        var oracle = new PermissionOracle(world, DateOnly.FromDateTime(DateTime.UtcNow));
        var (seen, absent, items) = (0, 0, 0);
        foreach (var purpose in purposes)
        {
            foreach (var (agency, user) in Borough.People)
            {
                foreach (var subject in world.Subjects)
                {
                    var expected = oracle.See(agency, subject.Id, purpose);
                    using var answer = await borough.GetAsync(user, $"/api/subjects/{subject.Id}", purpose);
                    var shown = answer.StatusCode == HttpStatusCode.NotFound ? null : View(await Eastmere.JsonAsync(answer), subject.Id);
                    Assert.True(
                        $"{expected}" == $"{shown}",
                        $"seed {seed}: {agency} about {subject.Kind} {subject.Id} for {purpose}:\noracle   {expected?.ToString() ?? "nothing"}\nplatform {shown?.ToString() ?? "nothing"}"
                    );
                    if (shown is null)
                    {
                        absent++;
                    }
                    else if (subject.Controller != agency)
                    {
                        seen++;
                        items += shown.Facts.Length + shown.Links.Length + shown.Events.Length + shown.Consents.Length;
                    }
                }
            }
        }

        // The world was worth asking about.
        Assert.True(seen > 10 && absent > 10 && items > 20, $"{seen} seen, {absent} absent, {items} items");
    }

    private static OracleView View(JsonElement body, string subjectId)
    {
        string[] Ids(string member) =>
            [.. body.GetProperty(member).EnumerateArray().Select(i => i.GetProperty("id").GetString() ?? "").Order(StringComparer.Ordinal)];
        var events = body.GetProperty("events")
            .EnumerateArray()
            .Select(e =>
            {
                var others = e.GetProperty("others")
                    .EnumerateArray()
                    .Select(o => o.GetProperty("subject").GetProperty("id").GetString() ?? "");
                return $"{e.GetProperty("id").GetString()}:{string.Join(',', others.Order(StringComparer.Ordinal))}";
            });
        Assert.Equal(subjectId, body.GetProperty("id").GetString());
        return new OracleView(Ids("facts"), Ids("links"), [.. events.Order(StringComparer.Ordinal)], Ids("consents"));
    }

    private static T Pick<T>(Random random, IReadOnlyList<T> items) => items[random.Next(items.Count)];

    private static string[] Some(Random random, string[] items)
    {
        var picked = items.Distinct().Where(_ => random.Next(2) == 0).ToArray();
        return picked.Length == 0 ? [Pick(random, items)] : picked;
    }

    private async Task FillAsync(Random random, int seed)
    {
        for (var i = 0; i < 10; i++)
        {
            var (kind, agency) = (Pick(random, Kinds), Pick(random, Borough.Agencies));
            DateOnly? born =
                kind == "person" && random.Next(4) > 0
                    ? new DateOnly(1985 + random.Next(35), 1 + random.Next(12), 1 + random.Next(28))
                    : null;
            var body = new JsonObject
            {
                ["kind"] = kind,
                ["name"] = $"Oracle {seed} {i}",
                ["dateOfBirth"] = born?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            };
            world.Subjects.Add(new OracleSubject(await borough.RegisterAsync(Borough.People[agency], body), kind, agency, born));
        }

        for (var i = 0; i < 30; i++)
        {
            var (subject, agency) = (Pick(random, world.Subjects), Pick(random, Borough.Agencies));
            var item = NewItem(random, agency);
            var status = random.Next(3) == 0 ? Pick(random, ["adult-at-risk", "care-order"]) : null;
            var holds = status is null || random.Next(3) > 0;
            var body = Borough.Fact(item.Category, $"Fact {i}", status is null ? "note" : "status");
            body["code"] = status;
            body["holds"] = holds;
            body["item"] = Body(item);
            var (id, _) = await borough.RecordAsync(Borough.People[agency], $"/api/subjects/{subject.Id}/facts", body);
            world.Facts.Add(new OracleFact(id, subject.Id, item, status, holds));
        }

        foreach (var from in world.Subjects)
        {
            foreach (var to in world.Subjects.Where(s => s != from))
            {
                // Not between people: what is special about children's peers has a test of its own.
                if (random.Next(3) == 0 && LinkBetween(from.Kind, to.Kind) is { } kind)
                {
                    var item = NewItem(random, Pick(random, Borough.Agencies));
                    var body = Borough.Link(to.Id, kind);
                    body["item"] = Body(item);
                    var (id, _) = await borough.RecordAsync(Borough.People[item.Controller], $"/api/subjects/{from.Id}/links", body);
                    world.Links.Add(new OracleLink(id, from.Id, to.Id, item));
                }
            }
        }

        for (var i = 0; i < 10; i++)
        {
            var item = NewItem(random, Pick(random, Borough.Agencies));
            var involved = world.Subjects.Where(_ => random.Next(3) == 0).DefaultIfEmpty(world.Subjects[0]).ToArray();
            var body = new JsonObject
            {
                ["kind"] = "incident",
                ["from"] = "2026-03-01T12:00:00Z",
                ["text"] = $"Event {i}",
                ["participants"] = new JsonArray([
                    .. involved.Select(s => (JsonNode)new JsonObject { ["subject"] = s.Id, ["roles"] = new JsonArray("subject-of") }),
                ]),
                ["item"] = Body(item),
            };
            var (id, _) = await borough.RecordAsync(Borough.People[item.Controller], "/api/events", body);
            world.Events.Add(new OracleEvent(id, [.. involved.Select(s => s.Id)], item));
        }
    }

    private static string? LinkBetween(string from, string to) =>
        (from, to) switch
        {
            ("person", "person") => "alleged-exploiter-of",
            ("person", "location") => "found-at",
            ("person", "business") => "driver-for",
            ("person", "group") => "leader-of",
            ("business", "location") => "trades-from",
            ("group", "location") => "controls",
            ("group", "group") => "rival-of",
            ("location", "location") => "on-route-to",
            _ => null,
        };

    private static OracleItem NewItem(Random random, string agency) =>
        new(agency, Pick(random, Categories[1..]), random.Next(3) == 0 ? null : 1 + random.Next(3));

    private static JsonObject Body(OracleItem item)
    {
        var body = Borough.Item(item.Category);
        if (item.Source is { } source)
        {
            body["grading"] = new JsonObject { ["source"] = source, ["intelligence"] = "B" };
        }

        return body;
    }

    private async Task ConsentAsync(Random random, IReadOnlyList<string> purposes)
    {
        var people = world.Subjects.Where(s => s.Kind == "person").ToArray();
        for (var i = 0; i < 25 && people.Length > 0; i++)
        {
            var (subject, agency) = (Pick(random, people), Pick(random, Borough.Agencies));
            var answer = Pick(random, ["given", "given", "refused", "withdrawn", "not-sought"]);
            var mayBeOpen = answer != "given" && random.Next(2) == 0;
            var about = mayBeOpen ? [] : Some(random, [.. purposes]);
            var with = mayBeOpen ? [] : Some(random, Borough.Agencies);
            var body = new JsonObject
            {
                ["answer"] = answer,
                ["speaker"] = answer == "not-sought" ? null : "subject",
                ["purposes"] = Borough.List(about),
                ["recipients"] = Borough.List(with),
                ["words"] = "Asked",
                ["explainedHow"] = "In person",
            };
            var (id, _) = await borough.RecordAsync(Borough.People[agency], $"/api/subjects/{subject.Id}/consents", body);
            world.Consents.Add(new OracleConsent(id, subject.Id, agency, answer, about, with));
        }
    }

    private async Task<string> AgreeAsync(Random random, string purpose)
    {
        var (permissions, prohibitions) = (new JsonArray(), new JsonArray());
        for (var i = 0; i < 8; i++)
        {
            var isProhibition = i == 7;
            var from = Some(random, Borough.Agencies);
            var to = Some(random, Borough.Agencies);
            if (from.Length == 1 && to.SequenceEqual(from))
            {
                to = [.. Borough.Agencies.Where(a => a != from[0])];
            }

            // Most rules let identity be seen, or there would be little to look at.
            var categories = isProhibition
                ? Some(random, Categories[1..])
                : [.. Some(random, [.. Categories, "consent"]).Append("identity").Distinct()];
            int? age = !isProhibition && random.Next(4) == 0 ? 17 : null;
            var kinds = age is null ? Some(random, Kinds) : ["person"];
            int[]? sources = !categories.Contains("identity") && random.Next(2) == 0 ? [1, 2] : null;
            (string, bool)? flag = random.Next(6) == 0 ? ("adult-at-risk", random.Next(2) == 0) : null;
            var consent = !isProhibition && random.Next(4) == 0;
            var manual = !isProhibition && random.Next(6) == 0;
            world.Rules.Add(new OracleRule(isProhibition, purpose, from, to, kinds, categories, age, sources, flag, consent, manual));

            var rule = Borough.Permission($"rule-{i}", purpose, from, to, kinds, categories);
            rule["consent"] = consent ? "explicit" : "inform-unless-risk";
            rule["release"] = manual ? "manual" : "automatic";
            var constraints = new JsonObject();
            if (age is { } limit)
            {
                constraints["age"] = new JsonObject { ["maximum"] = limit };
            }

            if (sources is not null)
            {
                constraints["gradings"] = new JsonObject { ["sources"] = new JsonArray(1, 2) };
            }

            if (flag is var (name, value))
            {
                constraints["flags"] = new JsonObject { [name] = value };
            }

            if (constraints.Count > 0)
            {
                rule["constraints"] = constraints;
            }

            if (isProhibition)
            {
                Array.ForEach(["lawfulBasis", "consent", "release"], member => rule.Remove(member));
                prohibitions.Add(rule);
            }
            else
            {
                permissions.Add(rule);
            }
        }

        await borough.EnactAsync(purpose, permissions, prohibitions);
        return purpose;
    }
}
