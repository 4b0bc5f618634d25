using DataSharing.Storage;
using Xunit;

namespace DataSharing.Testing.Storage;

public abstract partial class RecordStoreContract
{
    public static TheoryData<string, RecordLimit> KeysOutOfBounds =>
        new()
        {
            { "", RecordLimit.KeyLength },
            { new string('k', RecordLimits.MaximumKeyLength + 1), RecordLimit.KeyLength },
            { "a/b", RecordLimit.KeyCharacters },
            { "a\\b", RecordLimit.KeyCharacters },
            { "a#b", RecordLimit.KeyCharacters },
            { "a?b", RecordLimit.KeyCharacters },
            { "a b", RecordLimit.KeyCharacters },
            { "a\u0000", RecordLimit.KeyCharacters },
            { "a\u007f", RecordLimit.KeyCharacters },
            { "é", RecordLimit.KeyCharacters },
            { "a;", RecordLimit.KeyCharacters },
            { "'", RecordLimit.KeyCharacters },
            { "a%2F", RecordLimit.KeyCharacters },
        };

    [Theory]
    [MemberData(nameof(KeysOutOfBounds))]
    public async Task AnyCall_KeyOutOfBounds_IsRefused(string key, RecordLimit limit)
    {
        await AssertRefusedAsync(limit, Partition, Insert("ok", "x"), Insert(key, "x"));
        await AssertRefusedAsync(limit, Partition, Insert("ok", "x"), Delete(key));
        await AssertRefusedAsync(limit, Partition, Insert("ok", "x"), Replace(key, "x", new RowVersion("v")));
        await AssertRefusedAsync(limit, key, Insert("ok", "x"));
        await AssertLimitAsync(limit, async () => await Store.FindAsync(Partition, key, CancellationToken.None));
        await AssertLimitAsync(limit, async () => await Store.FindAsync(key, "a", CancellationToken.None));
        await AssertLimitAsync(limit, async () => await Store.ReadRangeAsync(key, "a", "b", 1, CancellationToken.None));
        await AssertLimitAsync(limit, async () => await Store.ReadRangeAsync(Partition, key, "b", 1, CancellationToken.None));
        await AssertLimitAsync(limit, async () => await Store.ReadRangeAsync(Partition, "a", key, 1, CancellationToken.None));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1001)]
    public async Task ReadRange_PageOutOfBounds_IsRefused(int limit) =>
        await AssertLimitAsync(
            RecordLimit.Page,
            async () => await Store.ReadRangeAsync(Partition, "a", "b", limit, CancellationToken.None)
        );

    [Fact]
    public async Task Commit_TooManyOrNoWrites_IsRefused()
    {
        await AssertRefusedAsync(RecordLimit.Writes, Partition);
        await AssertRefusedAsync(RecordLimit.Writes, Partition, [.. Enumerable.Range(0, 101).Select(i => Insert($"row:{i}", "x"))]);
        Assert.Empty(await ReadAllAsync("-", "zz", 10));
    }

    [Fact]
    public async Task Commit_KeyTwice_IsRefused()
    {
        await AssertRefusedAsync(RecordLimit.KeyTwice, Partition, Insert("ok", "1"), Insert("a", "1"), Insert("a", "2"));
        await AssertRefusedAsync(RecordLimit.KeyTwice, Partition, Insert("ok", "1"), Delete("ok"));
    }

    [Fact]
    public async Task Commit_OverLongBody_IsRefused()
    {
        var body = new byte[RecordLimits.MaximumBodyBytes + 1];
        await AssertRefusedAsync(RecordLimit.BodyBytes, Partition, Insert("ok", "x"), new RowWrite.Insert("a", 1, body));
        await AssertRefusedAsync(
            RecordLimit.BodyBytes,
            Partition,
            Insert("ok", "x"),
            new RowWrite.Replace("a", 1, body, new RowVersion("v"))
        );
    }

    [Fact]
    public async Task Commit_TooManyBytes_IsRefused()
    {
        var body = new byte[RecordLimits.MaximumBodyBytes];
        await AssertRefusedAsync(
            RecordLimit.CommitBytes,
            Partition,
            [Insert("ok", "x"), .. Enumerable.Range(0, 5).Select(i => new RowWrite.Insert($"row:{i}", 1, body))]
        );
    }

    [Fact]
    public async Task Commit_SchemaVersionZero_IsRefused() =>
        await AssertRefusedAsync(RecordLimit.SchemaVersion, Partition, Insert("ok", "x"), new RowWrite.Insert("a", 0, default));

    [Fact]
    public async Task Commit_AtEveryLimit_IsTaken()
    {
        var body = new byte[RecordLimits.MaximumBodyBytes];
        new Random(3).NextBytes(body);
        var longKey = new string('z', RecordLimits.MaximumKeyLength);
        await CommittedAsync([
            new RowWrite.Insert(longKey, 1, body),
            .. Enumerable.Range(0, 4).Select(i => new RowWrite.Insert($"row:{i}", 1, body)),
        ]);
        await CommittedAsync([.. Enumerable.Range(0, 100).Select(i => Insert($"small:{i}", "x"))]);

        var row = await FindAsync(longKey);
        Assert.NotNull(row);
        Assert.True(row.Body.Span.SequenceEqual(body));
        Assert.Equal(105, (await ReadAllAsync("-", longKey, 1000)).Count + 1);
    }

    private async Task AssertRefusedAsync(RecordLimit limit, string partition, params RowWrite[] writes)
    {
        await AssertLimitAsync(limit, async () => await Store.CommitAsync(new RecordCommit(partition, writes), CancellationToken.None));
        Assert.Null(await FindAsync("ok"));
    }

    private static async Task AssertLimitAsync(RecordLimit limit, Func<Task> call) =>
        Assert.Equal(limit, (await Assert.ThrowsAsync<RecordLimitException>(call)).Limit);
}
