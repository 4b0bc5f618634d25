using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using DataSharing.Agreements;
using Xunit;

namespace DataSharing.Tests.Agreements.Law;

/// <summary>Hostile documents: refused with a code, without being read further than an agreement may be long.</summary>
public sealed class MisuseTests
{
    [Fact]
    public void Read_TenMegabytes_IsRefusedWithoutReadingThem()
    {
        var bytes = new byte[10 * 1024 * 1024];
        Array.Fill(bytes, (byte)'[');
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal("too-large", Code(bytes));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 * 1024);
    }

    [Fact]
    public void Read_TenThousandRules_IsRefusedWithAFewFindings()
    {
        var rules = string.Join(',', Enumerable.Repeat("{}", 10_000));
        var text = Sound().ToJsonString().Replace("\"prohibitions\":[]", $"\"prohibitions\":[{rules}]", StringComparison.Ordinal);
        var refused = Assert.IsType<DocumentOutcome.Refused>(AgreementDocument.Read(Encoding.UTF8.GetBytes(text)));
        Assert.Equal(["too-many /prohibitions"], refused.Findings.Select(f => $"{f.Code} {f.Pointer}"));
    }

    [Fact]
    public void Read_AsDeepAsAnAgreementIsLong_IsRefused()
    {
        var depth = AgreementDocument.MaximumBytes / 2;
        Assert.Equal("too-deep", Code(Encoding.UTF8.GetBytes(new string('[', depth) + new string(']', depth))));
        Assert.Equal("too-deep", Code(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", 100)))));
    }

    [Theory]
    [InlineData("роlicе")] // Cyrillic letters among Latin ones
    [InlineData("ｐolice")] // full-width p
    [InlineData("police\u200B")] // zero-width space
    [InlineData("police\u0301")] // combining accent
    [InlineData("POLICE")]
    [InlineData("-police")]
    public void Read_LookAlikeIdentifiers_AreRefusedWhereverACodeStands(string name)
    {
        string[] places =
        [
            "/parties/1/agency",
            "/permissions/0/to/0",
            "/permissions/0/id",
            "/categories/0/code",
            "/purposes/0/functions/0",
            "/permissions/0/lawfulBasis/gateways/0",
        ];
        foreach (var place in places)
        {
            var quoted = JsonValue.Create(name).ToJsonString();
            var refused = Assert.IsType<DocumentOutcome.Refused>(
                AgreementDocument.Read(Utf8(LegalEdits.Edited(Sound(), [$"{place}={quoted}"])))
            );
            Assert.Contains($"invalid-identifier {place}", refused.Findings.Select(f => $"{f.Code} {f.Pointer}"));
        }
    }

    [Theory]
    [InlineData("/effective/to=\"2026-10-01T00:00:00Z\"", "/effective/to")]
    [InlineData("/reviewDate=\"2026-10-01\"", "/reviewDate")]
    [InlineData("/dpia/reviewDate=\"2026-06-30\"", "/dpia/reviewDate")]
    public void Read_DatesThatContradictEachOther_AreNamed(string edit, string pointer)
    {
        var refused = Assert.IsType<DocumentOutcome.Refused>(AgreementDocument.Read(Utf8(LegalEdits.Edited(Sound(), [edit]))));
        Assert.Contains($"dates-out-of-order {pointer}", refused.Findings.Select(f => $"{f.Code} {f.Pointer}"));
    }

    [Fact]
    public void Examine_AsManyRulesAndPartiesAsThereMayBe_IsBounded()
    {
        var text = Sound();
        var parties = Enumerable.Range(0, 64).Select(i => $"agency-{i}").ToArray();
        text["parties"] = new JsonArray([
            .. parties.Select(p => (JsonNode)new JsonObject { ["agency"] = p, ["controllerRole"] = "independent" }),
        ]);
        var rule = new JsonObject
        {
            ["from"] = AgreementTexts.List("agency-0"),
            ["to"] = AgreementTexts.List("agency-0", "agency-1", "agency-63"),
            ["purposes"] = AgreementTexts.List("bringing-to-justice"),
            ["subjectKinds"] = AgreementTexts.List("person"),
            ["categories"] = AgreementTexts.List("identity"),
            ["mode"] = "content",
            ["lawfulBasis"] = new JsonObject { ["article6"] = "6(1)(e)" },
            ["consent"] = "not-required",
            ["release"] = "manual",
        };
        text["permissions"] = new JsonArray([.. Enumerable.Range(0, 200).Select(i => Named(rule, $"rule-{i}"))]);
        var found = LegalCheckTests.Examine(text, []);
        Assert.InRange(found.Count, 400, 200 * LegalRules.All.Count);
    }

    /// <summary>Mutates sound documents byte by byte and member by member; whatever comes, an answer comes: no exception, at most so many findings.</summary>
    [Fact]
    [Trait("Category", "Fuzz")]
    public void ReadAndExamine_WhateverIsSent_AnswersWithoutFailing()
    {
        var seconds = int.TryParse(Environment.GetEnvironmentVariable("FUZZ_SECONDS"), out var asked) ? asked : 5;
        var seed = Environment.TickCount;
        var random = new Random(seed);
        string[] texts =
        [
            LegalCheckTests.Example("valid-all-facts.json").ToJsonString(),
            LegalCheckTests.Example("valid-everything.json").ToJsonString(),
        ];
        var until = Stopwatch.StartNew();
        var (accepted, refused) = (0, 0);
        while (until.Elapsed < TimeSpan.FromSeconds(seconds) || accepted == 0 || refused == 0)
        {
            var bytes = Mutated(texts[random.Next(texts.Length)], random);
            try
            {
                switch (AgreementDocument.Read(bytes))
                {
                    case DocumentOutcome.Accepted { Document: var document }:
                        accepted++;
                        _ = LegalCheck.Examine(document.Agreement, Packs.Law, [], new DateOnly(2026, 11, 23));
                        _ = AgreementCompiler.Compile(document);
                        _ = AgreementText.Html(document);
                        Assert.True(
                            document.Canonical.Span.SequenceEqual(CanonicalJson.From(document.Canonical)),
                            "Canonical bytes are their own."
                        );
                        break;
                    case DocumentOutcome.Refused { Findings: var findings }:
                        refused++;
                        Assert.InRange(findings.Count, 1, AgreementDocument.MaximumFindings);
                        break;
                }
            }
            catch (Exception failure) when (failure is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"seed {seed}: {failure.GetType().Name} {failure.Message}\n{Convert.ToBase64String(bytes)}");
            }
        }
    }

    internal static byte[] Mutated(string text, Random random)
    {
        string[] shreds =
        [
            "\"\"",
            "null",
            "-1",
            "1e400",
            "\"\\ud800\"",
            "[]",
            "{}",
            "true",
            "\"2026-02-30\"",
            "\"P99Y\"",
            "\"any\"",
            "[[[[]]]]",
            "{\"id\":1,\"id\":1}",
            "\"9999-12-31T23:59:59Z\"",
            "18",
            "4",
        ];
        if (random.Next(3) == 0)
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            for (var i = random.Next(1, 6); i > 0; i--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            return random.Next(4) == 0 ? bytes[..random.Next(bytes.Length)] : bytes;
        }

        var root = JsonNode.Parse(text) ?? throw new InvalidOperationException();
        var hits = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            var places = Places(root).Skip(1).ToArray();
            var place = places[random.Next(places.Length)];
            switch (random.Next(4))
            {
                case 0 when place.Parent is JsonObject members:
                    _ = members.Remove(place.GetPropertyName());
                    break;
                case 1 when place.Parent is JsonArray items:
                    items.Add(place.DeepClone());
                    break;
                case 2:
                    place.ReplaceWith(places[random.Next(places.Length)].DeepClone());
                    break;
                default:
                    var mark = $"@{hits.Count}@";
                    hits[$"\"{mark}\""] = shreds[random.Next(shreds.Length)];
                    place.ReplaceWith(JsonValue.Create(mark));
                    break;
            }
        }

        return Encoding.UTF8.GetBytes(
            hits.Aggregate(root.ToJsonString(), (all, hit) => all.Replace(hit.Key, hit.Value, StringComparison.Ordinal))
        );
    }

    private static IEnumerable<JsonNode> Places(JsonNode? node) =>
        node switch
        {
            JsonObject members => members.SelectMany(member => Places(member.Value)).Prepend(members),
            JsonArray items => items.SelectMany(Places).Prepend(items),
            null => [],
            _ => [node],
        };

    private static JsonNode Named(JsonObject rule, string id)
    {
        var copy = rule.DeepClone();
        copy["id"] = id;
        return copy;
    }

    private static JsonObject Sound() => LegalCheckTests.Example("valid-all-facts.json");

    private static byte[] Utf8(JsonObject json) => Encoding.UTF8.GetBytes(json.ToJsonString());

    private static string Code(byte[] bytes) => Assert.IsType<DocumentOutcome.Refused>(AgreementDocument.Read(bytes)).Findings[0].Code;
}
