using DataSharing.Agreements;
using DataSharing.Identity;
using DataSharing.Testing;
using Xunit;

namespace DataSharing.Tests.Agreements.Comparison;

/// <summary>A hostile document that is an agreement in every respect: what cannot be worked out is said, and nothing is guessed.</summary>
public sealed class TangledAgreementTests
{
    private static readonly AgreementDocument Tangled = AgreementTexts.Read(TangledAgreement.Of("tangled", AgreementTexts.Agencies));

    [Fact]
    public void Analyse_RulesThatOverlapInTooManyWays_IsRefused() =>
        Assert.Throws<TooTangledException>(() => AgreementAnalysis.Of(Tangled));

    [Fact]
    public void Compare_RulesThatOverlapInTooManyWays_IsRefused()
    {
        var plain = AgreementTexts.Read(AgreementTexts.Whole("tangled", [AgreementTexts.Permission()]));
        Assert.Throws<TooTangledException>(() => AgreementComparison.Of(plain, Tangled));
    }

    [Fact]
    public void Decide_RulesThatOverlapInTooManyWays_IsDecidedAllTheSame()
    {
        var artefact = AgreementCompiler.Compile(Tangled);
        var inForce = new AgreementsInForce([new StandingArtefact(artefact, Suspended: false)], [], artefact.Parties);
        var question = new SharingQuestion(
            artefact.Parties[0],
            artefact.Parties[1],
            PurposeCode.Parse("p1"),
            SubjectKind.Person,
            [DataCategory.Parse("c1")],
            SharingMode.Content
        );
        Assert.Equal(SharingEffect.Deny, AgreementEvaluator.Evaluate(inForce, question, RandomAgreements.Noon).Effect);
    }
}
