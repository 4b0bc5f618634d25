using System.Globalization;
using DataSharing.Storage;
using Xunit;

namespace DataSharing.Testing.Storage;

public abstract partial class RecordStoreContract
{
    private static readonly string[] KeysInOrder =
    [
        "-",
        "--",
        "-a",
        ".",
        "0",
        "10",
        "9",
        ":",
        "A",
        "A-",
        "A.",
        "A0",
        "A:",
        "A:1",
        "AA",
        "A_",
        "Aa",
        "B",
        "Z",
        "_",
        "a",
        "a-b",
        "a.b",
        "a:b",
        "aB",
        "a_b",
        "ab",
        "b",
        "outbox",
        "outbox-",
        "outbox:1",
        "outbox:2",
        "outboxA",
        "p",
        "z",
        "zz",
    ];

    [Fact]
    public async Task ReadRange_AnyKeys_ComeInOrdinalOrder()
    {
        Assert.Equal(KeysInOrder.Order(StringComparer.Ordinal), KeysInOrder);
        var shuffled = KeysInOrder.ToArray();
        new Random(7).Shuffle(shuffled);
        await CommittedAsync([.. shuffled.Select(k => Insert(k, k))]);
        Assert.IsType<CommitOutcome.Committed>(await CommitToAsync("s4", Insert("a", "elsewhere"), Insert("outbox:1", "elsewhere")));

        var all = await ReadAllAsync("-", "zzz", 1000);

        Assert.Equal(KeysInOrder, all.Select(r => r.RowKey));
        Assert.All(all, r => Assert.Equal(r.RowKey, Text(r)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public async Task ReadRange_SmallPages_ContinueWithoutGapOrRepeat(int limit)
    {
        await CommittedAsync([.. KeysInOrder.Select(k => Insert(k, k))]);

        var all = await ReadAllAsync("-", "zzz", limit);

        Assert.Equal(KeysInOrder, all.Select(r => r.RowKey));
    }

    [Fact]
    public async Task ReadRange_Bounds_IncludeTheFirstAndExcludeTheLast()
    {
        await CommittedAsync([.. KeysInOrder.Select(k => Insert(k, k))]);

        for (var from = 0; from < KeysInOrder.Length; from += 3)
        {
            for (var to = from; to < KeysInOrder.Length; to += 4)
            {
                var read = await ReadAllAsync(KeysInOrder[from], KeysInOrder[to], 1000);
                Assert.Equal(KeysInOrder[from..to], read.Select(r => r.RowKey));
            }
        }

        Assert.Empty(await ReadAllAsync("z", "a", 10));
        Assert.Empty(await ReadAllAsync("c", "d", 10));
    }

    [Fact]
    public async Task ReadRange_RowsCarryVersionAndSchema()
    {
        var committed = await CommittedAsync(new RowWrite.Insert("a:1", 3, Bytes("one")), new RowWrite.Insert("outbox:1", 4, Bytes("two")));

        var rows = await ReadAllAsync("a", "z", 10);

        Assert.Equal(committed.Versions, rows.Select(r => (RowVersion?)r.Version));
        Assert.Equal([3, 4], rows.Select(r => r.SchemaVersion));
    }

    [Fact]
    public async Task ReadRange_ManyLargeRows_AllArriveThroughContinuation()
    {
        var body = new byte[400 * 1024];
        for (var i = 0; i < 60; i++)
        {
            body[0] = (byte)i;
            await CommittedAsync(new RowWrite.Insert($"large:{i:d3}", 1, body.ToArray()));
        }

        var rows = await ReadAllAsync("large:", RowKeys.PrefixEnd("large:"), 1000);

        Assert.Equal(60, rows.Count);
        Assert.All(rows, r => Assert.Equal(int.Parse(r.RowKey[6..], CultureInfo.InvariantCulture), r.Body.Span[0]));
    }

    [Fact]
    public async Task ReadRange_AfterDeleteAndReplace_ShowsWhatWasAcknowledged()
    {
        var version = await VersionOfInsertAsync("k:1", "1");
        await CommittedAsync(Insert("k:2", "2"), Insert("k:3", "3"), Insert("outbox:1", "e"));
        await CommittedAsync(Replace("k:1", "1b", version), Delete("k:2"), Delete("outbox:1"));

        var rows = await ReadAllAsync("a", "z", 10);

        Assert.Equal(["1b", "3"], rows.Select(Text));
    }

    [Fact]
    public async Task RowKeys_PrefixEnd_TakesExactlyThePrefix()
    {
        await CommittedAsync([.. KeysInOrder.Select(k => Insert(k, k))]);

        Assert.Throws<ArgumentException>(() => RowKeys.PrefixEnd("zz"));
        foreach (var prefix in KeysInOrder.Except(["z", "zz"]))
        {
            var read = await ReadAllAsync(prefix, RowKeys.PrefixEnd(prefix), 3);
            Assert.Equal(KeysInOrder.Where(k => k.StartsWith(prefix, StringComparison.Ordinal)), read.Select(r => r.RowKey));
        }
    }

    /// <summary>Reads a whole range, page by page, checking each page's shape on the way.</summary>
    private async Task<List<StoredRow>> ReadAllAsync(string from, string toExclusive, int limit)
    {
        var rows = new List<StoredRow>();
        while (true)
        {
            var page = await Store.ReadRangeAsync(Partition, from, toExclusive, limit, CancellationToken.None);
            Assert.True(page.Rows.Count <= limit);
            rows.AddRange(page.Rows);
            if (page.ContinueAfter is not { } last)
            {
                return rows;
            }

            Assert.Equal(page.Rows[^1].RowKey, last);
            from = RowKeys.After(last);
        }
    }
}
