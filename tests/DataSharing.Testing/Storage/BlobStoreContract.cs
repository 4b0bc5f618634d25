using System.Security.Cryptography;
using System.Text;
using DataSharing.Storage;
using Xunit;

namespace DataSharing.Testing.Storage;

/// <summary>What every <see cref="IBlobStore"/> does, whatever home it lives in.</summary>
public abstract class BlobStoreContract : IAsyncLifetime
{
    private IBlobStore? store;

    protected IBlobStore Store => store ?? throw new InvalidOperationException("InitializeAsync has not run.");

    /// <summary>An empty store. The inheriting class disposes of it.</summary>
    protected abstract ValueTask<IBlobStore> CreateStoreAsync();

    protected abstract ValueTask DisposeStoreAsync();

    public async Task InitializeAsync() => store = await CreateStoreAsync();

    public async Task DisposeAsync() => await DisposeStoreAsync();

    private async Task<BlobWriteOutcome> CreateAsync(string name, string content) =>
        await Store.CreateAsync(name, Encoding.UTF8.GetBytes(content), CancellationToken.None);

    private async Task<BlobWriteOutcome> ReplaceAsync(string name, string content, RowVersion expected) =>
        await Store.ReplaceAsync(name, Encoding.UTF8.GetBytes(content), expected, CancellationToken.None);

    private async Task<RowVersion> CreatedAsync(string name, string content) =>
        Assert.IsType<BlobWriteOutcome.Written>(await CreateAsync(name, content)).Version;

    private async Task<StoredBlob?> FindAsync(string name) => await Store.FindAsync(name, CancellationToken.None);

    private async Task<string> TextAsync(string name) =>
        await FindAsync(name) is { } blob ? Encoding.UTF8.GetString(blob.Content.Span) : "(none)";

    [Fact]
    public async Task WriteDerived_NewAndAgain_TheLastLiesThere()
    {
        DerivedBlob Derived(string name, string content) => new(name, Encoding.UTF8.GetBytes(content));
        await Store.WriteDerivedAsync([], CancellationToken.None);
        await Store.WriteDerivedAsync([Derived("tree/a/1", "one"), Derived("tree/a/2", "two")], CancellationToken.None);
        await Store.WriteDerivedAsync([Derived("tree/a/2", "more"), Derived("tree/b", "three")], CancellationToken.None);
        Assert.Equal(["one", "more", "three"], [await TextAsync("tree/a/1"), await TextAsync("tree/a/2"), await TextAsync("tree/b")]);
        Assert.Equal(["tree/a/1", "tree/a/2", "tree/b"], await ListAsync("tree/"));
        var version = (await FindAsync("tree/b"))?.Version ?? throw new InvalidOperationException("It was written.");
        await Store.WriteDerivedAsync([Derived("tree/b", "four")], CancellationToken.None);
        Assert.IsType<BlobWriteOutcome.Conflict>(await ReplaceAsync("tree/b", "five", version));
    }

    private async Task<List<string>> ListAsync(string prefix, string? after = null)
    {
        var names = new List<string>();
        await foreach (var name in Store.ListAsync(prefix, after, CancellationToken.None))
        {
            names.Add(name);
        }

        return names;
    }

    [Fact]
    public async Task Create_New_IsReadBackWithItsVersion()
    {
        var version = await CreatedAsync("log/seq/000001", "hello");

        var blob = await FindAsync("log/seq/000001");
        Assert.NotNull(blob);
        Assert.Equal("hello", Encoding.UTF8.GetString(blob.Content.Span));
        Assert.Equal(version, blob.Version);
        Assert.Null(await FindAsync("log/seq/000002"));
        Assert.Null(await FindAsync("log/seq"));
    }

    [Fact]
    public async Task Create_Existing_ConflictsAndKeepsTheFirst()
    {
        await CreatedAsync("a", "first");

        Assert.IsType<BlobWriteOutcome.Conflict>(await CreateAsync("a", "second"));

        Assert.Equal("first", await TextAsync("a"));
    }

    [Fact]
    public async Task Create_ManyAtOnce_HasExactlyOneWinner()
    {
        for (var round = 0; round < 5; round++)
        {
            var name = $"race/{round}";
            var outcomes = await Task.WhenAll(
                Enumerable.Range(0, 32).Select(i => Task.Run(() => CreateAsync(name, new string((char)('A' + i), 5000))))
            );

            var winner = Array.FindIndex(outcomes, o => o is BlobWriteOutcome.Written);
            Assert.Single(outcomes.OfType<BlobWriteOutcome.Written>());
            Assert.Equal(new string((char)('A' + winner), 5000), await TextAsync(name));
        }
    }

    [Fact]
    public async Task Replace_ExpectedVersion_TakesEffectAndGivesANewVersion()
    {
        var first = await CreatedAsync("checkpoint", "1");

        var second = Assert.IsType<BlobWriteOutcome.Written>(await ReplaceAsync("checkpoint", "2", first)).Version;

        Assert.NotEqual(first, second);
        Assert.Equal("2", await TextAsync("checkpoint"));
        Assert.IsType<BlobWriteOutcome.Conflict>(await ReplaceAsync("checkpoint", "3", first));
        Assert.Equal("2", await TextAsync("checkpoint"));
        Assert.IsType<BlobWriteOutcome.Written>(await ReplaceAsync("checkpoint", "3", second));
    }

    [Fact]
    public async Task Replace_MissingOrUnknownVersion_Conflicts()
    {
        var version = await CreatedAsync("a", "1");

        Assert.IsType<BlobWriteOutcome.Conflict>(await ReplaceAsync("b", "2", version));
        Assert.IsType<BlobWriteOutcome.Conflict>(await ReplaceAsync("a", "2", new RowVersion("never-issued")));
        Assert.Null(await FindAsync("b"));
        Assert.Equal("1", await TextAsync("a"));
    }

    [Fact]
    public async Task Replace_DeletedAndCreatedAgain_OldVersionStaysRefused()
    {
        var first = await CreatedAsync("a", "same");
        Assert.True(await Store.DeleteAsync("a", CancellationToken.None));
        var second = await CreatedAsync("a", "same");

        Assert.NotEqual(first, second);
        Assert.IsType<BlobWriteOutcome.Conflict>(await ReplaceAsync("a", "x", first));
    }

    [Fact]
    public async Task Replace_ManyAtOnce_HasExactlyOneWinnerAndNoReaderSeesAPart()
    {
        var version = await CreatedAsync("a", new string('-', 100_000));
        using var done = new CancellationTokenSource();
        var reader = Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
            {
                var text = await TextAsync("a");
                Assert.Equal(100_000, text.Length);
                Assert.Single(text.Distinct());
            }
        });

        var outcomes = await Task.WhenAll(
            Enumerable.Range(0, 16).Select(i => Task.Run(() => ReplaceAsync("a", new string((char)('A' + i), 100_000), version)))
        );
        await done.CancelAsync();
        await reader;

        Assert.Single(outcomes.OfType<BlobWriteOutcome.Written>());
    }

    [Fact]
    public async Task Delete_TellsWhetherThereWasOne()
    {
        await CreatedAsync("x/a", "1");

        Assert.True(await Store.DeleteAsync("x/a", CancellationToken.None));
        Assert.False(await Store.DeleteAsync("x/a", CancellationToken.None));
        Assert.Null(await FindAsync("x/a"));
        Assert.Empty(await ListAsync("x/"));
    }

    [Fact]
    public async Task List_Prefix_GivesWholeNamesInOrdinalOrderAfterTheGivenOne()
    {
        string[] names =
        [
            "seq/000002",
            "seq/000010",
            "seq/000001",
            "seq/a/1",
            "seq/a-b",
            "seq/a.b",
            "seq/B",
            "seq/_",
            "seqs/1",
            "se",
            "zz/1",
        ];
        foreach (var name in names)
        {
            await CreatedAsync(name, name);
        }

        var inOrder = names.Where(n => n.StartsWith("seq/", StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(inOrder, await ListAsync("seq/"));
        for (var i = 0; i < inOrder.Count; i++)
        {
            Assert.Equal(inOrder[(i + 1)..], await ListAsync("seq/", inOrder[i]));
        }

        Assert.Equal(["seq/000010"], (await ListAsync("seq/", "seq/000005")).Take(1));
        Assert.Equal(["seq/a/1"], await ListAsync("seq/a/"));
        Assert.Empty(await ListAsync("nothing/"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/a")]
    [InlineData("a/")]
    [InlineData("a//b")]
    [InlineData("../a")]
    [InlineData("a/../b")]
    [InlineData("a/./b")]
    [InlineData("a b")]
    [InlineData("a\\b")]
    [InlineData("é")]
    [InlineData("a\0")]
    [InlineData("1/2/3/4/5/6/7/8/9")]
    public async Task AnyCall_NameOutOfBounds_IsRefused(string name)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => CreateAsync(name, "x"));
        await Assert.ThrowsAsync<ArgumentException>(() => ReplaceAsync(name, "x", new RowVersion("v")));
        await Assert.ThrowsAsync<ArgumentException>(() => FindAsync(name));
        await Assert.ThrowsAsync<ArgumentException>(async () => await Store.DeleteAsync(name, CancellationToken.None));
    }

    [Fact]
    public async Task Create_NameAtEveryLimit_IsTaken()
    {
        var name = string.Join('/', Enumerable.Repeat(new string('n', 128), 8));
        await CreatedAsync(name, "deep");
        Assert.Equal("deep", await TextAsync(name));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5 * 1024 * 1024)]
    public async Task Create_AnySize_IsReadBackWhole(int size)
    {
        var content = RandomNumberGenerator.GetBytes(size);
        Assert.IsType<BlobWriteOutcome.Written>(await Store.CreateAsync("sized", content, CancellationToken.None));

        var blob = await FindAsync("sized");
        Assert.NotNull(blob);
        Assert.True(blob.Content.Span.SequenceEqual(content));
    }

    [Fact]
    public async Task Create_OverTheSizeLimit_IsRefused()
    {
        var content = new byte[BlobName.MaximumContentBytes + 1];
        await Assert.ThrowsAsync<ArgumentException>(async () => await Store.CreateAsync("big", content, CancellationToken.None));
        Assert.Null(await FindAsync("big"));
    }
}
