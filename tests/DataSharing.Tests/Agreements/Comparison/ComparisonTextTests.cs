using System.Text.Json.Nodes;
using DataSharing.Agreements;
using Xunit;

namespace DataSharing.Tests.Agreements.Comparison;

public sealed class ComparisonTextTests
{
    private const string Line = "risk; for safeguarding-children; about people; what the record says.";

    [Fact]
    public void Sentence_CategoryGained_ReadsAsOneSentenceWithItsTerms() =>
        Assert.Equal(
            [
                "council may now share with police: health and intelligence; for safeguarding-children; about people; what the record says. "
                    + "Lawful basis UK GDPR Article 6(1)(e), Article 9(2)(g), official authority (Article 10); consent: not asked; the person is "
                    + "told unless that puts somebody at risk; released automatically; must be acknowledged within 24 hours; passed on to nobody.",
            ],
            Texts(
                rule => { },
                rule =>
                {
                    rule["categories"] = AgreementTexts.List("risk", "health", "intelligence");
                    rule["id"] = "second";
                }
            )
        );

    [Fact]
    public void Sentence_CategoryLost_SaysWhatWas() =>
        Assert.StartsWith(
            "council may no longer share with police: risk; for safeguarding-children; about people; what the record says. Before: lawful basis",
            Assert.Single(
                Texts(
                    rule => rule["categories"] = AgreementTexts.List("identity", "risk"),
                    rule => rule["categories"] = AgreementTexts.List("identity")
                )
            ),
            StringComparison.Ordinal
        );

    [Fact]
    public void Sentence_AgeAdded_IsNarrowedWithBothConditions()
    {
        var text = Assert.Single(
            Texts(rule => { }, rule => rule["constraints"] = new JsonObject { ["age"] = new JsonObject { ["maximum"] = 17 } })
        );
        Assert.StartsWith(
            $"council may share in fewer cases with police: {Line} Now: only where aged 17 or less: lawful basis",
            text,
            StringComparison.Ordinal
        );
        Assert.Contains(" Before: lawful basis", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Sentence_AcknowledgementShorter_TellsThatTermAlone() =>
        Assert.Equal(
            [$"council may share on other terms with police: {Line} Acknowledged within: 4 hours, before: 24 hours."],
            Texts(rule => { }, rule => rule["duties"] = new JsonObject { ["acknowledgeWithin"] = "PT4H" })
        );

    [Fact]
    public void All_SameMeaningInOtherWords_SaysNothing() =>
        Assert.Empty(
            Texts(
                rule => rule["duties"] = new JsonObject { ["retainFor"] = "P12M" },
                rule =>
                {
                    rule["duties"] = new JsonObject { ["retainFor"] = "P1Y" };
                    rule["id"] = "other-name";
                    rule["note"] = "Other words.";
                }
            )
        );

    [Fact]
    public void All_ProhibitionAdded_SaysThatItHoldsUnderAnyAgreement()
    {
        var before = AgreementTexts.Whole("text", [Permission()]);
        var after = AgreementTexts.Whole("text", [Permission()], [AgreementTexts.Prohibition()]);
        var comparison = AgreementComparison.Of(AgreementTexts.Read(before), AgreementTexts.Read(after));
        Assert.Empty(comparison.Sharing);
        var text = Assert.Single(new ComparisonText(comparison, agency => agency.Value.ToUpperInvariant()).All());
        Assert.Equal(
            "COUNCIL, POLICE and TRUST may now under no agreement share with LICENSING: health; for crime-prevention, safeguarding-children and "
                + "any purpose not declared here; about people, groups, businesses and locations; both that a record is held and what it says. "
                + "Whatever the facts.",
            text
        );
    }

    [Fact]
    public void All_EverybodyWithEverybody_IsOneLine()
    {
        var rule = Permission();
        rule["from"] = AgreementTexts.List(AgreementTexts.Agencies);
        rule["to"] = AgreementTexts.List(AgreementTexts.Agencies);
        var comparison = AgreementComparison.Of(
            AgreementTexts.Read(AgreementTexts.Whole("text", [], [AgreementTexts.Prohibition()])),
            AgreementTexts.Read(AgreementTexts.Whole("text", [rule], [AgreementTexts.Prohibition()]))
        );
        var text = Assert.Single(new ComparisonText(comparison).All());
        Assert.StartsWith("council, licensing, police and trust may now share with each other: risk; for", text, StringComparison.Ordinal);
    }

    [Fact]
    public void All_PartyAndDates_ComeFirst()
    {
        var before = AgreementTexts.Whole("text", [Permission()]);
        var after = (JsonObject)before.DeepClone();
        after["effective"] = new JsonObject { ["from"] = "2026-12-01T00:00:00Z" };
        (after["parties"] as JsonArray)?.RemoveAt(3);
        Assert.Equal(
            [
                "trust is no longer a party.",
                "Has effect from 1 December 2026, 00:00 UTC, before: 1 November 2026, 00:00 UTC.",
                "Ends when it is replaced, before: 1 November 2027, 00:00 UTC.",
            ],
            new ComparisonText(AgreementComparison.Of(AgreementTexts.Read(before), AgreementTexts.Read(after))).All()
        );
    }

    private static JsonObject Permission()
    {
        var rule = AgreementTexts.Permission();
        rule["categories"] = AgreementTexts.List("risk");
        rule["lawfulBasis"] = new JsonObject
        {
            ["article6"] = "6(1)(e)",
            ["article9"] = "9(2)(g)",
            ["officialAuthority"] = true,
        };
        rule["duties"] = new JsonObject { ["acknowledgeWithin"] = "PT24H" };
        return rule;
    }

    private static IReadOnlyList<string> Texts(Action<JsonObject> before, Action<JsonObject> after)
    {
        var (one, other) = (Permission(), Permission());
        before(one);
        after(other);
        return new ComparisonText(
            AgreementComparison.Of(
                AgreementTexts.Read(AgreementTexts.Whole("text", [one])),
                AgreementTexts.Read(AgreementTexts.Whole("text", [other]))
            )
        ).All();
    }
}
