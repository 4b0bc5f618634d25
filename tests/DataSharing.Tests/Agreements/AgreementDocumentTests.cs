using System.Text;
using System.Text.Json.Nodes;
using DataSharing.Agreements;
using Xunit;

namespace DataSharing.Tests.Agreements;

public sealed class AgreementDocumentTests
{
    [Fact]
    public void Read_SameDocumentWrittenOtherwise_SameContentHash()
    {
        var json = AgreementTexts.Whole("exploitation", [AgreementTexts.Permission()]);
        var reversed = new JsonObject(json.Reverse().Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())));
        var spaced = Encoding.UTF8.GetBytes(reversed.ToJsonString(new() { WriteIndented = true }));
        var outcome = Assert.IsType<DocumentOutcome.Accepted>(AgreementDocument.Read(spaced));
        Assert.Equal(AgreementTexts.Read(json).ContentHash, outcome.Document.ContentHash);
        Assert.Equal(CanonicalJson.Hash(outcome.Document.Canonical.Span), outcome.Document.ContentHash);
    }

    [Fact]
    public void Read_CanonicalBytesAgain_AreThemselves()
    {
        var document = AgreementTexts.Read(AgreementTexts.Whole("exploitation", [AgreementTexts.Permission()]));
        var again = Assert.IsType<DocumentOutcome.Accepted>(AgreementDocument.Read(document.Canonical));
        Assert.Equal(document.Canonical.ToArray(), again.Document.Canonical.ToArray());
    }

    public static TheoryData<string, string, string> Wrong { get; } =
        new()
        {
            // A path to change, the JSON to put there ("-" takes it away), and the finding: code and pointer.
            { "/surprise", "1", "unknown-member /surprise" },
            { "/permissions/0/duties", "{\"keep\":1}", "unknown-member /permissions/0/duties/keep" },
            { "/title", "-", "missing-member /title" },
            { "/title", "7", "wrong-type /title" },
            { "/title", "\"  \"", "empty-text /title" },
            { "/title", "\"a\\nb\"", "invalid-text /title" },
            { "/title", "\"a\\u202eb\"", "invalid-text /title" },
            { "/title", "\"\\ud800\"", "invalid-text /title" },
            { "/title", $"\"{new string('x', 201)}\"", "too-long /title" },
            { "/purposeStatement", "\"a\\u0007b\"", "invalid-text /purposeStatement" },
            { "/format", "2", "out-of-range /format" },
            { "/version", "0", "out-of-range /version" },
            { "/version", "1.5", "out-of-range /version" },
            { "/version", "\"1\"", "wrong-type /version" },
            { "/id", "\"Exploitation\"", "invalid-identifier /id" },
            { "/id", "\"explo\\u0456tation\"", "invalid-identifier /id" }, // Cyrillic і
            { "/id", "\"a--b\"", "invalid-identifier /id" },
            { "/parties", "{}", "wrong-type /parties" },
            { "/parties", "[]", "too-few /parties" },
            { "/parties/0", "3", "wrong-type /parties/0" },
            { "/parties/0/controllerRole", "\"Joint\"", "invalid-value /parties/0/controllerRole" },
            { "/parties/1/agency", "\"council\"", "party-repeated /parties/1/agency" },
            { "/effective/from", "\"2026-11-01\"", "invalid-date /effective/from" },
            { "/effective/from", "\"2026-02-30T00:00:00Z\"", "invalid-date /effective/from" },
            { "/effective/to", "\"2026-11-01T00:00:00Z\"", "dates-out-of-order /effective/to" },
            { "/reviewDate", "\"2027-13-01\"", "invalid-date /reviewDate" },
            { "/reviewDate", "\"2026-10-31\"", "dates-out-of-order /reviewDate" },
            { "/categories/1/code", "\"identity\"", "category-repeated /categories/1/code" },
            { "/categories/0/specialCategory", "\"yes\"", "wrong-type /categories/0/specialCategory" },
            { "/purposes/1/code", "\"safeguarding-children\"", "purpose-repeated /purposes/1/code" },
            { "/permissions", "[]", "no-rules /permissions" },
            { "/permissions/0/from/0", "\"stranger\"", "party-unknown /permissions/0/from/0" },
            { "/permissions/0/to", "[\"police\",\"police\"]", "repeated-item /permissions/0/to/1" },
            { "/permissions/0/to", "[\"council\"]", "rule-without-pair /permissions/0/to" },
            { "/permissions/0/from", "\"any\"", "wrong-type /permissions/0/from" },
            { "/permissions/0/purposes", "[\"profit\"]", "purpose-undeclared /permissions/0/purposes/0" },
            { "/permissions/0/categories", "[\"identity\",\"shoes\"]", "category-undeclared /permissions/0/categories/1" },
            { "/permissions/0/subjectKinds", "[\"vehicle\"]", "invalid-value /permissions/0/subjectKinds/0" },
            { "/permissions/0/mode", "\"any\"", "invalid-value /permissions/0/mode" },
            { "/permissions/0/lawfulBasis", "-", "article6-missing /permissions/0/lawfulBasis" },
            { "/permissions/0/lawfulBasis/article6", "-", "article6-missing /permissions/0/lawfulBasis/article6" },
            { "/permissions/0/lawfulBasis/article6", "\"6(1)(g)\"", "invalid-value /permissions/0/lawfulBasis/article6" },
            { "/permissions/0/lawfulBasis/article6", "\"6(1)(ea)\"", "annex1-mismatch /permissions/0/lawfulBasis/annex1" },
            { "/permissions/0/lawfulBasis/annex1", "\"crime\"", "annex1-mismatch /permissions/0/lawfulBasis/annex1" },
            { "/permissions/0/lawfulBasis/schedule8", "4", "schedule8-without-part3 /permissions/0/lawfulBasis/schedule8" },
            { "/permissions/0/lawfulBasis/schedule1", "{\"paragraph\":5}", "out-of-range /permissions/0/lawfulBasis/schedule1/paragraph" },
            {
                "/permissions/0/lawfulBasis/schedule1",
                "{\"paragraph\":18}",
                "safeguarding-facts /permissions/0/lawfulBasis/schedule1/safeguarding"
            },
            { "/permissions/0/categories", "[\"health\"]", "article9-missing /permissions/0/lawfulBasis/article9" },
            { "/permissions/0/categories", "[\"intelligence\"]", "schedule1-missing /permissions/0/lawfulBasis/schedule1" },
            { "/permissions/0/lawfulBasis/article6", "\"6(1)(a)\"", "consent-stance /permissions/0/consent" },
            { "/permissions/0/duties", "{\"retainFor\":\"1 year\"}", "invalid-duration /permissions/0/duties/retainFor" },
            { "/permissions/0/duties", "{\"redact\":[\"identity.home\"]}", "invalid-pointer /permissions/0/duties/redact/0" },
            { "/permissions/0/duties", "{\"redact\":[\"/health/note\"]}", "redaction-outside /permissions/0/duties/redact" },
            { "/permissions/0/duties", "{\"onward\":{\"to\":\"named\"}}", "missing-member /permissions/0/duties/onward/agencies" },
            {
                "/permissions/0/duties",
                "{\"onward\":{\"to\":\"none\",\"agencies\":[\"police\"]}}",
                "unknown-member /permissions/0/duties/onward/agencies"
            },
            {
                "/permissions/0/constraints",
                "{\"age\":{\"minimum\":18,\"maximum\":17}}",
                "ages-out-of-order /permissions/0/constraints/age"
            },
            { "/permissions/0/constraints", "{\"age\":{}}", "too-few /permissions/0/constraints/age" },
            { "/permissions/0/constraints", "{\"flags\":{}}", "too-few /permissions/0/constraints/flags" },
            {
                "/permissions/0/constraints",
                "{\"flags\":{\"At Risk\":true,\"ok-flag\":true}}",
                "unknown-member /permissions/0/constraints/flags/At Risk"
            },
            { "/prohibitions/0/id", "\"council-police\"", "rule-repeated /prohibitions/0/id" },
            { "/prohibitions/0/from", "\"all\"", "wrong-type /prohibitions/0/from" },
            { "/prohibitions/0/from", "-", "missing-member /prohibitions/0/from" },
            { "/prohibitions/0/constraints", "{\"age\":{\"maximum\":17}}", "age-of-what /prohibitions/0/subjectKinds" },
        };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Read_OneThingWrong_PointsAtIt(string pointer, string value, string finding)
    {
        var json = AgreementTexts.Whole("exploitation", [AgreementTexts.Permission()]);
        if (pointer.StartsWith("/prohibitions", StringComparison.Ordinal))
        {
            json["prohibitions"] = new JsonArray(AgreementTexts.Prohibition());
        }

        var refused = Assert.IsType<DocumentOutcome.Refused>(AgreementDocument.Read(Utf8(Changed(json, pointer, value))));
        Assert.Contains(finding, refused.Findings.Select(f => $"{f.Code} {f.Pointer}"));
        Assert.All(refused.Findings, f => Assert.EndsWith(".", f.Sentence, StringComparison.Ordinal));
    }

    [Fact]
    public void Read_MemberGivenTwice_IsRefusedEvenWhenEscapedOtherwise()
    {
        var text = AgreementTexts.Whole("exploitation", [AgreementTexts.Permission()]).ToJsonString();
        var twice = text.Replace("\"title\":", "\"t\\u0069tle\":\"Another\",\"title\":", StringComparison.Ordinal);
        var refused = Assert.IsType<DocumentOutcome.Refused>(AgreementDocument.Read(Utf8(twice)));
        Assert.Contains("duplicate-member /title", refused.Findings.Select(f => $"{f.Code} {f.Pointer}"));
    }

    [Fact]
    public void Read_TooLarge_IsRefusedUnread() => Assert.Equal("too-large", Code(new byte[AgreementDocument.MaximumBytes + 1]));

    [Fact]
    public void Read_TooDeep_IsRefused() => Assert.Equal("too-deep", Code(Utf8(new string('[', 17) + new string(']', 17))));

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{} {}")]
    [InlineData("{\"format\":1,}")]
    [InlineData("// comment\n{}")]
    [InlineData("\uFEFF{}")]
    public void Read_NotJson_IsRefused(string text) => Assert.Equal("malformed-json", Code(Utf8(text)));

    [Fact]
    public void Read_NotUtf8_IsRefused() => Assert.Equal("malformed-json", Code([0x22, 0xC3, 0x28, 0x22]));

    [Fact]
    public void Read_ThousandsOfFaults_TellsAFew()
    {
        var json = AgreementTexts.Whole("exploitation", [AgreementTexts.Permission()]);
        for (var i = 0; i < 5000; i++)
        {
            json[$"x{i}"] = 1;
        }

        var refused = Assert.IsType<DocumentOutcome.Refused>(AgreementDocument.Read(Utf8(json.ToJsonString())));
        Assert.Equal(AgreementDocument.MaximumFindings, refused.Findings.Count);
    }

    [Fact]
    public void Read_EverythingAnAgreementCanSay_KeepsIt()
    {
        var bytes = File.ReadAllBytes(Path.Combine(NodeScript.Root(), "tests/DataSharing.Tests/Agreements/Examples/valid-everything.json"));
        var agreement = Assert.IsType<DocumentOutcome.Accepted>(AgreementDocument.Read(bytes)).Document.Agreement;
        var rule = agreement.Permissions[0];
        Assert.Equal("6(1)(ea) 9(2)(g) sch1:18 part3 sch8:4", rule.LawfulBasis.Citation);
        Assert.Equal("safeguarding", rule.LawfulBasis.Annex1);
        Assert.Equal(WithoutConsentReason.WouldPrejudiceProtection, rule.LawfulBasis.Schedule1?.Safeguarding?.WithoutConsent);
        Assert.Equal(["/health/note", "/identity/homeAddress"], rule.Duties.Redact);
        Assert.Equal("P1Y6M", rule.Duties.RetainFor?.Text);
        Assert.Equal(["council", "trust"], rule.Duties.Onward.Agencies.Select(a => a.Value));
        Assert.Equal(new AgeConstraint(0, 17), rule.Constraints.Age);
        Assert.Equal([new FlagConstraint("adult-at-risk", false), new FlagConstraint("looked-after", true)], rule.Constraints.Flags);
        Assert.Null(agreement.Prohibitions[0].Categories);
        Assert.Null(agreement.EffectiveTo);
    }

    private static string Code(byte[] bytes) => Assert.IsType<DocumentOutcome.Refused>(AgreementDocument.Read(bytes)).Findings[0].Code;

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    // A lone surrogate survives only as text, so the value is put in through a placeholder.
    private static string Changed(JsonObject json, string pointer, string value)
    {
        var steps = pointer.Split('/')[1..];
        JsonNode? node = json;
        foreach (var step in steps[..^1])
        {
            node = node is JsonArray list ? list[int.Parse(step, System.Globalization.CultureInfo.InvariantCulture)] : node?[step];
        }

        if (node is JsonArray items)
        {
            items[int.Parse(steps[^1], System.Globalization.CultureInfo.InvariantCulture)] = "PLACEHOLDER";
        }
        else if (node is JsonObject members)
        {
            members[steps[^1]] = "PLACEHOLDER";
            if (value == "-")
            {
                _ = members.Remove(steps[^1]);
            }
        }

        return json.ToJsonString().Replace("\"PLACEHOLDER\"", value, StringComparison.Ordinal);
    }
}
