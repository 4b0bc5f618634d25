using DataSharing.Disruption;
using Xunit;

namespace DataSharing.Tests.Disruption;

public sealed class DeploymentStatesTests
{
    // The life of a tactic as the practice notes have it, written down before the code and apart from it.
    private const string Table = """
        idea           > scoping rejected
        scoping        > panel-review authorised rejected withdrawn
        panel-review   > authorised scoping rejected
        authorised     > applied served delivering withdrawn
        applied        > interim granted refused withdrawn
        interim        > granted refused lapsed withdrawn
        granted        > active stayed discharged
        served         > active stayed withdrawn
        delivering     > completed withdrawn renewal-due
        active         > stayed renewal-due expired discharged superseded
        stayed         > active discharged
        renewal-due    > active expired discharged
        refused        > granted closed
        rejected       > closed
        withdrawn      > closed
        lapsed         > closed
        expired        > closed
        discharged     > closed
        superseded     > closed
        completed      > closed
        closed         >
        """;

    [Fact]
    public void MayFollow_EveryPairOfStates_IsAsTheTableHasIt()
    {
        var table = Table
            .Split('\n')
            .Select(line => line.Split('>'))
            .ToDictionary(
                parts => parts[0].Trim(),
                parts => parts[1].Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
                StringComparer.Ordinal
            );
        var states = Enum.GetValues<DeploymentState>();
        Assert.Equal(21, states.Length);
        Assert.Equal(table.Keys.Order(StringComparer.Ordinal), states.Select(DeploymentStates.Word).Order(StringComparer.Ordinal));

        foreach (var from in states)
        {
            foreach (var to in states)
            {
                var expected = table[DeploymentStates.Word(from)].Contains(DeploymentStates.Word(to), StringComparer.Ordinal);
                Assert.True(expected == DeploymentStates.MayFollow(from, to), $"{from} to {to}: {expected} by the table");
            }
        }
    }

    [Fact]
    public void Word_EveryState_IsTheWordOfTheApi()
    {
        foreach (var state in Enum.GetValues<DeploymentState>())
        {
            Assert.Equal($"\"{DeploymentStates.Word(state)}\"", System.Text.Json.JsonSerializer.Serialize(state));
            Assert.True(DeploymentStates.TryParse(DeploymentStates.Word(state), out var parsed));
            Assert.Equal(state, parsed);
        }
    }

    [Fact]
    public void MayHappen_ClosedDeployment_NothingDoes() =>
        Assert.All(Enum.GetValues<EventKind>(), kind => Assert.False(EventRules.MayHappen(kind, DeploymentState.Closed)));

    [Theory]
    [InlineData(EventKind.BreachReported, DeploymentState.Active, true)]
    [InlineData(EventKind.BreachReported, DeploymentState.Interim, true)]
    [InlineData(EventKind.BreachReported, DeploymentState.Idea, false)]
    [InlineData(EventKind.BreachProved, DeploymentState.Expired, true)]
    [InlineData(EventKind.BreachProved, DeploymentState.Authorised, false)]
    [InlineData(EventKind.OrderServed, DeploymentState.Applied, false)]
    [InlineData(EventKind.OrderServed, DeploymentState.Granted, true)]
    [InlineData(EventKind.HearingListed, DeploymentState.Applied, true)]
    [InlineData(EventKind.HearingListed, DeploymentState.Scoping, false)]
    [InlineData(EventKind.AppealLodged, DeploymentState.Refused, true)]
    [InlineData(EventKind.AppealLodged, DeploymentState.Applied, false)]
    [InlineData(EventKind.VariationMade, DeploymentState.Expired, false)]
    [InlineData(EventKind.ReviewHeld, DeploymentState.Completed, true)]
    [InlineData(EventKind.PanelTold, DeploymentState.Authorised, true)]
    [InlineData(EventKind.PanelTold, DeploymentState.Scoping, false)]
    public void MayHappen_Samples_AreToldApart(EventKind kind, DeploymentState state, bool expected) =>
        Assert.Equal(expected, EventRules.MayHappen(kind, state));
}
