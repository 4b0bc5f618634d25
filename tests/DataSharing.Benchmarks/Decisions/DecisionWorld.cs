using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using DataSharing.Agreements;
using DataSharing.Identity;

namespace DataSharing.Benchmarks.Decisions;

/// <summary>A rule of the world, plain, so that each side can be told it in its own language.</summary>
internal sealed record WorldRule(
    string Agreement,
    string Id,
    bool IsProhibition,
    int[] From,
    int[] To,
    int[] Purposes,
    int[] Kinds,
    int[] Categories,
    int? MaximumAge,
    bool? AdultAtRisk
)
{
    public string Name => $"{Agreement}:{Id}";
}

internal sealed record WorldQuestion(int From, int To, int Purpose, int Kind, int[] Categories, int Age, bool AdultAtRisk);

/// <summary>
/// Random agreements of four parties each, and questions between agencies that at least one binds. There are as many agencies as make six
/// agreements bind a pair, whatever the number of agreements: 10, 32 or 100. Each permission covers the first few categories of one order, so
/// that the agreement that permits most permits what all of them together would: the peers know no choice between agreements.
/// </summary>
internal sealed class DecisionWorld
{
    public const int Purposes = 6;
    public const int Categories = 10;
    private const int PartiesEach = 4;

    public static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private static readonly string[] Kinds = ["person", "group", "business", "location"];
    private readonly Random random;

    public DecisionWorld(int agreements, int questions, int seed)
    {
        random = new Random(seed);
        Agreements = agreements;
        Agencies = (int)Math.Round(Math.Sqrt(2.0 * agreements));
        var bound = new List<int[]>();
        for (var i = 0; i < agreements; i++)
        {
            var parties = Some(Agencies, PartiesEach, PartiesEach);
            bound.Add(parties);
            Rules.AddRange(RulesOf($"agreement-{i}", parties));
            Documents.Add(Document($"agreement-{i}", parties, [.. Rules.Where(rule => rule.Agreement == $"agreement-{i}")]));
        }

        for (var i = 0; i < questions; i++)
        {
            var pair = Shuffled(bound[random.Next(agreements)]);
            Questions.Add(
                new WorldQuestion(
                    pair[0],
                    pair[1],
                    random.Next(Purposes),
                    random.Next(4) > 0 ? 0 : random.Next(Kinds.Length),
                    Some(Categories, 1, 4),
                    random.Next(8, 60),
                    random.Next(3) == 0
                )
            );
        }
    }

    public int Agreements { get; }

    public int Agencies { get; }

    public List<WorldRule> Rules { get; } = [];

    public List<byte[]> Documents { get; } = [];

    public List<WorldQuestion> Questions { get; } = [];

    public static string Agency(int number) => $"agency-{number}";

    public static string Purpose(int number) => $"purpose-{number}";

    public static string Category(int number) => $"category-{number}";

    public static SharingQuestion Ask(WorldQuestion question) =>
        new(
            AgencyId.Parse(Agency(question.From)),
            AgencyId.Parse(Agency(question.To)),
            PurposeCode.Parse(Purpose(question.Purpose)),
            (SubjectKind)question.Kind,
            question.Categories.Select(category => DataCategory.Parse(Category(category))),
            SharingMode.Content
        )
        {
            Facts = new SharingFacts
            {
                Age = new AgeBand(question.Age, question.Age),
                Flags = new Dictionary<string, bool>(StringComparer.Ordinal) { ["adult-at-risk"] = question.AdultAtRisk },
            },
        };

    private IEnumerable<WorldRule> RulesOf(string agreement, int[] parties)
    {
        for (var i = 0; i < 4; i++)
        {
            var isProhibition = i == 3;
            if (isProhibition && random.Next(3) > 0)
            {
                continue;
            }

            var from = parties[random.Next(parties.Length)];
            int? age = random.Next(3) == 0 ? 17 : null;
            yield return new WorldRule(
                agreement,
                $"rule-{i}",
                isProhibition,
                [from],
                [.. parties.Where(party => party != from)],
                isProhibition ? [random.Next(Purposes)] : Some(Purposes, 1, 3),
                age is null ? Some(Kinds.Length, 1, 4) : [0],
                isProhibition ? Some(Categories, 1, 2) : [.. Enumerable.Range(0, random.Next(2, Categories))],
                age,
                random.Next(6) == 0 ? random.Next(2) == 0 : null
            );
        }
    }

    private static byte[] Document(string id, int[] parties, WorldRule[] rules)
    {
        var whole = new JsonObject
        {
            ["format"] = 1,
            ["id"] = id,
            ["version"] = 1,
            ["title"] = "A bench's agreement",
            ["purposeStatement"] = "To be decided under.",
            ["parties"] = new JsonArray([
                .. parties.Select(party => (JsonNode)new JsonObject { ["agency"] = Agency(party), ["controllerRole"] = "independent" }),
            ]),
            ["effective"] = new JsonObject { ["from"] = "2026-01-01T00:00:00Z", ["to"] = "2028-01-01T00:00:00Z" },
            ["reviewDate"] = "2027-06-01",
            ["categories"] = Coded(Enumerable.Range(0, Categories).Select(Category)),
            ["purposes"] = Coded(Enumerable.Range(0, Purposes).Select(Purpose)),
            ["permissions"] = new JsonArray([.. rules.Where(rule => !rule.IsProhibition).Select(rule => (JsonNode)Written(rule))]),
            ["prohibitions"] = new JsonArray([.. rules.Where(rule => rule.IsProhibition).Select(rule => (JsonNode)Written(rule))]),
        };
        return Encoding.UTF8.GetBytes(whole.ToJsonString());
    }

    private static JsonObject Written(WorldRule rule)
    {
        var written = new JsonObject
        {
            ["id"] = rule.Id,
            ["from"] = List(rule.From.Select(Agency)),
            ["to"] = List(rule.To.Select(Agency)),
            ["purposes"] = List(rule.Purposes.Select(Purpose)),
            ["subjectKinds"] = List(rule.Kinds.Select(kind => Kinds[kind])),
            ["categories"] = List(rule.Categories.Select(Category)),
            ["mode"] = "content",
        };
        var constraints = new JsonObject();
        if (rule.MaximumAge is { } age)
        {
            constraints["age"] = new JsonObject { ["maximum"] = age };
        }

        if (rule.AdultAtRisk is { } flag)
        {
            constraints["flags"] = new JsonObject { ["adult-at-risk"] = flag };
        }

        if (constraints.Count > 0)
        {
            written["constraints"] = constraints;
        }

        if (!rule.IsProhibition)
        {
            written["lawfulBasis"] = new JsonObject { ["article6"] = "6(1)(e)", ["gateway"] = "Children Act 2004 s.11" };
            written["consent"] = "inform-unless-risk";
            written["release"] = "automatic";
            written["duties"] = new JsonObject
            {
                ["retainFor"] = $"P{rule.Categories.Length}Y",
                ["onward"] = new JsonObject { ["to"] = "parties" },
            };
        }

        return written;
    }

    private static JsonArray Coded(IEnumerable<string> codes) =>
        new([.. codes.Select(code => (JsonNode)new JsonObject { ["code"] = code, ["title"] = code })]);

    private static JsonArray List(IEnumerable<string> items) => new([.. items.Select(item => (JsonNode?)JsonValue.Create(item))]);

    private int[] Shuffled(int[] items)
    {
        var copy = items.ToArray();
        random.Shuffle(copy);
        return copy;
    }

    private int[] Some(int of, int least, int most) =>
        [.. Shuffled([.. Enumerable.Range(0, of)]).Take(random.Next(least, most + 1)).Order()];

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Agreements} agreements, {Rules.Count} rules, {Agencies} agencies");
}
