using System.Text;
using DataSharing.Agreements;
using DataSharing.Exchange;
using DataSharing.Identity;
using Xunit;

namespace DataSharing.Tests.Agreements;

public sealed class EmergencyReleaseTests
{
    private static readonly DateTimeOffset Noon = RandomAgreements.Noon;
    private static readonly AgreementArtefact Permits = AgreementTexts.Compile(
        AgreementTexts.Whole("exploitation", [AgreementTexts.Permission()])
    );

    [Fact]
    public void Emergency_PermissionMissing_IsSuppliedAndMarked()
    {
        var decision = Decide(InForce(Permits), Ask("identity", "housing"));
        Assert.Equal(SharingEffect.Permit, decision.Effect);
        Assert.Equal(["housing"], decision.EmergencyCategories.Select(c => c.Value));
        Assert.True(decision.RestsOnEmergency);
        Assert.Equal(ReleaseManner.Manual, decision.Release);
        Assert.Contains(EmergencyRelease.LawfulBasis, decision.LawfulBases);
        Assert.Equal(OnwardScope.None, decision.Obligations.Onward.Scope);
        Assert.Equal(["housing"], RecordedDecision.Of(decision).EmergencyCategories?.Select(c => c.Value));
    }

    [Fact]
    public void Emergency_NoAgreementAtAll_IsSupplied() => Assert.Equal(SharingEffect.Permit, Decide(InForce(), Ask("risk")).Effect);

    [Fact]
    public void Emergency_PermittedAnyway_RestsOnThePermission()
    {
        var decision = Decide(InForce(Permits), Ask("identity", "risk"));
        Assert.False(decision.RestsOnEmergency);
        Assert.Null(RecordedDecision.Of(decision).EmergencyCategories);
        Assert.Equal(ReleaseManner.Automatic, decision.Release);
    }

    [Fact]
    public void Emergency_Prohibition_Wins()
    {
        var forbid = AgreementTexts.Prohibition("forbid");
        (forbid["to"], forbid["categories"]) = ("any", AgreementTexts.List("housing"));
        var forbids = AgreementTexts.Compile(AgreementTexts.Whole("restraint", [], [forbid]));
        var decision = Decide(InForce(forbids), Ask("housing", "risk"));
        Assert.Equal([RefusalReason.Prohibited, RefusalReason.None], decision.Categories.Select(c => c.Reason));
        Assert.Equal(SharingEffect.PermitInPart, decision.Effect);
    }

    [Fact]
    public void Emergency_SuspendedParty_Wins()
    {
        var alone = new AgreementsInForce([new StandingArtefact(Permits, false)], [], [AgencyId.Parse("council")]);
        Refused(RefusalReason.PartyNotActive, Decide(alone, Ask("housing")));
    }

    [Fact]
    public void Emergency_UnreadableAgreement_MayForbidItAndWins()
    {
        var unreadable = new AgreementsInForce([], [new UnreadableAgreement("lost", 1, null)], Active());
        Refused(RefusalReason.AgreementUnreadable, Decide(unreadable, Ask("housing")));
    }

    [Fact]
    public void Emergency_GuardedSubject_GetsOnlyWhatIsPermittedAnyway()
    {
        var question = Ask("identity", "housing") with { Facts = new SharingFacts { Guarded = true } };
        var decision = Decide(InForce(Permits), question);
        Assert.Equal([RefusalReason.Guarded, RefusalReason.None], decision.Categories.Select(c => c.Reason));
    }

    [Fact]
    public void Emergency_EveryReason_IsSuppliedExactlyWhereAPermissionIsMissing()
    {
        RefusalReason[] stay =
        [
            RefusalReason.None,
            RefusalReason.ProhibitionUnevaluable,
            RefusalReason.Prohibited,
            RefusalReason.AgreementUnreadable,
            RefusalReason.PartyNotActive,
            RefusalReason.Guarded,
        ];
        var decided = Decide(InForce(), Ask("risk"));
        foreach (var reason in Enum.GetValues<RefusalReason>())
        {
            var before = decided with { Categories = [new CategoryDecision(DataCategory.Parse("risk"), reason, [])] };
            Assert.Equal(!stay.Contains(reason), EmergencyRelease.Supply(before).RestsOnEmergency);
        }
    }

    [Fact]
    public void Input_OfAnEmergency_IsCanonicalAndDiffersFromOneThatIsNone()
    {
        var question = Ask("housing") with { Facts = new SharingFacts { Guarded = true } };
        var emergency = DecisionInput.Canonical(Decide(InForce(Permits), question));
        Assert.Equal(emergency, CanonicalJson.From(emergency));
        var ordinary = DecisionInput.Canonical(Decide(InForce(Permits), question with { Emergency = false, Facts = new SharingFacts() }));
        Assert.NotEqual(emergency, ordinary);
        Assert.DoesNotContain("emergency", Encoding.UTF8.GetString(ordinary), StringComparison.Ordinal);
    }

    [Fact]
    public void Share_AfterItsTimeOrNotUpheld_LetsNobodyRead()
    {
        var share = new EmergencyShare
        {
            Until = Noon.AddHours(1),
            ReviewDue = Noon.AddHours(72),
            Categories = [],
            Plea = [],
        };
        Assert.True(share.HoldsAt(Noon));
        Assert.False(share.HoldsAt(Noon.AddHours(1)));
        Assert.False(share.IsOverdueAt(Noon.AddHours(72)));
        Assert.True(share.IsOverdueAt(Noon.AddHours(73)));
        EmergencyShare Reviewed(EmergencyOutcome outcome) =>
            share with
            {
                Reviews = [new EmergencyReview(outcome, "person:a:b", Noon, [])],
            };
        Assert.False(Reviewed(EmergencyOutcome.NotUpheld).HoldsAt(Noon));
        Assert.True(Reviewed(EmergencyOutcome.Upheld).HoldsAt(Noon));
        Assert.False(Reviewed(EmergencyOutcome.Upheld).IsOverdueAt(Noon.AddHours(73)));
        Assert.True(Reviewed(EmergencyOutcome.NeedsAction).IsOverdueAt(Noon.AddHours(73)));
    }

    private static SharingDecision Decide(AgreementsInForce inForce, SharingQuestion question) =>
        AgreementEvaluator.Evaluate(inForce, question, Noon);

    private static AgreementsInForce InForce(params AgreementArtefact[] artefacts) =>
        new(artefacts.Select(artefact => new StandingArtefact(artefact, Suspended: false)), [], Active());

    private static IEnumerable<AgencyId> Active() => AgreementTexts.Agencies.Select(AgencyId.Parse);

    private static SharingQuestion Ask(params string[] categories) =>
        new(
            AgencyId.Parse("council"),
            AgencyId.Parse("police"),
            PurposeCode.Parse("safeguarding-children"),
            SubjectKind.Person,
            categories.Select(DataCategory.Parse),
            SharingMode.Content
        )
        {
            Emergency = true,
        };

    private static void Refused(RefusalReason reason, SharingDecision decision)
    {
        Assert.Equal(SharingEffect.Deny, decision.Effect);
        Assert.Equal([reason], decision.Reasons);
        Assert.False(decision.RestsOnEmergency);
    }
}
