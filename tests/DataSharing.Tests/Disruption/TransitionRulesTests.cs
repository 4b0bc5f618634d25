using DataSharing.Disruption;
using DataSharing.Identity;
using Xunit;
using static DataSharing.Disruption.DeploymentState;

namespace DataSharing.Tests.Disruption;

public sealed class TransitionRulesTests
{
    public static TheoryData<DeploymentState, DeploymentState> EveryPair()
    {
        var pairs = new TheoryData<DeploymentState, DeploymentState>();
        foreach (var from in Enum.GetValues<DeploymentState>())
        {
            foreach (var to in Enum.GetValues<DeploymentState>())
            {
                pairs.Add(from, to);
            }
        }

        return pairs;
    }

    [Theory]
    [MemberData(nameof(EveryPair))]
    public void Apply_EverythingSupplied_MovesExactlyWhereTheTableAllows(DeploymentState from, DeploymentState to)
    {
        // A panel-gated tactic needs its urgent power; the panel's own way is tested apart.
        var deployment = Made.In(from);
        if (from == DeploymentState.Refused && to == Granted)
        {
            var allowed = new EventRecord(1, EventKind.AppealDecided, Made.Today, Made.Now, "x", Made.Second.Agency, null, null, "allowed");
            deployment = deployment with { Record = deployment.Record with { Events = [allowed] } };
        }

        var draft = Made.Step(to, tookEffect: true) with { UrgentPower = "An urgent power, because of tonight." };
        var judged = TransitionRules.Apply(deployment, draft, Made.Context());
        var waitsForPanel = from == PanelReview && to == Rejected;
        var mayFollow = DeploymentStates.MayFollow(from, to) && !waitsForPanel;
        Assert.True(mayFollow == judged.Next is not null, string.Join('\n', judged.Reasons));
        if (mayFollow)
        {
            Assert.Equal(to, judged.Next?.Record.State);
            Assert.Equal((from, to), (judged.Next?.Record.History[^1].From, judged.Next?.Record.History[^1].To));
        }
        else
        {
            Assert.Contains(judged.Reasons, r => r.Code == (waitsForPanel ? "panel-decides" : "impossible-transition"));
        }
    }

    // What each state needs to be entered (§2.1), one thing left out at a time.
    [Theory]
    [InlineData(Authorised, Applied, "on")]
    [InlineData(Authorised, Applied, "venue")]
    [InlineData(Authorised, Applied, "hearingAt")]
    [InlineData(Applied, Interim, "terms")]
    [InlineData(Applied, Interim, "startsAt")]
    [InlineData(Applied, Interim, "endsAt")]
    [InlineData(Applied, Granted, "on")]
    [InlineData(Applied, Granted, "terms")]
    [InlineData(Authorised, Served, "serviceMethod")]
    [InlineData(Authorised, Served, "servedAt")]
    [InlineData(Authorised, Served, "servedBy")]
    [InlineData(Authorised, Delivering, "plan")]
    [InlineData(Authorised, Delivering, "startsAt")]
    [InlineData(Authorised, Delivering, "endsAt")]
    [InlineData(Granted, Active, "effectiveFrom")]
    [InlineData(Granted, Active, "expiresAt")]
    [InlineData(Active, Stayed, "appealReference")]
    [InlineData(Active, RenewalDue, "decideBy")]
    [InlineData(Applied, DeploymentState.Refused, "reasons")]
    [InlineData(Idea, Rejected, "reasonCode")]
    [InlineData(Authorised, Withdrawn, "reasonCode")]
    [InlineData(Interim, Lapsed, "reasonCode")]
    [InlineData(Active, Expired, "on")]
    [InlineData(Active, Discharged, "reasons")]
    [InlineData(Active, Superseded, "on")]
    [InlineData(Delivering, Completed, "reasons")]
    [InlineData(Rejected, Closed, "reasons")]
    [InlineData(Completed, Closed, "review")]
    public void Apply_NeededFactLeftOut_IsRefusedNamingIt(DeploymentState from, DeploymentState to, string left)
    {
        var deployment = Made.In(from);
        if (left == "terms")
        {
            deployment = deployment with { Record = deployment.Record with { Terms = [] } };
        }

        if (from == Completed)
        {
            var ran = deployment.Record.History[0] with { To = Delivering };
            deployment = deployment with { Record = deployment.Record with { History = [ran, .. deployment.Record.History] } };
        }

        var full = Made.Step(to, tookEffect: true);
        var draft = left switch
        {
            "on" => full with { On = null },
            "venue" => full with { Venue = null },
            "hearingAt" => full with { HearingAt = null },
            "startsAt" => full with { StartsAt = null },
            "endsAt" => full with { EndsAt = null },
            "serviceMethod" => full with { ServiceMethod = null },
            "servedAt" => full with { ServedAt = null },
            "servedBy" => full with { ServedBy = null },
            "plan" => full with { Plan = null },
            "effectiveFrom" => full with { EffectiveFrom = null },
            "expiresAt" => full with { ExpiresAt = null },
            "appealReference" => full with { AppealReference = null },
            "decideBy" => full with { DecideBy = null },
            "reasons" => full with { Reasons = null },
            "reasonCode" => full with { ReasonCode = null },
            "review" => full with { Review = null },
            _ => full,
        };
        var judged = TransitionRules.Apply(deployment, draft, Made.Context());
        var reason = Assert.Single(judged.Reasons);
        Assert.Equal(("fact-needed", $"/{left}"), (reason.Code, reason.Pointer));
    }

    [Fact]
    public void Apply_CaseNotMade_IsRefusedNamingEachPart()
    {
        var bare = Made.In(Idea) with { Text = new DeploymentText() };
        bare = bare with { Record = bare.Record with { Owner = null, Evidence = [] } };
        Assert.Equal(["owner-needed", "evidence-needed"], Codes(bare, Scoping));
        var scoping = bare with { Record = bare.Record with { State = Scoping } };
        Assert.Equal(["impact-needed", "proportionality-needed"], Codes(scoping, PanelReview));
        var applied = Made.In(Applied);
        Assert.Equal(["document-needed"], Codes(applied with { Record = applied.Record with { Documents = [] } }, Granted));
        Assert.Equal(["appeal-needed"], Codes(Made.In(DeploymentState.Refused), Granted));
        Assert.Equal(["no-interim"], Codes(Made.In(Applied, "premises-licence-review"), Interim));
    }

    [Fact]
    public void Apply_AuthorisedByWhoProposedIt_IsRefused() =>
        Assert.Contains("second-person-needed", Codes(Made.In(PanelReview), Urgent, Made.Context(Made.Proposer)));

    [Fact]
    public void Apply_AuthorisedWithoutTheRole_IsRefused()
    {
        var practitioner = new Caller(
            Made.Second.Agency,
            Made.Second.TenantId,
            Made.Second.ClientId,
            Made.Second.PersonId,
            AgencyRoles.Practitioner,
            PartnershipRoles.None
        );
        Assert.Equal(["role-needed"], Codes(Made.In(PanelReview), Urgent, Made.Context(practitioner)));
        Assert.Empty(
            Codes(Made.In(PanelReview), Urgent, Made.Context(practitioner with { PartnershipRoles = PartnershipRoles.PanelChair }))
        );
        Assert.Equal(["role-needed"], Codes(Made.In(PanelReview, "closure-notice"), Rejected, Made.Context(practitioner)));
    }

    [Theory]
    [InlineData("respect-order", "2000-01-01", "legal-clearance-needed")]
    [InlineData("tenancy-demotion", "2000-01-01", "legal-clearance-needed")]
    [InlineData("dapo", "2000-01-01", "legal-clearance-needed")]
    [InlineData("serious-violence-reduction-order", "2000-01-01", "not-in-force")]
    [InlineData("gang-injunction", "2000-01-01", null)]
    public void Apply_PowerNotCertainlyInForce_NeedsALawyer(string tactic, string born, string? code)
    {
        var codes = Codes(Made.In(PanelReview, tactic, SubjectKind.Person), Urgent, Made.Context(target: Made.Person(born)));
        Assert.True(code is null ? codes.Count == 0 : codes.Contains(code, StringComparer.Ordinal), string.Join(' ', codes));
    }

    [Fact]
    public void Apply_LegalClearanceRecorded_Authorises()
    {
        var deployment = Made.In(PanelReview, "respect-order", SubjectKind.Person);
        deployment = deployment with
        {
            Record = deployment.Record with { LegalClearance = new LegalClearance("x", Made.Second.Agency, Made.Now) },
        };
        Assert.Empty(Codes(deployment, Urgent, Made.Context(target: Made.Person("2000-01-01"))));
    }

    [Fact]
    public void Apply_PanelGatedWithoutPanel_NeedsAnUrgentPowerAndTellsThePanel()
    {
        var direct = Made.In(Scoping);
        var refused = TransitionRules.Apply(direct, Made.Step(Authorised), Made.Context());
        Assert.Equal("/urgentPower", Assert.Single(refused.Reasons).Pointer);
        var judged = TransitionRules.Apply(direct, Made.Step(Authorised) with { UrgentPower = "Closure tonight." }, Made.Context());
        Assert.True(judged.Next?.Record.PanelToBeTold);
        Assert.Contains(judged.Next?.Record.Due ?? [], d => d.Code == "tell-panel");
        var ungated = TransitionRules.Apply(Made.In(Scoping, "closure-notice"), Made.Step(Authorised), Made.Context());
        Assert.False(ungated.Next?.Record.PanelToBeTold);
    }

    [Fact]
    public void Apply_PanelGatedInPanelReview_IsThePanelsToDecide()
    {
        Assert.Equal(["panel-decides"], Codes(Made.In(PanelReview), Authorised));
        Assert.Equal(["panel-decides"], Codes(Made.In(PanelReview), Rejected));
        // An urgent power stands in for a yes, and the panel is told; nothing stands in for its no.
        Assert.Equal(["panel-decides"], Codes(Made.In(PanelReview), Made.Step(Rejected) with { UrgentPower = "Tonight." }));
        var urgent = TransitionRules.Apply(Made.In(PanelReview), Urgent, Made.Context()).Next;
        Assert.True(urgent?.Record is { PanelToBeTold: true, Authorisation.UnderUrgentPower: true });
        Assert.Contains(urgent.Record.Due, d => d.Code == "tell-panel");
        Assert.Empty(Codes(Made.In(PanelReview), Scoping));
        Assert.Empty(Codes(Made.In(PanelReview, "closure-notice"), Authorised));
        Assert.Empty(Codes(Made.In(PanelReview, "closure-notice"), Rejected));
    }

    [Theory]
    [InlineData(PanelVerdict.Authorise, Authorised)]
    [InlineData(PanelVerdict.Refuse, Rejected)]
    [InlineData(PanelVerdict.Return, Scoping)]
    public void Apply_PanelsVerdict_MovesWhatWaitsForIt(PanelVerdict verdict, DeploymentState to)
    {
        var decision = new PanelDecision("p", "m", "i", verdict, "Because.", [], [], Made.Today);
        Assert.Equal(to, PanelRules.Apply(Made.In(PanelReview), decision, Made.Context()).Next?.Record.State);
    }

    [Theory]
    [InlineData(-10_000)]
    [InlineData(2)]
    public void Apply_DayBeyondSense_IsRefused(int days) =>
        Assert.Contains("date-beyond-sense", Codes(Made.In(Active), Made.Step(Expired) with { On = Made.Today.AddDays(days) }));

    [Fact]
    public void Apply_HearingBeyondSenseOrBeforeApplication_IsRefused()
    {
        Assert.Contains("date-beyond-sense", Codes(Made.In(Authorised), Made.Step(Applied) with { HearingAt = Made.Now.AddYears(6) }));
        Assert.Contains("out-of-order", Codes(Made.In(Authorised), Made.Step(Applied) with { HearingAt = Made.Now.AddDays(-3) }));
        Assert.Empty(Codes(Made.In(Authorised), Made.Step(Applied) with { HearingAt = Made.Now.AddYears(4) }));
    }

    private static TransitionDraft Urgent => Made.Step(Authorised) with { UrgentPower = "An urgent power, because of tonight." };

    private static List<string> Codes(Deployment deployment, DeploymentState to, ActContext? context = null) =>
        Codes(deployment, Made.Step(to), context);

    private static List<string> Codes(Deployment deployment, TransitionDraft draft, ActContext? context = null) =>
        [.. TransitionRules.Apply(deployment, draft, context ?? Made.Context()).Reasons.Select(r => r.Code)];
}
