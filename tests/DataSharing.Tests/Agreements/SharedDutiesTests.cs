using System.Globalization;
using System.Text.Json.Nodes;
using DataSharing.Agreements;
using DataSharing.Identity;
using Xunit;

namespace DataSharing.Tests.Agreements;

/// <summary>What decisions on the same rules share is made once; what depends on the moment is not.</summary>
public sealed class SharedDutiesTests
{
    [Theory]
    [InlineData("2026-11-05", "P1M")]
    [InlineData("2026-12-05", "P30D")]
    [InlineData("2027-02-05", "P1M")]
    [InlineData("2027-03-05", "P30D")]
    public void Obligations_AMonthAndThirtyDays_TheShorterOfTheDayItIsDecided(string day, string shorter)
    {
        var inForce = InForce(Rule("month", "P1M"), Rule("thirty-days", "P30D"));
        // Asked before for other days, so that what was kept of them would show.
        foreach (var other in new[] { "2026-11-20", "2026-12-20" })
        {
            _ = Decide(inForce, other).Obligations;
        }

        var decision = Decide(inForce, day);
        Assert.Equal(["shared:month", "shared:thirty-days"], decision.DeterminingRules);
        Assert.Equal(shorter, decision.Obligations.RetainFor?.Text);
    }

    [Fact]
    public void Obligations_OfTheSameRules_AreMadeOnce()
    {
        var inForce = InForce(Rule("long", "P2Y"), Rule("short", "P6M"), Rule("shortest", "P5M"));
        var (one, other) = (Decide(inForce, "2026-11-05"), Decide(inForce, "2027-02-05"));
        Assert.Equal("P5M", one.Obligations.RetainFor?.Text);
        Assert.Same(one.Obligations, other.Obligations);
        Assert.Same(one.Grounds, other.Grounds);
    }

    [Fact]
    public void Decide_MoreRulesForAPairThanHaveABit_RestsOnAllOfThem()
    {
        JsonObject[] rules =
        [
            .. Enumerable
                .Range(0, 70)
                .Select(number =>
                {
                    var rule = Rule(string.Create(CultureInfo.InvariantCulture, $"rule-{number:D2}"), $"P{70 - number}D");
                    rule["categories"] = number % 2 == 0 ? AgreementTexts.List("risk") : AgreementTexts.List("risk", "identity");
                    return rule;
                }),
        ];
        var decision = Decide(InForce(rules), "2026-11-05");
        Assert.Equal((SharingEffect.Permit, 70, 70), (decision.Effect, decision.Grounds.Count, decision.DeterminingRules.Count));
        Assert.Equal([35, 70], decision.Categories.Select(category => category.Rules.Count));
        Assert.Equal("P1D", decision.Obligations.RetainFor?.Text);
    }

    private static SharingDecision Decide(AgreementsInForce inForce, string day) =>
        AgreementEvaluator.Evaluate(
            inForce,
            new SharingQuestion(
                AgencyId.Parse("council"),
                AgencyId.Parse("police"),
                PurposeCode.Parse("safeguarding-children"),
                SubjectKind.Person,
                [DataCategory.Parse("risk"), DataCategory.Parse("identity")],
                SharingMode.Content
            ),
            DateTimeOffset.Parse($"{day}T12:00:00Z", CultureInfo.InvariantCulture)
        );

    private static JsonObject Rule(string id, string retainFor)
    {
        var rule = AgreementTexts.Permission(id);
        rule["duties"] = new JsonObject { ["retainFor"] = retainFor };
        return rule;
    }

    private static AgreementsInForce InForce(params JsonObject[] rules) =>
        new(
            [new StandingArtefact(AgreementTexts.Compile(AgreementTexts.Whole("shared", new JsonArray([.. rules]))), Suspended: false)],
            [],
            [AgencyId.Parse("council"), AgencyId.Parse("police")]
        );
}
