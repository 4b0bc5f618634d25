using System.Globalization;
using System.Text;
using DataSharing.Storage;
using Xunit;

namespace DataSharing.Testing.Storage;

/// <summary>
/// What every <see cref="IRecordStore"/> does, whatever home it lives in. A home inherits this class and hands over an empty store;
/// commits and conflicts are here, ranges, limits and concurrency in the files beside this one.
/// </summary>
public abstract partial class RecordStoreContract : IAsyncLifetime
{
    protected const string Partition = "s3";

    private IRecordStore? store;

    protected IRecordStore Store => store ?? throw new InvalidOperationException("InitializeAsync has not run.");

    /// <summary>An empty store. The inheriting class disposes of it.</summary>
    protected abstract ValueTask<IRecordStore> CreateStoreAsync();

    protected abstract ValueTask DisposeStoreAsync();

    public async Task InitializeAsync() => store = await CreateStoreAsync();

    public async Task DisposeAsync() => await DisposeStoreAsync();

    protected static ReadOnlyMemory<byte> Bytes(string text) => Encoding.UTF8.GetBytes(text);

    protected static string Text(StoredRow? row) => row is null ? "(none)" : Encoding.UTF8.GetString(row.Body.Span);

    protected static RowWrite Insert(string key, string body) => new RowWrite.Insert(key, 1, Bytes(body));

    protected static RowWrite Replace(string key, string body, RowVersion expected) => new RowWrite.Replace(key, 1, Bytes(body), expected);

    protected static RowWrite Delete(string key, RowVersion? expected = null) => new RowWrite.Delete(key, expected);

    protected Task<CommitOutcome> CommitAsync(params RowWrite[] writes) => CommitToAsync(Partition, writes);

    protected async Task<CommitOutcome> CommitToAsync(string partition, params RowWrite[] writes) =>
        await Store.CommitAsync(new RecordCommit(partition, writes), CancellationToken.None);

    protected async Task<CommitOutcome.Committed> CommittedAsync(params RowWrite[] writes) =>
        Assert.IsType<CommitOutcome.Committed>(await CommitAsync(writes));

    protected async Task<RowVersion> VersionOfInsertAsync(string key, string body) =>
        (await CommittedAsync(Insert(key, body))).Versions[0] ?? throw new InvalidOperationException("An insert has a version.");

    protected async Task<StoredRow?> FindAsync(string key) => await Store.FindAsync(Partition, key, CancellationToken.None);

    protected static RowVersion SomeOtherVersion(RowVersion version) => new("0" + version.Value[1..] + "x");

    private async Task AssertConflictAsync(string rowKey, ConflictKind kind, params RowWrite[] writes)
    {
        var conflict = Assert.IsType<CommitOutcome.Conflict>(await CommitAsync(writes));
        Assert.Equal(new CommitOutcome.Conflict(rowKey, kind), conflict);
    }

    [Fact]
    public async Task Find_NoSuchRow_IsNull()
    {
        await CommittedAsync(Insert("case:1", "here"));

        Assert.Null(await FindAsync("case:2"));
        Assert.Null(await Store.FindAsync("s4", "case:1", CancellationToken.None));
    }

    [Fact]
    public async Task Commit_Insert_IsReadBackWithSchemaVersionBodyAndRowVersion()
    {
        var outcome = await CommittedAsync(new RowWrite.Insert("case:1", 7, Bytes("body")), new RowWrite.Insert("case:2", 1, default));

        var first = await FindAsync("case:1");
        var second = await FindAsync("case:2");
        Assert.NotNull(first);
        Assert.Equal(("case:1", 7, "body"), (first.RowKey, first.SchemaVersion, Text(first)));
        Assert.Equal(outcome.Versions[0], first.Version);
        Assert.NotNull(second);
        Assert.Equal(0, second.Body.Length);
        Assert.Equal(outcome.Versions[1], second.Version);
    }

    [Fact]
    public async Task Commit_MixedWrites_AllTakeEffectTogetherAndVersionsComeInOrder()
    {
        var changed = await VersionOfInsertAsync("a", "old");
        await CommittedAsync(Insert("b", "goes"));

        var outcome = await CommittedAsync(
            Delete("b"),
            new RowWrite.Replace("a", 2, Bytes("new"), changed),
            Insert("c", "fresh"),
            Insert("outbox:1", "entry")
        );

        Assert.Null(outcome.Versions[0]);
        var a = await FindAsync("a");
        Assert.NotNull(a);
        Assert.Equal(("new", 2), (Text(a), a.SchemaVersion));
        Assert.Equal(outcome.Versions[1], a.Version);
        Assert.NotEqual(changed, a.Version);
        Assert.Null(await FindAsync("b"));
        Assert.Equal("fresh", Text(await FindAsync("c")));
        Assert.Equal("entry", Text(await FindAsync("outbox:1")));
    }

    [Fact]
    public async Task Commit_SamePartitionedKeyElsewhere_IsAnotherRow()
    {
        await CommittedAsync(Insert("a", "here"));
        Assert.IsType<CommitOutcome.Committed>(await CommitToAsync("s4", Insert("a", "there")));

        Assert.Equal("here", Text(await FindAsync("a")));
        Assert.Equal("there", Text(await Store.FindAsync("s4", "a", CancellationToken.None)));
    }

    [Fact]
    public async Task Commit_InsertOfExistingRow_ConflictsAndWritesNothing()
    {
        await CommittedAsync(Insert("b", "first"));

        await AssertConflictAsync("b", ConflictKind.AlreadyExists, Insert("a", "x"), Insert("b", "second"), Insert("c", "x"));

        Assert.Equal("first", Text(await FindAsync("b")));
        Assert.Null(await FindAsync("a"));
        Assert.Null(await FindAsync("c"));
    }

    [Fact]
    public async Task Commit_ReplaceOfMissingOrChangedRow_ConflictsAndWritesNothing()
    {
        var first = await VersionOfInsertAsync("a", "1");
        await CommittedAsync(Replace("a", "2", first));

        await AssertConflictAsync("a", ConflictKind.Changed, Insert("z", "x"), Replace("a", "3", first));
        await AssertConflictAsync("gone", ConflictKind.Missing, Insert("z", "x"), Replace("gone", "3", first));
        await AssertConflictAsync("a", ConflictKind.Changed, Replace("a", "3", SomeOtherVersion(first)));
        await AssertConflictAsync("a", ConflictKind.Changed, Replace("a", "3", new RowVersion("not a version of ours")));

        Assert.Equal("2", Text(await FindAsync("a")));
        Assert.Null(await FindAsync("z"));
    }

    [Fact]
    public async Task Commit_DeleteOfMissingOrChangedRow_ConflictsAndWritesNothing()
    {
        var first = await VersionOfInsertAsync("a", "1");
        var second = (await CommittedAsync(Replace("a", "2", first))).Versions[0];

        await AssertConflictAsync("a", ConflictKind.Changed, Insert("z", "x"), Delete("a", first));
        await AssertConflictAsync("gone", ConflictKind.Missing, Insert("z", "x"), Delete("gone"));
        await AssertConflictAsync("gone", ConflictKind.Missing, Delete("gone", first));
        Assert.Equal("2", Text(await FindAsync("a")));
        Assert.Null(await FindAsync("z"));

        await CommittedAsync(Delete("a", second));
        Assert.Null(await FindAsync("a"));
    }

    [Fact]
    public async Task Commit_SeveralRowsInTheWay_NamesTheFirstInTheOrderGiven()
    {
        var version = await VersionOfInsertAsync("m", "1");
        await CommittedAsync(Insert("b", "1"));

        await AssertConflictAsync(
            "m",
            ConflictKind.Changed,
            Insert("ok", "x"),
            Delete("m", SomeOtherVersion(version)),
            Insert("b", "2"),
            Delete("gone")
        );
        await AssertConflictAsync(
            "gone",
            ConflictKind.Missing,
            Delete("gone"),
            Insert("b", "2"),
            Replace("m", "x", version),
            Insert("c", "x")
        );
    }

    [Fact]
    public async Task Commit_DeletedAndInsertedAgain_HasANewVersionSoTheOldOneStaysRefused()
    {
        var seen = new HashSet<RowVersion>();
        RowVersion? last = null;
        for (var i = 0; i < 5; i++)
        {
            var version = await VersionOfInsertAsync("a", "same body");
            Assert.True(seen.Add(version));
            if (last is not null)
            {
                await AssertConflictAsync("a", ConflictKind.Changed, Replace("a", "x", last));
                await AssertConflictAsync("a", ConflictKind.Changed, Delete("a", last));
            }

            last = version;
            await CommittedAsync(Delete("a", version));
        }
    }

    [Fact]
    public async Task Commit_SameRowReplacedByTheSameBody_StillHasANewVersion()
    {
        var first = await VersionOfInsertAsync("a", "same");
        var second = (await CommittedAsync(Replace("a", "same", first))).Versions[0];

        Assert.NotEqual(first, second);
        await AssertConflictAsync("a", ConflictKind.Changed, Replace("a", "same", first));
    }

    [Fact]
    public async Task Commit_Stamped_FindsItsStampInItsGroup()
    {
        var outcomes = await Task.WhenAll(
            Enumerable
                .Range(0, 200)
                .Select(async i =>
                {
                    var stamp = i % 3 == 0 ? default : Bytes(i.ToString(CultureInfo.InvariantCulture));
                    var commit = new RecordCommit(Shards.All[i % 16], [Insert($"row:{i}", "x")], stamp);
                    var outcome = await Task.Run(async () => await Store.CommitAsync(commit, CancellationToken.None));
                    return (stamp, Assert.IsType<CommitOutcome.Committed>(outcome));
                })
        );

        foreach (var (stamp, committed) in outcomes)
        {
            if (stamp.IsEmpty)
            {
                Assert.Equal(-1, committed.GroupIndex);
            }
            else
            {
                Assert.True(committed.Group.Stamps[committed.GroupIndex].Span.SequenceEqual(stamp.Span));
            }
        }

        var groups = outcomes.Where(o => !o.stamp.IsEmpty).GroupBy(o => o.Item2.Group).ToList();
        Assert.All(groups, g => Assert.Equal(g.Count(), g.Key.Stamps.Count));
        Assert.All(groups, g => Assert.Equal(g.Count(), g.Select(o => o.Item2.GroupIndex).Distinct().Count()));
    }

    [Fact]
    public async Task Commit_Conflicting_LeavesItsStampOutOfTheGroup()
    {
        await CommittedAsync(Insert("taken", "x"));

        var outcomes = await Task.WhenAll(
            Enumerable
                .Range(0, 60)
                .Select(i =>
                    Task.Run(async () =>
                        await Store.CommitAsync(
                            new RecordCommit(
                                Partition,
                                [Insert($"row:{i}", "x"), Insert(i % 2 == 0 ? "taken" : $"free:{i}", "x")],
                                Bytes($"{i}")
                            ),
                            CancellationToken.None
                        )
                    )
                )
        );

        for (var i = 0; i < outcomes.Length; i++)
        {
            if (i % 2 == 0)
            {
                Assert.Equal(new CommitOutcome.Conflict("taken", ConflictKind.AlreadyExists), outcomes[i]);
            }
            else
            {
                var committed = Assert.IsType<CommitOutcome.Committed>(outcomes[i]);
                Assert.Equal($"{i}", Encoding.UTF8.GetString(committed.Group.Stamps[committed.GroupIndex].Span));
                Assert.DoesNotContain(
                    committed.Group.Stamps,
                    s => int.Parse(Encoding.UTF8.GetString(s.Span), CultureInfo.InvariantCulture) % 2 == 0
                );
            }
        }
    }

    [Fact]
    public async Task Commit_CancelledBeforeItIsSent_DoesNotHappen()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            await Store.CommitAsync(new RecordCommit(Partition, [Insert("a", "x")]), cancelled.Token)
        );

        Assert.Null(await FindAsync("a"));
    }
}
