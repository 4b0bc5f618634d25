using System.Globalization;
using DataSharing.Disruption;
using DataSharing.Identity;
using Xunit;
using static DataSharing.Disruption.DeploymentState;
using LondonCalendar = DataSharing.Entities.LondonCalendar;

namespace DataSharing.Tests.Disruption;

public sealed class TermLimitTests
{
    [Theory]
    [InlineData("closure-order", "2026-04-16", "2026-10-16", null)]
    [InlineData("closure-order", "2026-04-16", "2026-10-17", "term-too-long")]
    [InlineData("closure-order", "2026-08-31", "2027-02-28", null)] // no 31 February: its last day
    [InlineData("closure-order", "2026-08-31", "2027-03-01", "term-too-long")]
    [InlineData("public-spaces-protection-order", "2026-04-16", "2029-04-16", null)]
    [InlineData("public-spaces-protection-order", "2026-04-16", "2029-04-17", "term-too-long")]
    [InlineData("closure-order", "2026-04-16", "2026-04-15", "ends-before-start")]
    public void Check_PeriodOfTheLaw_LastsToItsLastDay(string tactic, string from, string until, string? code)
    {
        var faults = TermLimits
            .Check(Made.Tactic(tactic), new DeploymentDates(), Day(from), Day(until), Packs.Calendar, "/expiresAt")
            .ToArray();
        Assert.Equal(code, faults.FirstOrDefault()?.Code);
        Assert.All(faults, f => Assert.Equal("/expiresAt", f.Pointer));
    }

    [Fact]
    public void Check_ClosureNotice_LastsFortyEightHoursToTheMinute()
    {
        var from = new DateTimeOffset(2026, 4, 14, 9, 0, 0, TimeSpan.Zero);
        Assert.Empty(TermLimits.Check(Made.Tactic("closure-notice"), new DeploymentDates(), from, from.AddHours(48), Packs.Calendar, "/x"));
        var fault = Assert.Single(
            TermLimits.Check(
                Made.Tactic("closure-notice"),
                new DeploymentDates(),
                from,
                from.AddHours(48).AddMinutes(1),
                Packs.Calendar,
                "/x"
            )
        );
        Assert.Contains("48 hours", fault.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_ExtensionsThatCount_AddUpFromTheFirstDay()
    {
        var first = new DeploymentDates { FirstEffectiveFrom = Day("2026-04-16") };
        Assert.Empty(TermLimits.Check(Made.Tactic("closure-order"), first, Day("2026-07-15"), Day("2026-10-14"), Packs.Calendar, "/x"));
        Assert.NotEmpty(TermLimits.Check(Made.Tactic("closure-order"), first, Day("2026-07-15"), Day("2026-11-14"), Packs.Calendar, "/x"));
        // A public spaces protection order may be extended for another three years.
        var spaces = new DeploymentDates { FirstEffectiveFrom = Day("2023-04-16") };
        Assert.Empty(
            TermLimits.Check(
                Made.Tactic("public-spaces-protection-order"),
                spaces,
                Day("2026-04-16"),
                Day("2029-04-16"),
                Packs.Calendar,
                "/x"
            )
        );
    }

    [Fact]
    public void Apply_UntilFurtherOrderWhereTheLawSetsAnEnd_IsRefused()
    {
        var judged = TransitionRules.Apply(
            Made.In(Granted),
            Made.Step(Active) with
            {
                ExpiresAt = null,
                UntilFurtherOrder = true,
            },
            Made.Context()
        );
        Assert.Equal(("term-too-long", "/expiresAt"), Pair(judged));
        var contradictory = TransitionRules.Apply(
            Made.In(Granted, "stalking-protection-order"),
            Made.Step(Active) with
            {
                UntilFurtherOrder = true,
            },
            Made.Context()
        );
        Assert.Equal(("ends-or-not", "/untilFurtherOrder"), Pair(contradictory));
    }

    [Theory]
    [InlineData(false, "2026-08-14")] // sixteenth birthday
    [InlineData(true, "2028-08-14")] // eighteenth, with a care order
    public void Apply_WarningNotice_EndsOnTheChildsBirthday(bool careOrder, string end)
    {
        var deployment = Made.In(Served, "child-abduction-warning-notice", SubjectKind.Person);
        var context = Made.Context(
            target: Made.Person("1994-11-09"),
            child: Made.Person("2010-08-14"),
            now: new DateTimeOffset(2026, 3, 6, 12, 0, 0, TimeSpan.Zero)
        );
        var from = new DateTimeOffset(2026, 3, 6, 12, 0, 0, TimeSpan.Zero);
        var draft = new TransitionDraft(Active) { EffectiveFrom = from, CareOrder = careOrder };
        var judged = TransitionRules.Apply(deployment, draft, context);
        Assert.Equal(Day(end), judged.Next?.Record.Dates.ExpiresAt);
        var late = TransitionRules.Apply(deployment, draft with { ExpiresAt = Day(end).AddDays(1) }, context);
        Assert.Contains(late.Reasons, r => r.Code == "child-driven-end");
        var unknown = TransitionRules.Apply(
            deployment,
            draft,
            Made.Context(target: Made.Person("1994-11-09"), child: Made.Person(null), now: from)
        );
        Assert.Contains(unknown.Reasons, r => r.Code == "child-needed");
    }

    [Fact]
    public void Apply_LicensingDecision_WaitsForTheTimeToAppeal()
    {
        var deployment = Made.In(Applied, "premises-licence-review", SubjectKind.Business);
        var granted = TransitionRules.Apply(deployment, Made.Step(Granted) with { On = new DateOnly(2026, 11, 1) }, Made.Context()).Next;
        Assert.NotNull(granted);
        var told = EventApplication.Apply(granted, new EventDraft(EventKind.NoticeGiven, new DateOnly(2026, 11, 10)), Made.Context()).Next;
        Assert.NotNull(told);
        var early = TransitionRules.Apply(told, Made.Step(Active) with { EffectiveFrom = Day("2026-12-01") }, Made.Context());
        Assert.Equal(("waits-for-appeal", "/effectiveFrom"), Pair(early));
        Assert.NotNull(
            TransitionRules
                .Apply(told, Made.Step(Active) with { EffectiveFrom = Day("2026-12-02"), ExpiresAt = Day("2027-01-01") }, Made.Context())
                .Next
        );
        var now = TransitionRules.Apply(
            told,
            Made.Step(Active) with
            {
                EffectiveFrom = Day("2026-11-20"),
                ImmediateEffect = true,
            },
            Made.Context()
        );
        Assert.Contains(now.Reasons, r => r.Code == "no-immediate-effect");

        var appealed = EventApplication.Apply(told, new EventDraft(EventKind.AppealLodged, Made.Today), Made.Context()).Next;
        Assert.NotNull(appealed);
        var stayed = TransitionRules.Apply(appealed, Made.Step(Stayed), Made.Context()).Next;
        Assert.NotNull(stayed);
        Assert.Contains(TransitionRules.Apply(stayed, Made.Step(Active), Made.Context()).Reasons, r => r.Code == "appeal-undecided");
        var dismissed = EventApplication
            .Apply(stayed, new EventDraft(EventKind.AppealDecided, Made.Today) { Outcome = "dismissed" }, Made.Context())
            .Next;
        Assert.NotNull(dismissed);
        Assert.NotNull(TransitionRules.Apply(dismissed, Made.Step(Active), Made.Context()).Next);
    }

    [Fact]
    public void Apply_TaxiRevocation_TakesEffectAtOnceWhereThatIsStated()
    {
        var served = TransitionRules
            .Apply(
                Made.In(Authorised, "taxi-driver-suspension-revocation", SubjectKind.Person),
                Made.Step(Served),
                Made.Context(target: Made.Person("1994-11-09"))
            )
            .Next;
        Assert.NotNull(served);
        var context = Made.Context(target: Made.Person("1994-11-09"));
        Assert.Contains(TransitionRules.Apply(served, Made.Step(Active), context).Reasons, r => r.Code == "waits-for-appeal");
        Assert.NotNull(TransitionRules.Apply(served, Made.Step(Active) with { ImmediateEffect = true }, context).Next);
    }

    [Fact]
    public void Apply_StayWhereAnAppealDoesNotSuspend_NeedsACourt()
    {
        var judged = TransitionRules.Apply(Made.In(Active), Made.Step(Stayed) with { StayedByCourt = false }, Made.Context());
        Assert.Equal(("appeal-does-not-suspend", "/stayedByCourt"), Pair(judged));
        Assert.NotNull(
            TransitionRules
                .Apply(Made.In(Active, "hse-improvement-notice"), Made.Step(Stayed) with { StayedByCourt = false }, Made.Context())
                .Next
        );
    }

    [Fact]
    public void Apply_VariationBeyondTheMaximum_IsRefused()
    {
        var active = TransitionRules.Apply(Made.In(Granted), Made.Step(Active), Made.Context()).Next;
        Assert.NotNull(active);
        var draft = new EventDraft(EventKind.VariationMade, Made.Today) { ExpiresAt = Made.Now.AddMonths(7) };
        Assert.Equal(
            "term-too-long",
            Assert.Single(EventApplication.Apply(active, draft, Made.Context()).Reasons.Select(r => r.Code).Distinct())
        );
        Assert.NotNull(EventApplication.Apply(active, draft with { ExpiresAt = Made.Now.AddMonths(5) }, Made.Context()).Next);
    }

    [Theory]
    [InlineData(30, "review-window")]
    [InlineData(28, null)]
    public void Close_ReviewWindows_AreEqualAndOfAgreedLength(int days, string? code)
    {
        var faults = ReviewRules.Faults(Made.Review() with { WindowDays = days }, Made.Context());
        Assert.Equal(code, faults.FirstOrDefault()?.Code);
    }

    [Fact]
    public void Close_ReviewThatCannotBeCompared_IsRefused()
    {
        Assert.Contains(
            ReviewRules.Faults(Made.Review() with { AfterTo = Made.Today.AddDays(30) }, Made.Context()),
            f => f.Code == "too-early"
        );
        Assert.Contains(
            ReviewRules.Faults(Made.Review() with { BaselineTo = Made.Today.AddDays(-5) }, Made.Context()),
            f => f.Code == "review-window"
        );
        Assert.Contains(
            ReviewRules.Faults(Made.Review() with { Outcome = "displaced" }, Made.Context()),
            f => f.Code == "review-displacement"
        );
        Assert.Contains(ReviewRules.Faults(Made.Review() with { Outcome = "wonderful" }, Made.Context()), f => f.Code == "review-outcome");
        Assert.Contains(
            ReviewRules.Faults(Made.Review() with { Attribution = "surely" }, Made.Context()),
            f => f.Code == "review-attribution"
        );
        Assert.Contains(ReviewRules.Faults(Made.Review() with { Measures = [] }, Made.Context()), f => f.Code == "review-measures");
        Assert.Null(new EffectMeasure("missing", 9, 2).ChangePercent);
        Assert.Equal(-45, new EffectMeasure("incidents", 31, 17).ChangePercent);
    }

    private static (string, string?) Pair(Judged judged) => (Assert.Single(judged.Reasons).Code, judged.Reasons[0].Pointer);

    private static DateTimeOffset Day(string day) =>
        LondonCalendar.StartOf(DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture));
}
