using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using DataSharing.Agreements;
using Xunit;

namespace DataSharing.Tests.Agreements;

/// <summary>Holds the parser against the published schema, read by another validator (ajv), in both directions.</summary>
public sealed class AgreementSchemaTests
{
    // What JSON Schema cannot say: references between members, order of dates and ages, what one member needs because of another.
    private static readonly HashSet<string> BeyondSchema = new(StringComparer.Ordinal)
    {
        "party-repeated",
        "party-unknown",
        "category-repeated",
        "category-undeclared",
        "purpose-repeated",
        "purpose-undeclared",
        "rule-repeated",
        "rule-without-pair",
        "no-rules",
        "dates-out-of-order",
        "ages-out-of-order",
        "age-of-what",
        "annex1-mismatch",
        "article9-missing",
        "schedule1-missing",
        "schedule8-without-part3",
        "safeguarding-facts",
        "consent-stance",
        "redaction-outside",
        "special-kinds-of-what",
    };

    [Fact]
    public void Read_MutatedDocuments_AgreesWithTheSchema()
    {
        var texts = Documents().ToArray();
        var answers = Ask(texts);
        var (bothAccept, bothRefuse) = (0, 0);
        for (var i = 0; i < texts.Length; i++)
        {
            var findings = AgreementDocument.Read(Encoding.UTF8.GetBytes(texts[i])) is DocumentOutcome.Refused refused
                ? refused.Findings.Where(f => !BeyondSchema.Contains(f.Code)).ToArray()
                : [];
            var said =
                $"{texts[i]}\nschema: {string.Join(", ", answers[i].Errors)}\nparser: {string.Join(", ", findings.Select(f => $"{f.Code} {f.Pointer}"))}";
            Assert.True(answers[i].Valid == (findings.Length == 0), said);
            bothAccept += answers[i].Valid ? 1 : 0;
            bothRefuse += answers[i].Valid ? 0 : 1;
        }

        Assert.True(bothAccept > 100 && bothRefuse > 500, $"{bothAccept} accepted, {bothRefuse} refused");
    }

    [Fact]
    public void Schema_IsDescribedThroughout()
    {
        var schema = JsonNode.Parse(AgreementSchema.Utf8.Span);
        var silent = new List<string>();
        Walk(schema, "");
        Assert.Empty(silent);

        void Walk(JsonNode? node, string at)
        {
            if (node is not JsonObject members)
            {
                return;
            }

            foreach (var (name, value) in members)
            {
                if (name is "properties" or "$defs" && value is JsonObject named && !at.EndsWith("/else", StringComparison.Ordinal))
                {
                    foreach (var (member, inner) in named)
                    {
                        if (
                            inner is JsonObject said
                            && !said.ContainsKey("description")
                            && !said.ContainsKey("$ref")
                            && !said.ContainsKey("const")
                        )
                        {
                            silent.Add($"{at}/{name}/{member}");
                        }

                        Walk(inner, $"{at}/{name}/{member}");
                    }
                }
                else
                {
                    Walk(value, $"{at}/{name}");
                }
            }
        }
    }

    private static IEnumerable<string> Documents()
    {
        var examples = Path.Combine(NodeScript.Root(), "tests/DataSharing.Tests/Agreements/Examples");
        foreach (var file in Directory.GetFiles(examples, "*.json"))
        {
            yield return File.ReadAllText(file);
        }

        yield return File.ReadAllText(Path.Combine(NodeScript.Root(), "scenarios/eastmere/agreement.json"));
        for (var seed = 0; seed < 60; seed++)
        {
            yield return new RandomAgreements(seed).Agreement($"agreement-{seed}").ToJsonString();
        }

        // Every value of the fullest examples, replaced by each of these, and taken away, and given a sibling.
        foreach (var name in new[] { "valid-everything.json", "valid-all-facts.json" })
        {
            foreach (var text in Mutations(File.ReadAllText(Path.Combine(examples, name))))
            {
                yield return text;
            }
        }
    }

    private static IEnumerable<string> Mutations(string whole)
    {
        JsonNode?[] replacements =
        [
            null,
            JsonValue.Create(true),
            JsonValue.Create(2),
            JsonValue.Create(1.5),
            JsonValue.Create(""),
            JsonValue.Create("any"),
            JsonValue.Create("a\u202Eb"),
            JsonValue.Create("2026-02-30T00:00:00Z"),
            JsonValue.Create("2026-02-29"),
            JsonValue.Create("P0D"),
            JsonValue.Create("PT"),
            JsonValue.Create("P3W"),
            JsonValue.Create("аny"), // Cyrillic а
            new JsonArray(),
            new JsonArray("council", "council"),
            new JsonArray(1, 1.0),
            new JsonObject(),
            JsonValue.Create(new string('x', 301)),
            new JsonArray([.. Enumerable.Range(0, 65).Select(i => (JsonNode)$"code-{i}")]),
        ];
        var count = Places(JsonNode.Parse(whole)).Count();
        for (var place = 1; place < count; place++)
        {
            foreach (var replacement in replacements)
            {
                var copy = JsonNode.Parse(whole);
                Places(copy).ElementAt(place).ReplaceWith(replacement?.DeepClone());
                yield return copy?.ToJsonString() ?? "";
            }

            var cut = JsonNode.Parse(whole);
            var target = Places(cut).ElementAt(place);
            if (target.Parent is JsonObject parent)
            {
                _ = parent.Remove(target.GetPropertyName());
                yield return cut?.ToJsonString() ?? "";
            }

            var grown = JsonNode.Parse(whole);
            if (Places(grown).ElementAt(place) is JsonObject inner)
            {
                inner["surprise"] = "x";
                yield return grown?.ToJsonString() ?? "";
            }
        }
    }

    private static IEnumerable<JsonNode> Places(JsonNode? node)
    {
        if (node is null)
        {
            yield break;
        }

        yield return node;
        var inner = node switch
        {
            JsonObject members => members.Select(member => member.Value),
            JsonArray items => items,
            _ => [],
        };
        foreach (var place in inner.SelectMany(Places))
        {
            yield return place;
        }
    }

    private static SchemaAnswer[] Ask(string[] documents)
    {
        var input = new JsonObject
        {
            ["schema"] = JsonNode.Parse(AgreementSchema.Utf8.Span),
            ["documents"] = new JsonArray([.. documents.Select(document => (JsonNode)document)]),
        };
        var output = NodeScript.Run("check.mjs", input.ToJsonString());
        return JsonSerializer.Deserialize<SchemaAnswer[]>(output, JsonSerializerOptions.Web) ?? [];
    }

    private sealed record SchemaAnswer(bool Valid, string[]? Errors)
    {
        public string[] Errors { get; } = Errors ?? [];
    }
}
