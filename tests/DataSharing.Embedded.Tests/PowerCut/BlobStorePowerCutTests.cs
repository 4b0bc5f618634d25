using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using DataSharing.Storage;
using Xunit;

namespace DataSharing.Embedded.Tests.PowerCut;

public sealed class BlobStorePowerCutTests
{
    private const int Callers = 6;
    private const int Names = 8;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task PowerCut_AtAnyMoment_KeepsWhatWasAcknowledgedWhole(int seed) =>
        Assert.Empty(await CutRepeatedlyAsync(new PowerCutFiles(), new Random(seed)));

    [Fact]
    public async Task PowerCut_WithoutSyncingFiles_IsCaughtLosing() =>
        Assert.NotEmpty(await CutRepeatedlyAsync(new PowerCutFiles(syncFiles: false), new Random(4)));

    [Fact]
    public async Task PowerCut_WithoutSyncingDirectories_IsCaughtLosing() =>
        Assert.NotEmpty(await CutRepeatedlyAsync(new PowerCutFiles(syncDirectories: false), new Random(5)));

    [Fact]
    public async Task FailedDirectorySync_NobodyLearnsOfTheNameUntilItIsDurable()
    {
        var files = new PowerCutFiles();
        var store = new EmbeddedBlobStore("/store", files);
        files.FailDirectorySync = true;

        await Assert.ThrowsAsync<StoreUnavailableException>(() => CreateAsync(store, "seq/1", "mine"));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => CreateAsync(store, "seq/1", "yours"));
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await store.FindAsync("seq/1", CancellationToken.None));

        files.FailDirectorySync = false;
        Assert.IsType<BlobWriteOutcome.Conflict>(await CreateAsync(store, "seq/1", "yours"));
        for (var cut = 0; cut < 10; cut++)
        {
            var survivor = new EmbeddedBlobStore("/store", files.Cut(new Random(cut)));
            Assert.Equal("mine", await TextAsync(survivor, "seq/1"));
        }
    }

    [Fact]
    public async Task WriteDerived_OnceItHasReturned_OutlivesAPowerCut()
    {
        var files = new PowerCutFiles();
        var store = new EmbeddedBlobStore("/store", files);
        DerivedBlob[] derived = [.. Enumerable.Range(0, 5).Select(i => new DerivedBlob($"tree/{i}", Encoding.UTF8.GetBytes($"tile {i}")))];
        await store.WriteDerivedAsync(derived, CancellationToken.None);
        for (var cut = 0; cut < 10; cut++)
        {
            var survivor = new EmbeddedBlobStore("/store", files.Cut(new Random(cut)));
            Assert.Equal("tile 3", await TextAsync(survivor, "tree/3"));
        }
    }

    private static async Task<List<string>> CutRepeatedlyAsync(PowerCutFiles files, Random random)
    {
        var store = new EmbeddedBlobStore("/store", files);
        var history = new History();
        using var stop = new CancellationTokenSource();
        var running = Task.WhenAll(
            Enumerable.Range(0, Callers).Select(c => Task.Run(() => WorkAsync(store, history, new Random(random.Next()), c, stop.Token)))
        );
        var faults = new List<string>();
        for (var cut = 0; cut < 30; cut++)
        {
            await Task.Delay(random.Next(0, 4));
            var acknowledged = history.Acknowledged();
            var survivor = files.Cut(random);
            faults.AddRange(await history.JudgeAsync(new EmbeddedBlobStore("/store", survivor), acknowledged));
        }

        await stop.CancelAsync();
        await running;
        return faults;
    }

    /// <summary>Raises numbers in blobs shared by all callers, and creates blobs that nobody changes.</summary>
    private static async Task WorkAsync(EmbeddedBlobStore store, History history, Random random, int caller, CancellationToken stop)
    {
        for (var number = 1; !stop.IsCancellationRequested; number++)
        {
            var once = $"once/{caller}/{number}";
            Assert.IsType<BlobWriteOutcome.Written>(await CreateAsync(store, once, Text(number)));
            history.Acknowledge(once, number);

            var shared = $"shared/{random.Next(Names)}";
            var present = await store.FindAsync(shared, CancellationToken.None);
            var next = present is null ? 1 : History.NumberOf(present) + 1;
            var outcome = present is null
                ? await CreateAsync(store, shared, Text(next))
                : await store.ReplaceAsync(shared, Encoding.UTF8.GetBytes(Text(next)), present.Version, CancellationToken.None);
            // Who lost the race has learnt that this number is there: that must last as well.
            history.Acknowledge(shared, next);
            Assert.NotNull(outcome);
            await Task.Delay(1, CancellationToken.None);
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture) + "." + new string('x', 3000);

    private static async Task<BlobWriteOutcome> CreateAsync(EmbeddedBlobStore store, string name, string text) =>
        await store.CreateAsync(name, Encoding.UTF8.GetBytes(text), CancellationToken.None);

    private static async Task<string> TextAsync(EmbeddedBlobStore store, string name) =>
        await store.FindAsync(name, CancellationToken.None) is { } blob ? Encoding.UTF8.GetString(blob.Content.Span) : "(none)";

    private sealed class History
    {
        private readonly ConcurrentDictionary<string, int> numbers = new(StringComparer.Ordinal);

        public void Acknowledge(string name, int number) => numbers.AddOrUpdate(name, number, (_, known) => Math.Max(known, number));

        public Dictionary<string, int> Acknowledged() => new(numbers, StringComparer.Ordinal);

        public static int NumberOf(StoredBlob blob) =>
            int.Parse(Encoding.UTF8.GetString(blob.Content.Span).Split('.')[0], CultureInfo.InvariantCulture);

        public async Task<List<string>> JudgeAsync(EmbeddedBlobStore survivor, Dictionary<string, int> acknowledged)
        {
            var faults = new List<string>();
            foreach (var (name, number) in acknowledged)
            {
                string text;
                try
                {
                    text = await TextAsync(survivor, name);
                }
                catch (ArgumentException failure)
                {
                    text = failure.Message;
                }

                var dot = text.IndexOf('.', StringComparison.Ordinal);
                if (dot < 0 || text.Length - dot - 1 != 3000 || int.Parse(text[..dot], CultureInfo.InvariantCulture) < number)
                {
                    faults.Add($"{name}: {number} acknowledged, found {text[..Math.Min(20, text.Length)]}");
                }
            }

            return faults;
        }
    }
}
