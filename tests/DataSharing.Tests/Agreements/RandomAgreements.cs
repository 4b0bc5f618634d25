using System.Text.Json.Nodes;
using DataSharing.Agreements;
using DataSharing.Identity;

namespace DataSharing.Tests.Agreements;

/// <summary>Valid agreements and questions from small worlds, so that rules meet often.</summary>
internal sealed class RandomAgreements(int seed)
{
    private static readonly string[] Kinds = ["person", "group", "business", "location"];
    private static readonly string[] Flags = ["adult-at-risk", "safe-address"];
    private static readonly string[] Marks = ["tlp-green", "tlp-amber", "official-sensitive"];
    private readonly Random random = new(seed);

    public static DateTimeOffset Noon { get; } = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    public JsonObject Agreement(string id)
    {
        var whole = AgreementTexts.Whole(id, [.. Rules(random.Next(0, 7), "allow")], [.. Prohibitions(Math.Max(0, random.Next(-3, 3)))]);
        if (random.Next(4) == 0)
        {
            var agencies = AgreementTexts.Agencies[..random.Next(2, 4)];
            whole["parties"] = new JsonArray([
                .. agencies.Select(agency => (JsonNode)new JsonObject { ["agency"] = agency, ["controllerRole"] = "joint" }),
            ]);
            Narrow(whole, agencies);
        }

        if (random.Next(4) == 0)
        {
            whole["effective"] = new JsonObject { ["from"] = Moment() };
        }
        else if (random.Next(4) == 0)
        {
            whole["effective"] = new JsonObject { ["from"] = "2026-01-01T00:00:00Z", ["to"] = Moment() };
        }

        whole["reviewDate"] = "2028-01-01";
        if (whole["permissions"] is JsonArray { Count: 0 } && whole["prohibitions"] is JsonArray { Count: 0 })
        {
            whole["prohibitions"] = new JsonArray(AgreementTexts.Prohibition() is var p ? Without(p) : null);
        }

        return whole;
    }

    public SharingQuestion Question()
    {
        var categories = Some(random.Next(4) > 0 ? AgreementTexts.Categories : [.. AgreementTexts.Categories, "undeclared"], 4);
        var question = new SharingQuestion(
            AgencyId.Parse(One(AgreementTexts.Agencies)),
            AgencyId.Parse(random.Next(30) == 0 ? "stranger" : One(AgreementTexts.Agencies)),
            PurposeCode.Parse(random.Next(12) == 0 ? "undeclared-purpose" : One(AgreementTexts.Purposes)),
            random.Next(3) > 0 ? SubjectKind.Person : (SubjectKind)random.Next(4),
            categories.Select(DataCategory.Parse),
            random.Next(3) > 0 ? SharingMode.Content : SharingMode.Existence
        )
        {
            Facts = Facts(categories),
            Under = random.Next(5) == 0 ? AgreementId.Parse($"agreement-{random.Next(5)}") : null,
        };
        return question with { Emergency = random.Next(6) == 0, Facts = question.Facts with { Guarded = random.Next(3) == 0 } };
    }

    public AgencyId[] Active() => [.. AgreementTexts.Agencies.Append("elsewhere").Where(_ => random.Next(25) > 0).Select(AgencyId.Parse)];

    public bool Chance(int oneIn) => random.Next(oneIn) == 0;

    public UnreadableAgreement Unreadable() =>
        new("broken", 1, Chance(2) ? null : [.. Some(AgreementTexts.Agencies, 3).Select(AgencyId.Parse)]);

    public T[] Shuffled<T>(IEnumerable<T> items) => [.. items.OrderBy(_ => random.Next())];

    public JsonArray Shuffled(JsonNode? list) => [.. Shuffled((list as JsonArray ?? []).Select(item => item?.DeepClone()))];

    private static JsonObject Without(JsonObject prohibition)
    {
        prohibition["to"] = "any";
        return prohibition;
    }

    private SharingFacts Facts(string[] categories) =>
        new()
        {
            Age = random.Next(3) switch
            {
                0 => null,
                1 => new AgeBand(random.Next(10, 20), random.Next(20, 24)),
                _ => random.Next(8, 24) is var years ? new AgeBand(years, years) : null,
            },
            Flags = Flags.Where(_ => random.Next(2) == 0).ToDictionary(flag => flag, _ => random.Next(2) == 0),
            Data = categories
                .Where(_ => random.Next(3) > 0)
                .ToDictionary(
                    DataCategory.Parse,
                    _ => new CategoryFacts(
                        Chance(3) ? null : random.Next(1, 4),
                        Chance(3) ? null : "ABCDE"[random.Next(5)],
                        Chance(3) ? null : "PC"[random.Next(2)],
                        Chance(3) ? null : [.. Marks.Where(_ => Chance(2))]
                    )
                ),
            Consent = random.Next(4) == 0 ? null : (ConsentState)random.Next(3),
        };

    private IEnumerable<JsonNode> Rules(int count, string name)
    {
        for (var i = 0; i < count; i++)
        {
            var kinds = random.Next(2) == 0 ? ["person"] : Some(Kinds, 4);
            var rule = AgreementTexts.Permission($"{name}-{i}");
            var (from, to) = (Some(AgreementTexts.Agencies, 4), Some(AgreementTexts.Agencies, 4));
            rule["from"] = AgreementTexts.List(from);
            rule["to"] = AgreementTexts.List(from.Length == 1 && to.Length == 1 && from[0] == to[0] ? AgreementTexts.Agencies : to);
            rule["purposes"] = AgreementTexts.List(Some(AgreementTexts.Purposes, 2));
            rule["subjectKinds"] = AgreementTexts.List(kinds);
            rule["categories"] = AgreementTexts.List(Some(AgreementTexts.Categories, 5));
            rule["mode"] = random.Next(3) > 0 ? "content" : "existence";
            rule["consent"] = One("not-required", "not-required", "inform-unless-risk", "explicit");
            rule["release"] = One("automatic", "manual");
            rule["lawfulBasis"] = new JsonObject
            {
                ["article6"] = One("6(1)(c)", "6(1)(e)"),
                ["article9"] = "9(2)(g)",
                ["part3"] = true,
            };
            rule["duties"] = Duties();
            Constrain(rule, kinds);
            yield return rule;
        }
    }

    private IEnumerable<JsonNode> Prohibitions(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var kinds = random.Next(2) == 0 ? ["person"] : Some(Kinds, 2);
            var rule = AgreementTexts.Prohibition($"forbid-{i}");
            rule["from"] = AnyOr(AgreementTexts.Agencies);
            rule["to"] = AnyOr(AgreementTexts.Agencies);
            rule["purposes"] = AnyOr(AgreementTexts.Purposes);
            rule["subjectKinds"] = AgreementTexts.List(kinds);
            rule["categories"] = random.Next(6) == 0 ? "any" : AgreementTexts.List(Some(AgreementTexts.Categories, 2));
            rule["mode"] = One("content", "existence");
            Constrain(rule, kinds);
            yield return rule;
        }
    }

    private void Constrain(JsonObject rule, string[] kinds)
    {
        var constraints = new JsonObject();
        if (kinds is ["person"] && Chance(3))
        {
            constraints["age"] = random.Next(3) switch
            {
                0 => new JsonObject { ["maximum"] = 17 },
                1 => new JsonObject { ["minimum"] = 18 },
                _ => new JsonObject { ["minimum"] = 12, ["maximum"] = 17 },
            };
        }

        if (Chance(6))
        {
            constraints["gradings"] = Chance(2)
                ? new JsonObject { ["sources"] = new JsonArray(1, 2) }
                : new JsonObject { ["intelligence"] = AgreementTexts.List("A", "B") };
        }

        if (Chance(8))
        {
            constraints["handling"] = AgreementTexts.List("P");
        }

        if (Chance(6))
        {
            constraints["markings"] = new JsonObject { [One("within", "any")] = AgreementTexts.List(Some(Marks, 2)) };
        }

        if (Chance(6))
        {
            constraints["flags"] = new JsonObject { [One(Flags)] = Chance(2) };
        }

        if (constraints.Count > 0)
        {
            rule["constraints"] = constraints;
        }
    }

    private JsonObject Duties()
    {
        var duties = new JsonObject();
        if (Chance(2))
        {
            duties["retainFor"] = One("P1Y", "P12M", "P6M", "P180D", "P26W");
        }

        if (Chance(3))
        {
            duties["acknowledgeWithin"] = One("PT24H", "P1D", "PT4H");
        }

        if (Chance(2))
        {
            duties["onward"] = random.Next(3) switch
            {
                0 => new JsonObject { ["to"] = "none" },
                1 => new JsonObject { ["to"] = "parties" },
                _ => new JsonObject { ["to"] = "named", ["agencies"] = AgreementTexts.List(Some(AgreementTexts.Agencies, 2)) },
            };
        }

        if (Chance(3))
        {
            duties["notifySubject"] = true;
        }

        return duties;
    }

    private static void Narrow(JsonObject whole, string[] agencies)
    {
        foreach (var list in new[] { "permissions", "prohibitions" })
        {
            foreach (var rule in (whole[list] as JsonArray ?? []).OfType<JsonObject>().ToArray())
            {
                foreach (var side in new[] { "from", "to" })
                {
                    if (rule[side] is JsonArray named)
                    {
                        var kept = named.Select(n => n?.GetValue<string>() ?? "").Where(agencies.Contains).ToArray();
                        rule[side] = AgreementTexts.List(kept.Length == 0 ? agencies : kept);
                    }
                }

                if (
                    rule["from"] is JsonArray { Count: 1 } from
                    && rule["to"] is JsonArray { Count: 1 }
                    && JsonNode.DeepEquals(from, rule["to"])
                )
                {
                    rule["to"] = AgreementTexts.List(agencies);
                }
            }
        }
    }

    private JsonNode AnyOr(string[] items) => Chance(3) ? JsonValue.Create("any") : AgreementTexts.List(Some(items, 2));

    private string Moment() => $"2026-11-2{random.Next(2, 5)}T12:00:00Z";

    private string One(params string[] items) => items[random.Next(items.Length)];

    private string[] Some(string[] items, int maximum) =>
        [.. items.OrderBy(_ => random.Next()).Take(random.Next(1, Math.Min(maximum, items.Length) + 1))];
}
