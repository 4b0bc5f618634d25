using System.Text;
using DataSharing.Storage;
using DataSharing.Testing.Azure;
using Xunit;

namespace DataSharing.AzureServices.Tests.Tables;

/// <summary>A commit whose answer is lost after the service did it, or that arrives late: it happens once, and the caller learns the truth.</summary>
public sealed class LostAnswerTests : IAsyncLifetime
{
    private const string Partition = "s3";

    private CloudHome? home;

    private CloudHome Home => home ?? throw new InvalidOperationException("InitializeAsync has not run.");

    public async Task InitializeAsync() => home = await CloudHome.CreateAsync();

    public Task DisposeAsync()
    {
        home?.Dispose();
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData(Fault.AnswerLost)]
    [InlineData(Fault.AnswerTorn)]
    public async Task Commit_AnswerLost_IsRecognisedAsCommittedWithItsVersions(object fault)
    {
        var old = await CommittedAsync(Home.Records, Insert("a", "old"));
        await using var proxy = await ProxyAsync((Fault)fault);
        using var far = Far(proxy);

        var outcome = await CommittedAsync(far.Records, new RowWrite.Replace("a", 1, Bytes("new"), Version(old, 0)), Insert("b", "fresh"));

        Assert.Equal(1, proxy.Faults);
        Assert.Equal(("new", Version(outcome, 0)), await FindAsync("a"));
        Assert.Equal(("fresh", Version(outcome, 1)), await FindAsync("b"));
        // The witness is still good.
        await CommittedAsync(far.Records, Insert("c", "next"));
    }

    [Fact]
    public async Task Commit_AnswerLostAndRowDeletedMeanwhile_StaysDeleted()
    {
        await using var proxy = await ProxyAsync(Fault.AnswerLost);
        using var far = Far(proxy);
        proxy.OnLost = async () => await CommittedAsync(Home.Records, new RowWrite.Delete("outbox:1", null));

        await CommittedAsync(far.Records, Insert("outbox:1", "entry"));

        Assert.Equal(1, proxy.Faults);
        Assert.Null((await FindAsync("outbox:1")).Version);
    }

    [Fact]
    public async Task Commit_AnswerLostAndRowReplacedMeanwhile_IsCommittedAtAVersionNoRowHas()
    {
        await using var proxy = await ProxyAsync(Fault.AnswerLost);
        using var far = Far(proxy);
        proxy.OnLost = async () =>
        {
            var row = await Home.Records.FindAsync(Partition, "a", CancellationToken.None);
            Assert.NotNull(row);
            await CommittedAsync(Home.Records, new RowWrite.Replace("a", 1, Bytes("another's"), row.Version));
        };

        var outcome = await CommittedAsync(far.Records, Insert("a", "ours"));

        Assert.Equal("another's", (await FindAsync("a")).Text);
        Assert.Equal(
            new CommitOutcome.Conflict("a", ConflictKind.Changed),
            await CommitAsync(Home.Records, new RowWrite.Replace("a", 1, Bytes("x"), Version(outcome, 0)))
        );
    }

    [Fact]
    public async Task Commit_DeleteAnswerLost_IsCommittedAndARowMadeSinceIsLeftAlone()
    {
        await CommittedAsync(Home.Records, Insert("a", "first"));
        await using var proxy = await ProxyAsync(Fault.AnswerLost);
        using var far = Far(proxy);
        proxy.OnLost = async () => await CommittedAsync(Home.Records, Insert("a", "second"));

        await CommittedAsync(far.Records, new RowWrite.Delete("a", null));

        Assert.Equal("second", (await FindAsync("a")).Text);
    }

    [Fact]
    public async Task Commit_TryStillUnderWayWhenConflictIsAnswered_NeverTakesEffect()
    {
        var present = await CommittedAsync(Home.Records, Insert("b", "in the way"));
        await using var proxy = await ProxyAsync(Fault.RequestLate);
        using var far = Far(proxy);

        Assert.Equal(
            new CommitOutcome.Conflict("b", ConflictKind.AlreadyExists),
            await CommitAsync(far.Records, Insert("a", "x"), Insert("b", "x"))
        );
        // Nothing of its own stands in the late try's way any more.
        await CommittedAsync(Home.Records, new RowWrite.Delete("b", Version(present, 0)));
        await DeliverAsync(proxy);

        Assert.Null((await FindAsync("a")).Version);
    }

    [Fact]
    public async Task Commit_TryStillUnderWayWhenRetrySucceeded_NeverTakesEffect()
    {
        await using var proxy = await ProxyAsync(Fault.RequestLate);
        using var far = Far(proxy);

        await CommittedAsync(far.Records, Insert("outbox:1", "entry"));
        await CommittedAsync(Home.Records, new RowWrite.Delete("outbox:1", null));
        await DeliverAsync(proxy);

        Assert.Null((await FindAsync("outbox:1")).Version);
    }

    [Fact]
    public async Task Commit_NoAnswerUntilTimeIsUp_IsUnavailableAndTheNextOneWorks()
    {
        var blocked = true;
        var azurite = await Azurite.SharedAsync();
        await using var proxy = new FaultyProxy(
            azurite.TableEndpoint,
            head => Volatile.Read(ref blocked) && head.StartsWith("POST", StringComparison.Ordinal) ? Fault.RequestLate : Fault.None
        );
        using var far = Far(proxy, commitSeconds: 1);

        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await CommitAsync(far.Records, Insert("a", "x")));

        Volatile.Write(ref blocked, false);
        await CommittedAsync(far.Records, Insert("next", "x"));
    }

    [Fact]
    public async Task Commit_ManyAtOnceWithAnswersLost_LosesNoCountAndDoublesNone()
    {
        const int Tasks = 6;
        const int Each = 12;
        await CommittedAsync(Home.Records, Insert("counter", "0"));
        var azurite = await Azurite.SharedAsync();
        await using var proxy = new FaultyProxy(azurite.TableEndpoint, FaultyProxy.AtRandom(11, lost: 0.15, torn: 0.05, late: 0.05))
        {
            Late = TimeSpan.FromMilliseconds(300),
        };
        using var far = Far(proxy, commitSeconds: 120);

        await Task.WhenAll(Enumerable.Range(0, Tasks).Select(task => Task.Run(() => RaiseAsync(far.Records, task, Each))));

        Assert.True(proxy.Faults > 10, $"only {proxy.Faults} faults");
        Assert.Equal($"{Tasks * Each}", (await FindAsync("counter")).Text);
        var page = await Home.Records.ReadRangeAsync(Partition, "raise:", RowKeys.PrefixEnd("raise:"), 1000, CancellationToken.None);
        Assert.Equal(Tasks * Each, page.Rows.Count);
    }

    private static async Task RaiseAsync(IRecordStore store, int task, int times)
    {
        for (var i = 0; i < times; )
        {
            var row = await store.FindAsync(Partition, "counter", CancellationToken.None);
            Assert.NotNull(row);
            var next = int.Parse(Encoding.UTF8.GetString(row.Body.Span), System.Globalization.CultureInfo.InvariantCulture) + 1;
            var outcome = await CommitAsync(
                store,
                Insert($"raise:{task}:{i}", "x"),
                new RowWrite.Replace("counter", 1, Bytes($"{next}"), row.Version)
            );
            if (outcome is CommitOutcome.Committed)
            {
                i++;
                continue;
            }

            // Never "raise:… exists already": that would be the commit's own row taken for another's.
            Assert.Equal(new CommitOutcome.Conflict("counter", ConflictKind.Changed), outcome);
        }
    }

    private static async Task<FaultyProxy> ProxyAsync(params Fault[] faults) =>
        new((await Azurite.SharedAsync()).TableEndpoint, FaultyProxy.OfWrites(faults));

    private static async Task DeliverAsync(FaultyProxy proxy)
    {
        proxy.Release();
        for (var i = 0; proxy.LateDelivered == 0; i++)
        {
            Assert.True(i < 600, "The late request was not answered within a minute.");
            await Task.Delay(100);
        }
    }

    private CloudHome Far(FaultyProxy proxy, int commitSeconds = 60) =>
        Home.Through(proxy.Address, Home.Options.BlobEndpoint ?? proxy.Address, commitSeconds);

    private async Task<(string Text, RowVersion? Version)> FindAsync(string key) =>
        await Home.Records.FindAsync(Partition, key, CancellationToken.None) is { } row
            ? (Encoding.UTF8.GetString(row.Body.Span), row.Version)
            : ("", null);

    private static ReadOnlyMemory<byte> Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static RowWrite.Insert Insert(string key, string body) => new(key, 1, Bytes(body));

    private static RowVersion Version(CommitOutcome.Committed outcome, int index) =>
        outcome.Versions[index] ?? throw new InvalidOperationException("An insert or replace has a version.");

    private static async Task<CommitOutcome> CommitAsync(IRecordStore store, params RowWrite[] writes) =>
        await store.CommitAsync(new RecordCommit(Partition, writes), CancellationToken.None);

    private static async Task<CommitOutcome.Committed> CommittedAsync(IRecordStore store, params RowWrite[] writes) =>
        Assert.IsType<CommitOutcome.Committed>(await CommitAsync(store, writes));
}
