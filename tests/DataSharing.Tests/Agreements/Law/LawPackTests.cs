using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using DataSharing.Agreements;
using DataSharing.Partnership;
using Xunit;

namespace DataSharing.Tests.Agreements.Law;

public sealed partial class LawPackTests
{
    public static TheoryData<string, Action<JsonObject>> Wrong { get; } =
        new()
        {
            { "schema", pack => pack["schema"] = "law/2" },
            { "unknown member", pack => pack["surprise"] = 1 },
            { "unknown member of an entry", pack => Packs.Entry(pack, "uk-gdpr-6-1-e")["surprise"] = 1 },
            { "certainty", pack => Packs.Entry(pack, "uk-gdpr-6-1-e")["certainty"] = "likely" },
            { "dates", pack => (Packs.Entry(pack, "uk-gdpr-6-1-ea")["inForceTo"]) = "2026-02-05" },
            { "a day for what is unknown", pack => Packs.Entry(pack, "ca2004-s16la")["inForceFrom"] = "2026-09-30" },
            { "no source", pack => Packs.Entry(pack, "uk-gdpr-6-1-e")["source"] = "" },
            { "twice", pack => pack["entries"]?.AsArray().Add(Packs.Entry(pack, "uk-gdpr-6-1-e").DeepClone()) },
            { "without what a check cites", pack => pack["entries"]?.AsArray().Remove(Packs.Entry(pack, "uk-gdpr-35")) },
            { "toolkit", pack => Packs.Entry(pack, "nhs-toolkit")["validFor"] = null },
            { "authority", pack => (pack["authorityByKind"]?.AsObject() ?? [])["police"] = "crown" },
        };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Parse_Unsound_IsRefused(string name, Action<JsonObject> change)
    {
        Assert.NotEmpty(name);
        _ = Assert.Throws<LawPackRefusedException>(() => Packs.LawWith(change));
    }

    [Fact]
    public void Parse_TheRepositorysPack_KnowsEveryKindOfAgencyAndEveryWordOfTheLanguage()
    {
        Assert.All(AgencyKinds.All.Values, kind => _ = Packs.Law.AuthorityOf(kind.Code));
        Assert.Equal(AuthorityKind.CompetentAuthority, Packs.Law.AuthorityOf("police"));
        Assert.Equal(AuthorityKind.Other, Packs.Law.AuthorityOf("voluntary-sector"));
        Assert.Null(Packs.Law.AuthorityOf("housing"));
        Assert.All(Words.Article6.Keys, article => Assert.NotNull(Packs.Law.Article6(article)));
        Assert.All(Words.Article9.Keys, article => Assert.NotNull(Packs.Law.Article9(article)));
        Assert.All(Words.Annex1.Keys, condition => Assert.NotNull(Packs.Law.Annex1(condition)));
        Assert.All(Enumerable.Range(1, 9), paragraph => Assert.NotNull(Packs.Law.Schedule8(paragraph)));
        Assert.Null(Packs.Law.Gateway("uk-gdpr-35"));
    }

    [Fact]
    public void Parse_WhatIsNotKnown_StaysNull()
    {
        var duty = Packs.Law.Find("ca2004-s16la");
        Assert.Equal(LawStatus.CommencementUnknown, duty?.Status);
        Assert.Null(duty?.InForceFrom);
        Assert.Equal(new DateOnly(2026, 2, 5), Packs.Law.Find("uk-gdpr-6-1-ea")?.InForceFrom);
    }

    [Fact]
    public void Guide_Table_IsTheListInTheCode()
    {
        var guide = File.ReadAllText(Path.Combine(NodeScript.Root(), "docs/legal-checks.md"));
        var told = guide.Split('\n').Where(line => Row().IsMatch(line));
        Assert.Equal(LegalRules.All.Select(rule => $"| `{rule.Code}` | {Word(rule.Severity)} | {rule.Sentence} | {Source(rule)} |"), told);
    }

    private static string Word(LegalSeverity severity) =>
        severity switch
        {
            LegalSeverity.Refuses => "refuses",
            LegalSeverity.NeedsSignOff => "needs sign-off",
            _ => "warns",
        };

    private static string Source(LegalRule rule) => rule.Law is { } law ? $"`{law}`" : "whatever is relied on";

    [GeneratedRegex("^\\| `[a-z0-9-]+` \\| (refuses|needs sign-off|warns) \\|")]
    private static partial Regex Row();
}
