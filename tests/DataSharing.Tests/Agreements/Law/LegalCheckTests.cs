using System.Text;
using System.Text.Json.Nodes;
using DataSharing.Agreements;
using DataSharing.Identity;
using DataSharing.Partnership;
using Xunit;

namespace DataSharing.Tests.Agreements.Law;

public sealed class LegalCheckTests
{
    private static readonly DateOnly Day = new(2026, 11, 23);
    private static readonly JsonObject Sound = Example("valid-all-facts.json");

    public static TheoryData<LegalDefect> Defects { get; } = [.. LegalDefects.All];

    [Theory]
    [MemberData(nameof(Defects))]
    public void Examine_OneDefect_IsFoundThereAndGoneOnceMended(LegalDefect defect)
    {
        var broken = LegalEdits.Edited(Sound, defect.Broken);
        var found = Examine(broken, defect.BrokenStandings);
        Assert.Contains(defect.ToString(), found.Select(Said));
        var mended = LegalEdits.Edited(broken, defect.Mended);
        Assert.DoesNotContain(defect.ToString(), Examine(mended, defect.MendedStandings).Select(Said));
    }

    [Fact]
    public void Examine_SoundAgreement_ToldOnlyWhatThePackCarriesFromMemory()
    {
        var found = Examine(Sound, []);
        Assert.All(found, finding => Assert.Equal(LegalSeverity.Warns, finding.Severity));
        Assert.Equal(["law-unverified"], found.Select(finding => finding.Code).Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public void Defects_CoverEveryCode_ExceptThoseThatNeedAnotherPack() =>
        Assert.Equal(
            LegalRules.All.Select(rule => rule.Code).Order(StringComparer.Ordinal),
            LegalDefects
                .All.Select(defect => defect.Code)
                .Concat(["law-not-in-force", "law-ended"])
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal)
        );

    [Fact]
    public void Rules_EachHasACodeAndASentenceOfItsOwn()
    {
        Assert.Equal(LegalRules.All.Count, LegalRules.All.Select(rule => rule.Code).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(LegalRules.All.Count, LegalRules.All.Select(rule => rule.Sentence).Distinct(StringComparer.Ordinal).Count());
        Assert.All(LegalRules.All, rule => Assert.EndsWith(".", rule.Sentence, StringComparison.Ordinal));
        Assert.All(LegalRules.All.Where(rule => rule.OnReading), rule => Assert.Contains(rule.Code, FindingCodes.All));
    }

    [Theory]
    [InlineData("2026-02-04", null, "law-not-in-force", "2025-06-01T00:00:00Z", true)]
    [InlineData("2026-02-05", null, "law-not-in-force", "2025-06-01T00:00:00Z", false)]
    [InlineData("2026-01-01", null, "law-not-in-force", "2026-02-05T00:00:00Z", false)]
    [InlineData("2026-11-23", "2026-11-23", "law-ended", "2025-06-01T00:00:00Z", true)]
    [InlineData("2026-11-22", "2026-11-23", "law-ended", "2025-06-01T00:00:00Z", false)]
    public void Examine_RecognisedInterest_StandsOnlyWhileItIsLaw(string day, string? ends, string code, string begins, bool expected)
    {
        var law = ends is null ? Packs.Law : Packs.LawWith(pack => Packs.Entry(pack, "uk-gdpr-6-1-ea")["inForceTo"] = ends);
        var text = LegalEdits.Edited(Sound, [$"/effective/from=\"{begins}\""]);
        var found = LegalCheck.Examine(
            AgreementTexts.Read(text).Agreement,
            law,
            [],
            DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture)
        );
        Assert.Equal(expected, found.Select(Said).Contains($"{code} /permissions/3/lawfulBasis/article6"));
    }

    [Fact]
    public void Examine_SourceOfAFinding_CarriesCertaintyAndDates()
    {
        var text = LegalEdits.Edited(Sound, ["/permissions/0/lawfulBasis={\"article6\":\"6(1)(ea)\",\"annex1\":\"crime\"}"]);
        var finding = Assert.Single(Examine(text, []), finding => finding.Code == "recognised-interest-public-authority");
        Assert.Equal("Data (Use and Access) Act 2025, s.70(2)(c)", finding.Source.Citation);
        Assert.Equal(LawCertainty.Verified, finding.Source.Certainty);
        Assert.Equal(new DateOnly(2026, 2, 5), finding.Source.InForceFrom);
    }

    [Fact]
    public void Examine_DirectoryKnowsBetter_DirectoryCounts()
    {
        PartyStanding[] known =
        [
            new(AgencyId.Parse("council"), true, "local-authority", false, null, new(ToolkitStatus.StandardsNotMet, Day)),
        ];
        var found = Examine(Sound, known).Select(Said).ToArray();
        Assert.Contains("party-without-dpo /parties/0/dataProtectionOfficer", found);
        Assert.Contains("toolkit-not-met /permissions/2/to/0", found);
    }

    internal static IReadOnlyList<LegalFinding> Examine(JsonObject text, IReadOnlyList<PartyStanding> parties) =>
        AgreementDocument.Read(Encoding.UTF8.GetBytes(text.ToJsonString())) switch
        {
            DocumentOutcome.Accepted accepted => LegalCheck.Examine(accepted.Document.Agreement, Packs.Law, parties, Day),
            DocumentOutcome.Refused refused =>
            [
                .. refused.Findings.Select(finding =>
                    LegalCheck.OnReading(finding, Packs.Law)
                    ?? throw new InvalidOperationException($"A fault of form: {finding.Code} {finding.Pointer}.")
                ),
            ],
            _ => throw new InvalidOperationException(),
        };

    internal static JsonObject Example(string name) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(NodeScript.Root(), "tests/DataSharing.Tests/Agreements/Examples", name)))?.AsObject()
        ?? throw new InvalidOperationException();

    private static string Said(LegalFinding finding) => $"{finding.Code} {finding.Pointer}";
}
