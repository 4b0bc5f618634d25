using DataSharing.Agreements;
using Xunit;

namespace DataSharing.Tests.Agreements.Comparison;

public sealed class AgreementComparisonTests
{
    private const int Worlds = 60;

    [Fact]
    public void Of_RandomVersions_IsWhatAskingTheEvaluatorEverythingFinds()
    {
        var sharing = new SortedDictionary<SharingChangeKind, int>();
        var forbidding = new SortedDictionary<ForbiddingChangeKind, int>();
        var alike = 0;
        for (var seed = 0; seed < Worlds; seed++)
        {
            var world = new SmallWorld(seed);
            var first = world.Agreement();
            var (before, after) = (AgreementTexts.Read(first), AgreementTexts.Read(world.Edited(first)));
            var found = AgreementComparison.Of(before, after);
            var (was, now) = (SmallWorld.Alone(before), SmallWorld.Alone(after));
            SharingFacts[] facts = [.. world.Facts()];
            foreach (var line in SmallWorld.Lines())
            {
                var told = Assert.Single(
                    found.Sharing.Where(c => Holds(c.Scope, line)).Select(c => $"{c.Kind} {c.TermsChanged}").DefaultIfEmpty("alike")
                );
                var answers = facts
                    .Select(f => line with { Facts = f })
                    .Select(q => (Was: SmallWorld.Says(was, q), Now: SmallWorld.Says(now, q)))
                    .Distinct()
                    .ToArray();
                var (kind, expected) = Expected([.. answers.Select(a => (a.Was.Terms, a.Now.Terms))]);
                Assert.True(expected == told, $"seed {seed}: {line}\nexpected {expected}, told {told}");
                alike += kind is null ? 1 : 0;
                if (kind is { } counted)
                {
                    sharing[counted] = sharing.GetValueOrDefault(counted) + 1;
                }

                var barred = Assert.Single(
                    found.Forbidding.Where(c => Holds(c.Scope, line)).Select(c => (ForbiddingChangeKind?)c.Kind).DefaultIfEmpty()
                );
                var bars = Barred([.. answers.Select(a => (a.Was.Barred, a.Now.Barred))]);
                Assert.True(bars == barred, $"seed {seed}: {line}\nexpected {bars}, told {barred}");
                if (bars is { } also)
                {
                    forbidding[also] = forbidding.GetValueOrDefault(also) + 1;
                }
            }
        }

        // Worlds in which something never comes up would prove nothing about it.
        Assert.All(
            Enum.GetValues<SharingChangeKind>().Except([SharingChangeKind.NotWorkedOut]),
            kind => Assert.True(sharing.GetValueOrDefault(kind) >= 10, $"{kind}: {sharing.GetValueOrDefault(kind)}")
        );
        Assert.All(
            Enum.GetValues<ForbiddingChangeKind>().Except([ForbiddingChangeKind.NotWorkedOut]),
            kind => Assert.True(forbidding.GetValueOrDefault(kind) >= 10, $"{kind}: {forbidding.GetValueOrDefault(kind)}")
        );
        Assert.True(alike > 1000);
    }

    private static (SharingChangeKind? Kind, string Told) Expected((string Was, string Now)[] answers)
    {
        var more = answers.Any(a => a.Was.Length == 0 && a.Now.Length > 0);
        var fewer = answers.Any(a => a.Was.Length > 0 && a.Now.Length == 0);
        var terms = answers.Any(a => a.Was.Length > 0 && a.Now.Length > 0 && a.Was != a.Now);
        SharingChangeKind? kind =
            !more && !fewer && !terms ? null
            : answers.All(a => a.Was.Length == 0) ? SharingChangeKind.Gained
            : answers.All(a => a.Now.Length == 0) ? SharingChangeKind.Lost
            : more && fewer ? SharingChangeKind.Moved
            : more ? SharingChangeKind.Widened
            : fewer ? SharingChangeKind.Narrowed
            : SharingChangeKind.OtherTerms;
        return (kind, kind is null ? "alike" : $"{kind} {terms}");
    }

    private static ForbiddingChangeKind? Barred((bool Was, bool Now)[] answers)
    {
        return (answers.Any(a => !a.Was && a.Now), answers.Any(a => a.Was && !a.Now)) switch
        {
            (true, true) => ForbiddingChangeKind.Moved,
            (true, false) => ForbiddingChangeKind.Forbidden,
            (false, true) => ForbiddingChangeKind.Lifted,
            _ => null,
        };
    }

    private static bool Holds(SharingScope scope, SharingQuestion line) =>
        scope.From.Contains(line.From)
        && scope.To.Contains(line.To)
        && (scope.Purposes.Contains(line.Purpose) || (scope.OtherPurposes && line.Purpose.Value is "undeclared"))
        && scope.SubjectKinds.Contains(line.SubjectKind)
        && (scope.Categories.Contains(line.Categories[0]) || (scope.OtherCategories && line.Categories[0].Value is "undeclared"))
        && scope.Modes.Contains(line.Mode);
}
