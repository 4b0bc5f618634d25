using System.Globalization;
using System.Text.Json.Nodes;
using DataSharing.Agreements;
using DataSharing.Identity;

namespace DataSharing.Tests.Agreements.Comparison;

/// <summary>
/// Agreements so small that every line of sharing can be asked with every set of facts that their rules could tell apart. Made apart from what
/// compares and analyses: facts are listed value by value.
/// </summary>
internal sealed class SmallWorld(int seed)
{
    private static readonly string[] Agencies = ["council", "police", "trust"];
    private static readonly string[] Kinds = ["person", "location"];
    private static readonly string[] Categories = ["identity", "risk", "health"];
    private static readonly string[] Marks = ["tlp-green", "tlp-amber"];
    private static readonly string[] Variables =
    [
        "age",
        "flag",
        "other-flag",
        "consent",
        "sources",
        "intelligence",
        "handling",
        "markings",
    ];
    private static readonly int[] Years = [11, 12, 17, 18, 40];
    private readonly Random random = new(seed);

    /// <summary>At most two: more make too many combinations to list.</summary>
    private string[] Varying => field ??= seed % 4 == 0 ? ["markings"] : [.. Variables.OrderBy(_ => random.Next()).Take(random.Next(1, 3))];

    public static DateTimeOffset Moment { get; } = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    public JsonObject Agreement()
    {
        var whole = AgreementTexts.Whole("small", [.. Permissions(random.Next(0, 5))], [.. Prohibitions(Math.Max(0, random.Next(-2, 3)))]);
        var parties = random.Next(5) == 0 ? Agencies[..2] : Agencies;
        whole["parties"] = new JsonArray([
            .. parties.Select(a => (JsonNode)new JsonObject { ["agency"] = a, ["controllerRole"] = "joint" }),
        ]);
        foreach (var rule in Rules(whole))
        {
            Keep(rule, "from", parties);
            Keep(rule, "to", parties);
            if (JsonNode.DeepEquals(rule["from"], rule["to"]) && rule["from"] is JsonArray { Count: 1 })
            {
                rule["to"] = AgreementTexts.List(parties);
            }
        }

        if (!Rules(whole).Any())
        {
            var any = AgreementTexts.Prohibition();
            any["to"] = "any";
            whole["prohibitions"] = new JsonArray(any);
        }

        return whole;
    }

    /// <summary>The next version: most of it as before.</summary>
    public JsonObject Edited(JsonObject before)
    {
        var after = (JsonObject)before.DeepClone();
        after["version"] = 2;
        var other = Agreement();
        if (random.Next(4) == 0)
        {
            other["version"] = 2;
            return other;
        }

        foreach (var list in new[] { "permissions", "prohibitions" })
        {
            if (after[list] is not JsonArray rules || other[list] is not JsonArray others)
            {
                continue;
            }

            foreach (var rule in rules.OfType<JsonObject>())
            {
                var taken = random.Next(2) == 0 ? others.OfType<JsonObject>().ElementAtOrDefault(random.Next(3)) : null;
                var members = new[]
                {
                    "constraints",
                    "constraints",
                    "constraints",
                    "purposes",
                    "categories",
                    "mode",
                    "consent",
                    "release",
                    "duties",
                    "lawfulBasis",
                    "constraints",
                };
                var member = members[random.Next(members.Length)];
                if (taken is not null && (member == "constraints" || (taken.ContainsKey(member) && rule.ContainsKey(member))))
                {
                    rule[member] = taken[member]?.DeepClone();
                    if (rule[member] is null)
                    {
                        rule.Remove(member);
                    }
                }
            }

            if (random.Next(4) == 0 && rules.Count > 1)
            {
                rules.RemoveAt(random.Next(rules.Count));
            }
        }

        return AgreementDocument.Read(System.Text.Encoding.UTF8.GetBytes(after.ToJsonString())) is DocumentOutcome.Accepted ? after : other;
    }

    public IEnumerable<SharingFacts> Facts()
    {
        IEnumerable<SharingFacts> all = [SharingFacts.NoneRecorded];
        foreach (var variable in Varying)
        {
            all = all.SelectMany(facts => Values(facts, variable)).ToArray();
        }

        return all;
    }

    /// <summary>Every line of sharing, and some of purposes and categories that nobody declares.</summary>
    public static IEnumerable<SharingQuestion> Lines() =>
        from sender in Agencies
        from receiver in Agencies
        where sender != receiver
        from purpose in AgreementTexts.Purposes.Append("undeclared")
        from kind in new[] { SubjectKind.Person, SubjectKind.Group, SubjectKind.Location }
        from category in Categories.Append("undeclared")
        from mode in Enum.GetValues<SharingMode>()
        select new SharingQuestion(
            AgencyId.Parse(sender),
            AgencyId.Parse(receiver),
            PurposeCode.Parse(purpose),
            kind,
            [DataCategory.Parse(category)],
            mode
        );

    public static AgreementsInForce Alone(AgreementDocument document) =>
        new([new StandingArtefact(AgreementCompiler.Compile(document), false)], [], Agencies.Select(AgencyId.Parse));

    /// <summary>What the evaluator says: the terms in one text, empty where it does not permit; whether a prohibition stands in the way, and for sure.</summary>
    public static (string Terms, bool Barred, bool Prohibited) Says(AgreementsInForce inForce, SharingQuestion question)
    {
        var decision = AgreementEvaluator.Evaluate(inForce, question, Moment);
        if (decision.Effect != SharingEffect.Permit)
        {
            var reason = decision.Categories[0].Reason;
            return ("", reason is RefusalReason.Prohibited or RefusalReason.ProhibitionUnevaluable, reason == RefusalReason.Prohibited);
        }

        var duties = decision.Obligations;
        var bases = decision
            .Grounds.Select(g => $"{g.LawfulBasis.Article6} {g.LawfulBasis.Gateway}")
            .Distinct()
            .Order(StringComparer.Ordinal);
        var terms = string.Join(
            '|',
            [
                string.Join(';', bases),
                decision.Consent.ToString(),
                decision.Release.ToString(),
                string.Join(',', duties.Redact),
                Length(duties.RetainFor),
                Length(duties.AcknowledgeWithin),
                string.Join(',', duties.Onward.Agencies),
                duties.NotifySubject.ToString(),
            ]
        );
        return (terms, false, false);
    }

    private static string Length(CalendarDuration? duration) =>
        duration is null ? "" : $"{duration.After(Moment):O} {duration.After(Moment.AddDays(40)):O}";

    private static IEnumerable<SharingFacts> Values(SharingFacts facts, string variable) =>
        variable switch
        {
            "age" => new AgeBand?[] { null }
                .Concat(from a in Years from b in Years where a <= b select new AgeBand(a, b))
                .Select(age => facts with { Age = age }),
            "flag" => Flag(facts, "adult-at-risk"),
            "other-flag" => Flag(facts, "safe-address"),
            "consent" => new ConsentState?[] { null, ConsentState.Given, ConsentState.Refused, ConsentState.Withdrawn }.Select(c =>
                facts with
                {
                    Consent = c,
                }
            ),
            "sources" => new int?[] { null, 1, 2, 3 }.Select(source => Data(facts, data => data with { Source = source })),
            "intelligence" => new char?[] { null, 'A', 'B', 'D' }.Select(letter =>
                Data(facts, data => data with { Intelligence = letter })
            ),
            "handling" => new char?[] { null, 'P', 'C' }.Select(letter => Data(facts, data => data with { Handling = letter })),
            _ => new IReadOnlyList<string>?[]
            {
                null,
                [],
                ["tlp-green"],
                ["tlp-amber"],
                ["tlp-green", "tlp-amber"],
                ["x"],
                ["tlp-green", "x"],
                ["tlp-amber", "x"],
                ["tlp-green", "tlp-amber", "x"],
            }.Select(carried => Data(facts, data => data with { Markings = carried })),
        };

    private static IEnumerable<SharingFacts> Flag(SharingFacts facts, string name) =>
        new bool?[] { null, true, false }.Select(value =>
            value is not { } known
                ? facts
                : facts with
                {
                    Flags = new Dictionary<string, bool>(facts.Flags, StringComparer.Ordinal) { [name] = known },
                }
        );

    private static SharingFacts Data(SharingFacts facts, Func<CategoryFacts, CategoryFacts> change) =>
        facts with
        {
            Data = AgreementTexts
                .Categories.Append("undeclared")
                .Select(DataCategory.Parse)
                .ToDictionary(c => c, c => change(facts.Data.GetValueOrDefault(c) ?? new CategoryFacts(null, null, null, null))),
        };

    private IEnumerable<JsonNode> Permissions(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var rule = AgreementTexts.Permission(string.Create(CultureInfo.InvariantCulture, $"allow-{i}"));
            var kinds = Some(Kinds);
            rule["from"] = AgreementTexts.List(Some(Agencies));
            rule["to"] = AgreementTexts.List(Some(Agencies));
            rule["purposes"] = AgreementTexts.List(Some(AgreementTexts.Purposes));
            rule["subjectKinds"] = AgreementTexts.List(kinds);
            rule["categories"] = AgreementTexts.List(Some(Categories));
            rule["mode"] = One("content", "content", "existence");
            rule["consent"] = Varying.Contains("consent")
                ? One("explicit", "not-required")
                : One("not-required", "not-required", "inform-unless-risk");
            rule["release"] = One("automatic", "automatic", "manual");
            rule["lawfulBasis"] = new JsonObject { ["article6"] = One("6(1)(c)", "6(1)(e)", "6(1)(e)"), ["article9"] = "9(2)(g)" };
            rule["duties"] =
                random.Next(2) == 0 ? new JsonObject() : new JsonObject { ["acknowledgeWithin"] = One("PT24H", "P1D", "PT4H") };
            Constrain(rule, kinds);
            yield return rule;
        }
    }

    private IEnumerable<JsonNode> Prohibitions(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var rule = AgreementTexts.Prohibition(string.Create(CultureInfo.InvariantCulture, $"forbid-{i}"));
            var kinds = Some(Kinds);
            rule["from"] = AnyOr(Agencies);
            rule["to"] = AnyOr(Agencies);
            rule["purposes"] = AnyOr(AgreementTexts.Purposes);
            rule["subjectKinds"] = AgreementTexts.List(kinds);
            rule["categories"] = AnyOr(Categories);
            rule["mode"] = One("content", "existence");
            Constrain(rule, kinds);
            yield return rule;
        }
    }

    private void Constrain(JsonObject rule, string[] kinds)
    {
        var constraints = new JsonObject();
        foreach (var variable in Varying.Where(_ => random.Next(2) == 0))
        {
            switch (variable)
            {
                case "age" when kinds is ["person"]:
                    constraints["age"] = random.Next(3) switch
                    {
                        0 => new JsonObject { ["maximum"] = 17 },
                        1 => new JsonObject { ["minimum"] = 18 },
                        _ => new JsonObject { ["minimum"] = 12, ["maximum"] = 17 },
                    };
                    break;
                case "flag" or "other-flag":
                    var flags = constraints["flags"] as JsonObject ?? [];
                    flags[variable == "flag" ? "adult-at-risk" : "safe-address"] = random.Next(2) == 0;
                    constraints["flags"] ??= flags;
                    break;
                case "sources" or "intelligence":
                    var gradings = constraints["gradings"] as JsonObject ?? [];
                    gradings[variable] = variable == "sources" ? new JsonArray(1, 2) : AgreementTexts.List(Some(["A", "B"]));
                    constraints["gradings"] ??= gradings;
                    break;
                case "handling":
                    constraints["handling"] = AgreementTexts.List(One("P", "C"));
                    break;
                case "markings":
                    // Both members, so that some rules can never hold.
                    var markings = new JsonObject { [seed % 4 == 0 ? "within" : One("within", "any")] = AgreementTexts.List(Some(Marks)) };
                    markings[seed % 4 == 0 ? "any" : One("within", "any")] = AgreementTexts.List(Some(Marks));
                    constraints["markings"] = markings;
                    break;
                default:
                    break;
            }
        }

        if (constraints.Count > 0)
        {
            rule["constraints"] = constraints;
        }
    }

    private JsonNode AnyOr(string[] items) => random.Next(2) == 0 ? JsonValue.Create("any") : AgreementTexts.List(Some(items));

    private string One(params string[] items) => items[random.Next(items.Length)];

    private string[] Some(string[] items) => [.. items.Where(_ => random.Next(2) == 0).DefaultIfEmpty(items[random.Next(items.Length)])];

    private static IEnumerable<JsonObject> Rules(JsonObject whole) =>
        new[] { "permissions", "prohibitions" }.SelectMany(list => whole[list] as JsonArray ?? []).OfType<JsonObject>();

    private static void Keep(JsonObject rule, string side, string[] parties)
    {
        if (rule[side] is JsonArray named)
        {
            var kept = named.Select(n => n?.GetValue<string>() ?? "").Where(parties.Contains).ToArray();
            rule[side] = AgreementTexts.List(kept.Length == 0 ? parties : kept);
        }
    }
}
