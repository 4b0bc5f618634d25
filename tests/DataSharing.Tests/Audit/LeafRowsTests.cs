using DataSharing.Audit;
using DataSharing.Testing;
using DataSharing.TransparencyLog;
using Xunit;

namespace DataSharing.Tests.Audit;

public sealed class LeafRowsTests : IAsyncLifetime
{
    private readonly TestPlatform platform = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await platform.DisposeAsync();

    [Fact]
    public async Task Find_ReceiptsOfTwoHours_EachLeadsToItsOwnEntry()
    {
        var random = new Random(52);
        var receipts = new List<Receipt>();
        for (var i = 0; i < 60; i++)
        {
            receipts.Add(await RecordAsync());
            platform.Clock.Advance(TimeSpan.FromSeconds(random.Next(0, 240)));
            if (random.Next(4) == 0)
            {
                await platform.RelayAsync();
            }
        }

        await platform.RelayAsync();
        var log = await platform.LogAsync();

        var found = new HashSet<long>();
        foreach (var receipt in receipts)
        {
            var index = await LeafRows.FindAsync(platform.Records, receipt, CancellationToken.None);
            Assert.NotNull(index);
            Assert.Equal(receipt.LeafHash.ToArray(), MerkleTree.LeafHash(log[(int)index.Value].Span));
            found.Add(index.Value);
        }

        Assert.Equal(60, found.Count);
    }

    [Fact]
    public async Task Find_ManyPagesOfOneTime_EachLeadsToItsOwnEntry()
    {
        var receipts = new List<Receipt>();
        for (var file = 0; file < 130; file++)
        {
            receipts.Add(await RecordAsync());
            await platform.RelayAsync();
        }

        var log = await platform.LogAsync();
        var shard = receipts.GroupBy(r => r.LeafHash.Span[0] >> 4).MaxBy(g => g.Count());
        Assert.NotNull(shard);
        foreach (var receipt in shard)
        {
            var index = await LeafRows.FindAsync(platform.Records, receipt, 2, CancellationToken.None);
            Assert.NotNull(index);
            Assert.Equal(receipt.LeafHash.ToArray(), MerkleTree.LeafHash(log[(int)index.Value].Span));
        }
    }

    // A machine that stood still between the entry's making and the receipt's; a clock that was set back between them.
    [Theory]
    [InlineData(59)]
    [InlineData(-59)]
    public async Task Find_IssuedAtAnotherTimeThanItsEntry_IsFound(int minutes)
    {
        var receipt = await RecordAsync();
        await platform.RelayAsync();

        var index = await LeafRows.FindAsync(
            platform.Records,
            receipt with
            {
                IssuedAt = receipt.IssuedAt.AddMinutes(minutes),
            },
            CancellationToken.None
        );

        Assert.Equal(0, index);
    }

    [Fact]
    public async Task Find_NotInTheLogYet_IsNull()
    {
        await RecordAsync();
        await platform.RelayAsync();
        var waiting = await RecordAsync();

        Assert.Null(await LeafRows.FindAsync(platform.Records, waiting, CancellationToken.None));
        await platform.RelayAsync();
        Assert.Equal(1, await LeafRows.FindAsync(platform.Records, waiting, CancellationToken.None));
    }

    private async Task<Receipt> RecordAsync()
    {
        var act = new AuditAct
        {
            Act = "thing.read",
            Caller = TestPlatform.Caller("eastmere-council"),
            Justification = "why",
        };
        var receipt = await platform.Journal.RecordAsync("s0", act, CancellationToken.None);
        Assert.True(Receipt.TryDecode(receipt.Text, out var decoded));
        return decoded;
    }
}
