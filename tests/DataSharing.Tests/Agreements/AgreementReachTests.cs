using DataSharing.Agreements;
using DataSharing.Identity;
using Xunit;

namespace DataSharing.Tests.Agreements;

public sealed class AgreementReachTests
{
    private const int Worlds = 400;

    /// <summary>Whatever the evaluator permits is in the table, and what the table promises without a condition the evaluator permits without a fact.</summary>
    [Fact]
    public void Of_RandomAgreements_SaysWhatTheEvaluatorDecides()
    {
        var (permitted, promised, refusedByProhibition) = (0, 0, 0);
        for (var seed = 0; seed < Worlds; seed++)
        {
            var random = new RandomAgreements(seed);
            AgreementDocument[] documents =
            [
                .. Enumerable.Range(0, 3).Select(i => AgreementTexts.Read(random.Agreement($"agreement-{i}"))),
            ];
            Agreement[] effective =
            [
                .. documents
                    .Select(document => document.Agreement)
                    .Where(agreement =>
                        agreement.EffectiveFrom <= RandomAgreements.Noon && !(agreement.EffectiveTo <= RandomAgreements.Noon)
                    ),
            ];
            var inForce = new AgreementsInForce(
                documents.Select(document => new StandingArtefact(AgreementCompiler.Compile(document), false)),
                [],
                AgreementTexts.Agencies.Select(AgencyId.Parse)
            );
            ReachLine[] lines =
            [
                .. AgreementTexts.Agencies.SelectMany(agency =>
                    AgreementReach.Of(effective, effective, AgencyId.Parse(agency), ReachWay.Gives)
                ),
            ];
            for (var i = 0; i < 20; i++)
            {
                var question = random.Question() with { Emergency = false, Under = null };
                foreach (var category in AgreementEvaluator.Evaluate(inForce, question, RandomAgreements.Noon).PermittedCategories)
                {
                    permitted++;
                    Assert.Contains(lines, line => Answers(line, question, category));
                }
            }

            foreach (var line in lines)
            {
                refusedByProhibition += line.Kinds.Count == 0 ? 1 : 0;
                foreach (var kind in line.Kinds)
                {
                    var question = new SharingQuestion(line.From, line.To, line.Purpose, kind, [line.Category], line.Mode)
                    {
                        // Another rule that lacks a fact refuses too, so the promise is of the agreement alone that has none.
                        Under = line.Agreement,
                    };
                    if (lines.Where(other => Answers(other, question, line.Category)).All(IsUnconditional))
                    {
                        promised++;
                        var decision = AgreementEvaluator.Evaluate(inForce, question, RandomAgreements.Noon);
                        Assert.True(
                            decision.Effect == SharingEffect.Permit,
                            $"seed {seed}: {line} about {kind}: {string.Join(',', decision.Reasons)}"
                        );
                    }
                }
            }
        }

        // Worlds in which nothing happens would prove nothing.
        Assert.True(permitted > 300 && promised > 300 && refusedByProhibition > 20, $"{permitted}, {promised}, {refusedByProhibition}");
    }

    [Fact]
    public void Of_BothWays_TellTheSameLines()
    {
        var agreement = AgreementTexts.Read(AgreementTexts.Whole("both", [AgreementTexts.Permission()])).Agreement;
        var gives = AgreementReach.Of([agreement], [agreement], AgencyId.Parse("council"), ReachWay.Gives);
        var gets = AgreementReach.Of([agreement], [agreement], AgencyId.Parse("police"), ReachWay.Gets);

        Assert.Equal(2, gives.Count);
        Assert.Equal(gives.Select(line => line.Category), gets.Select(line => line.Category));
        Assert.Empty(AgreementReach.Of([agreement], [agreement], AgencyId.Parse("council"), ReachWay.Gets));
    }

    [Theory]
    [InlineData("/permissions/0/lawfulBasis/article9", "rule-council-police")]
    [InlineData("/parties/1", "party-police")]
    [InlineData("/categories/2/retainFor", "category-health")]
    [InlineData("/purposes/0", "purpose-safeguarding-children")]
    [InlineData("/permissions/9", "permissions")]
    [InlineData("/dpia", "care")]
    [InlineData("/effective/to", "agreement")]
    [InlineData("", "agreement")]
    public void ClauseAnchor_OfAPointer_IsInTheText(string pointer, string anchor)
    {
        var document = AgreementTexts.Read(AgreementTexts.Whole("anchors", [AgreementTexts.Permission()]));
        Assert.Equal(anchor, ClauseAnchor.Of(document.Agreement, pointer));
        Assert.Contains($"id=\"{anchor}\"", AgreementText.Body(document), StringComparison.Ordinal);
        Assert.Contains(AgreementText.Body(document), AgreementText.Html(document), StringComparison.Ordinal);
    }

    private static bool Answers(ReachLine line, SharingQuestion question, DataCategory category) =>
        line.From == question.From
        && line.To == question.To
        && line.Purpose == question.Purpose
        && line.Category == category
        && line.Mode == question.Mode
        && line.Kinds.Contains(question.SubjectKind)
        && (question.Under is null || question.Under == line.Agreement);

    private static bool IsUnconditional(ReachLine line) =>
        line.Conditions.Count == 0 && line.Consent != ConsentStance.Explicit && line.MayBeForbiddenBy.Count == 0;
}
