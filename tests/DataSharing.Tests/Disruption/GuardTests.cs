using DataSharing.Disruption;
using DataSharing.Identity;
using Xunit;
using static DataSharing.Disruption.DeploymentState;

namespace DataSharing.Tests.Disruption;

public sealed class GuardTests
{
    [Theory]
    [InlineData("gang-injunction", "2012-11-24", false)] // 13 until tomorrow
    [InlineData("gang-injunction", "2012-11-23", true)] // 14 today
    [InlineData("slavery-trafficking-risk-order", "2016-11-24", false)] // 9
    [InlineData("slavery-trafficking-risk-order", "2008-11-23", true)]
    [InlineData("violent-offender-order", "2008-11-24", false)]
    [InlineData("violent-offender-order", "2008-11-23", true)]
    public void Apply_AgeOnTheDayOfTheAct_IsTheLaws(string tactic, string born, bool allowed)
    {
        var deployment = Made.In(Authorised, tactic, SubjectKind.Person);
        var judged = TransitionRules.Apply(deployment, Made.Step(Applied), Made.Context(target: Made.Person(born)));
        Assert.Equal(allowed, !judged.Reasons.Any(r => r.Code == "age-guard"));
    }

    [Fact]
    public void Apply_AgeOnTheDayOfTheHearing_CountsToo()
    {
        // 17 on the day of the act; the hearing is after the eighteenth birthday, when the measure for children no longer fits.
        var deployment = Made.In(Authorised, "secure-accommodation-order", SubjectKind.Person);
        var person = Made.Person("2008-11-30");
        Assert.Empty(
            TransitionRules
                .Apply(deployment, Made.Step(Applied) with { HearingAt = Made.Now.AddDays(3) }, Made.Context(target: person))
                .Reasons
        );
        Assert.Contains(
            TransitionRules
                .Apply(deployment, Made.Step(Applied) with { HearingAt = Made.Now.AddDays(10) }, Made.Context(target: person))
                .Reasons,
            r => r.Code == "age-guard"
        );
    }

    [Fact]
    public void Apply_AgeNotRecorded_IsRefused() =>
        Assert.Contains(
            TransitionRules
                .Apply(
                    Made.In(Authorised, "gang-injunction", SubjectKind.Person),
                    Made.Step(Applied),
                    Made.Context(target: Made.Person(null))
                )
                .Reasons,
            r => r.Code == "age-not-recorded"
        );

    [Theory]
    [InlineData("nrm", "child-nrm")]
    [InlineData("section-45", "child-section-45")]
    [InlineData("abe", "child-abe")]
    public void Apply_EnforcementAgainstAChildWithAStatus_IsHeldUntilReviewed(string status, string code)
    {
        var deployment = Made.In(PanelReview, "gang-injunction", SubjectKind.Person);
        var context = Made.Context(target: Made.Person("2009-01-03", statuses: status));
        var urgent = Made.Step(Authorised) with { UrgentPower = "Tonight." };
        Assert.Contains(TransitionRules.Apply(deployment, urgent, context).Reasons, r => r.Code == "hold-open");

        Assert.Contains(
            HoldRules.Lift(deployment, code, "Reviewed.", Made.Context(Made.Proposer, Made.Person("2009-01-03", statuses: status))).Reasons,
            r => r.Code == "second-person-needed"
        );
        var lifted = HoldRules.Lift(deployment, code, "Reviewed.", context).Next;
        Assert.NotNull(lifted);
        Assert.Empty(TransitionRules.Apply(lifted, urgent, context).Reasons);

        // Another status found later holds again.
        var worse = Made.Context(target: Made.Person("2009-01-03", suspect: true, statuses: status));
        Assert.Contains(TransitionRules.Apply(lifted, urgent, worse).Reasons, r => r.Code == "hold-open");
    }

    [Fact]
    public void Holds_AdultOrSupport_AreNone()
    {
        var adult = Made.Context(target: Made.Person("2000-01-01", suspect: true, statuses: "nrm"));
        Assert.Empty(Guards.Holds(Made.In(PanelReview, "gang-injunction", SubjectKind.Person), adult));
        var child = Made.Context(target: Made.Person("2009-01-03", suspect: true, statuses: "nrm"));
        Assert.Empty(Guards.Holds(Made.In(PanelReview, "nrm-referral", SubjectKind.Person), child));
    }

    [Fact]
    public void Holds_AgeNotRecorded_CountsAsAChild() =>
        Assert.Single(
            Guards.Holds(
                Made.In(PanelReview, "gang-injunction", SubjectKind.Person),
                Made.Context(target: Made.Person(null, suspect: true))
            )
        );

    [Fact]
    public void Lift_NoSuchHold_IsRefused() =>
        Assert.Equal(
            "no-such-hold",
            Assert.Single(HoldRules.Lift(Made.In(PanelReview), "child-nrm", "Reviewed.", Made.Context()).Reasons).Code
        );

    [Theory]
    [InlineData("2008-02-29", 2026, 2, 28, 17)]
    [InlineData("2008-02-29", 2026, 3, 1, 18)]
    [InlineData("2008-11-23", 2026, 11, 22, 17)]
    [InlineData("2008-11-23", 2026, 11, 23, 18)]
    public void AgeOn_Birthdays_AreReachedAtTheirStart(string born, int year, int month, int day, int age) =>
        Assert.Equal(age, Made.Person(born).AgeOn(new DateOnly(year, month, day)));
}
