using Xunit;
using Xunit.Abstractions;

namespace DataSharing.Tests.Audit;

public sealed class RelayProtocolTests(ITestOutputHelper output)
{
    [Fact]
    public void Relay_TwoRacingAndDyingAnywhere_EveryOrderSequencesEachEntryOnce()
    {
        var (states, broken) = new RelayProtocolModel(relays: 2, entries: 3, deaths: 2, RelayProtocolModel.Fault.None).Explore();
        output.WriteLine($"{states} states");
        Assert.Null(broken);
        Assert.True(states > 10_000, "The search must have looked at more than a handful of orders.");
    }

    [Fact]
    public void Relay_OutboxReadBeforeWatermark_SearchFindsTheDuplicate() =>
        AssertBroken(RelayProtocolModel.Fault.OutboxBeforeWatermark, "twice");

    [Fact]
    public void Relay_RowDeletedBeforeItsFile_SearchFindsTheLoss() =>
        AssertBroken(RelayProtocolModel.Fault.DeleteBeforeSequencing, "deleted before");

    [Fact]
    public void Relay_WatermarkRaisedPastFilesNotReadBeforeTheOutbox_SearchFindsTheDuplicate() =>
        AssertBroken(RelayProtocolModel.Fault.WatermarkPastWhatWasRead, "twice");

    private static void AssertBroken(RelayProtocolModel.Fault fault, string expected)
    {
        var (_, broken) = new RelayProtocolModel(relays: 2, entries: 3, deaths: 2, fault).Explore();
        Assert.Contains(expected, broken, StringComparison.Ordinal);
    }
}
