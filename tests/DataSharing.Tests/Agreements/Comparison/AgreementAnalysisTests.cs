using System.Text.Json.Nodes;
using DataSharing.Agreements;
using Xunit;

namespace DataSharing.Tests.Agreements.Comparison;

public sealed class AgreementAnalysisTests
{
    private const int Worlds = 30;

    [Fact]
    public void Of_RandomAgreements_FindsWhatTakingEachRuleAwayFinds()
    {
        var seen = new SortedDictionary<RuleFindingKind, int>();
        for (var seed = 5000; seed < 5000 + Worlds; seed++)
        {
            var world = new SmallWorld(seed);
            var json = world.Agreement();
            Repeat(json, seed);
            var document = AgreementTexts.Read(json);
            SharingFacts[] facts = [.. world.Facts()];
            var expected = Expected(json, facts);
            var told = AgreementAnalysis
                .Of(document)
                .Findings.Select(f =>
                    $"{f.Pointer} {f.Code}{(f.Kind is RuleFindingKind.Contradicts or RuleFindingKind.Excepted ? $" {f.Others[0]}" : "")}"
                )
                .Order(StringComparer.Ordinal);
            Assert.Equal(expected.Select(e => e.Text).Order(StringComparer.Ordinal), told);
            foreach (var (kind, _) in expected)
            {
                seen[kind] = seen.GetValueOrDefault(kind) + 1;
            }
        }

        Assert.All(
            Enum.GetValues<RuleFindingKind>(),
            kind => Assert.True(seen.GetValueOrDefault(kind) >= 3, $"{kind}: {seen.GetValueOrDefault(kind)}")
        );
    }

    [Fact]
    public void Of_SoundAgreement_FindsNothing()
    {
        var analysis = AgreementAnalysis.Of(AgreementTexts.Read(AgreementTexts.Whole("sound", [AgreementTexts.Permission()])));
        Assert.True(analysis.IsSound);
        Assert.Empty(analysis.Findings);
    }

    // Few random rules say the same twice.
    private static void Repeat(JsonObject json, int seed)
    {
        foreach (var list in new[] { "permissions", "prohibitions" })
        {
            if (json[list] is JsonArray { Count: > 0 } rules && rules[seed % rules.Count]?.DeepClone() is JsonObject copy)
            {
                copy["id"] = $"{list}-again";
                if (seed % 3 == 0)
                {
                    copy["subjectKinds"] = AgreementTexts.List("person");
                }

                rules.Add((JsonNode)copy);
            }
        }
    }

    // By asking the evaluator about documents that hold one rule, two, or all but one.
    private static List<(RuleFindingKind Kind, string Text)> Expected(JsonObject json, SharingFacts[] facts)
    {
        var found = new List<(RuleFindingKind, string)>();
        SharingQuestion[] questions = [.. SmallWorld.Lines().SelectMany(line => facts.Select(f => line with { Facts = f }))];
        var whole = Answers(json, questions);
        var bars = (json["prohibitions"] as JsonArray ?? []).Select((_, j) => Answers(Only(json, "prohibitions", j), questions)).ToArray();
        foreach (var (list, other) in new[] { ("permissions", "prohibitions"), ("prohibitions", "permissions") })
        {
            var rules = json[list] as JsonArray ?? [];
            for (var i = 0; i < rules.Count; i++)
            {
                var at = $"/{list}/{i}";
                var isPermission = list == "permissions";
                var alone = Answers(Only(json, list, i), questions);
                var speaks = alone.Select(a => isPermission ? a.Terms.Length > 0 : a.Prohibited).ToArray();
                RuleFindingKind? kind =
                    !speaks.Any(s => s) ? RuleFindingKind.NeverApplies
                    : isPermission && !speaks.Zip(whole).Any(s => s.First && s.Second.Terms.Length > 0) ? RuleFindingKind.AlwaysForbidden
                    : Answers(Without(json, list, i), questions)
                        .Zip(whole)
                        .All(a => isPermission ? a.First.Terms == a.Second.Terms : a.First.Barred == a.Second.Barred)
                        ? RuleFindingKind.Redundant
                    : null;
                if (kind is { } idle)
                {
                    found.Add(
                        (
                            idle,
                            $"{at} {(idle == RuleFindingKind.NeverApplies ? "never-applies" : idle == RuleFindingKind.Redundant ? "redundant" : "always-forbidden")}"
                        )
                    );
                }

                var prohibitions = json["prohibitions"] as JsonArray ?? [];
                for (var j = 0; isPermission && j < prohibitions.Count; j++)
                {
                    var forbids = bars[j];
                    // On the lines where both can speak: every one of the pair's lines is alike, since each asks the same everywhere.
                    var met = speaks.Zip(forbids).Where(s => s.First && s.Second.Barred).ToArray();
                    if (met.Length > 0)
                    {
                        var lines = questions
                            .Zip(speaks.Zip(forbids))
                            .Where(q => q.Second.First)
                            .GroupBy(q => Line(q.First))
                            .Where(g => g.Any(q => q.Second.Second.Barred));
                        var always = lines.All(line => line.All(q => q.Second.Second.Prohibited));
                        found.Add(
                            (
                                always ? RuleFindingKind.Contradicts : RuleFindingKind.Excepted,
                                $"{at} {(always ? "contradicts" : "excepted")} {prohibitions[j]?["id"]}"
                            )
                        );
                    }
                }
            }
        }

        return found;
    }

    private static string Line(SharingQuestion q) => $"{q.From} {q.To} {q.Purpose} {q.SubjectKind} {q.Categories[0]} {q.Mode}";

    private static (string Terms, bool Barred, bool Prohibited)[] Answers(JsonObject json, SharingQuestion[] questions)
    {
        if (json["permissions"] is JsonArray { Count: 0 } && json["prohibitions"] is JsonArray { Count: 0 })
        {
            return [.. questions.Select(_ => ("", false, false))];
        }

        var inForce = SmallWorld.Alone(AgreementTexts.Read(json));
        return [.. questions.Select(q => SmallWorld.Says(inForce, q))];
    }

    private static JsonObject Only(JsonObject json, string list, int index)
    {
        var copy = (JsonObject)json.DeepClone();
        var rule = copy[list]?[index]?.DeepClone();
        copy["permissions"] = new JsonArray();
        copy["prohibitions"] = new JsonArray();
        copy[list] = new JsonArray(rule);
        return copy;
    }

    private static JsonObject Without(JsonObject json, string list, int index)
    {
        var copy = (JsonObject)json.DeepClone();
        (copy[list] as JsonArray)?.RemoveAt(index);
        return copy;
    }
}
