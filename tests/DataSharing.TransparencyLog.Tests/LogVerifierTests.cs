using System.Text;
using Xunit;

namespace DataSharing.TransparencyLog.Tests;

/// <summary>A whole log checked from its files; every region of every file changed once, and each change found and named.</summary>
public sealed class LogVerifierTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("datasharing-log-").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(700)]
    [InlineData(65_537)]
    public void Verify_WholeLog_FindsNothingWrong(int size)
    {
        using var log = Saved(size);
        var seen = 0L;
        Assert.Null(Verify(log.Checkpoint, leaf: (index, _) => seen = index + 1));
        Assert.Equal(size, seen);
        Assert.Null(Verify(log.Checkpoint, entries: false));
    }

    [Fact]
    public void Verify_AnyRegionOfAnyFileChanged_NamesTheFile() => ChangeEverything(700);

    // Full and partial tiles on levels 0 and 1, and a partial one on level 2.
    [Fact]
    [Trait("Category", "Storm")]
    public void Verify_AnyRegionOfAnyFileOfThreeLevelsChanged_NamesTheFile() => ChangeEverything(66_000);

    private void ChangeEverything(int size)
    {
        using var log = Saved(size);
        var folder = new LogFolder(root);
        var some = Tile.All(size, entries: true).Where(t => t.Level > 0 || !t.IsFull || t.Index is 0 or 1 or 100 or 255 or 256);
        foreach (var tile in some)
        {
            var path = folder.PathOf(tile.Path);
            var whole = File.ReadAllBytes(path);
            for (var region = 0; region < 8; region++)
            {
                var at = Math.Min(whole.Length - 1, (whole.Length * region / 7));
                Put(path, whole, b => b[at] ^= 0x10);
                var fault = Verify(log.Checkpoint);
                Assert.True(fault?.File == tile.Path, $"{tile.Path} byte {at}: {fault}");
            }

            Put(path, whole[..^1]);
            Assert.Equal(tile.Path, Verify(log.Checkpoint)?.File);
            Put(path, [.. whole, 0]);
            Assert.Equal(tile.Path, Verify(log.Checkpoint)?.File);
            File.Delete(path);
            Assert.Equal(tile.Path, Verify(log.Checkpoint)?.File);
            Put(path, whole);
        }
    }

    [Fact]
    public void Verify_HashesAloneChanged_NamesTheTile()
    {
        const int Size = 66_000;
        using var log = Saved(Size, entries: false);
        var folder = new LogFolder(root);
        foreach (
            var tile in new[]
            {
                new Tile(0, 0, 256),
                new Tile(0, 255, 256),
                new Tile(0, 256, 256),
                Tile.At(0, 257, Size),
                new Tile(1, 0, 256),
                Tile.At(1, 1, Size),
                Tile.At(2, 0, Size),
            }
        )
        {
            var path = folder.PathOf(tile.Path);
            var whole = File.ReadAllBytes(path);
            Put(path, whole, b => b[^5] ^= 1);
            Assert.Equal(tile.Path, Verify(log.Checkpoint, entries: false)?.File);
            Put(path, whole);
        }
    }

    [Fact]
    public void Verify_AnyEntryChanged_NamesItsIndex()
    {
        using var log = Saved(600);
        var path = new LogFolder(root).PathOf(new Tile(Tile.EntriesLevel, 1, 256).Path);
        var whole = File.ReadAllBytes(path);
        var at = Encoding.UTF8.GetString(whole).IndexOf(":300}", StringComparison.Ordinal);
        Put(path, whole, b => b[at + 1] = (byte)'9');
        Assert.Equal(300, Verify(log.Checkpoint)?.Index);
    }

    [Fact]
    public void Verify_HistoryWithAnEntryChangedThroughout_DisagreesWithTheCheckpointKeptBefore()
    {
        using var honest = new TestLog(300);
        using var forked = new TestLog();
        for (var i = 0; i < 400; i++)
        {
            forked.Append(TestLog.Entry(i == 17 ? 1_000 : i));
        }

        forked.Save(root);
        Assert.Null(Verify(forked.Checkpoint));
        var fault = Verify(forked.Checkpoint, known: honest.Checkpoint);
        Assert.Contains("history was changed", fault?.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_LogShorterThanACheckpointKeptBefore_WasCut()
    {
        using var longer = new TestLog(500);
        using var log = Saved(300);
        Assert.Contains("was cut", Verify(log.Checkpoint, known: longer.Checkpoint)?.Why, StringComparison.Ordinal);
        Assert.Null(Verify(log.Checkpoint, known: log.Checkpoint));
    }

    [Fact]
    public void Verify_FilesOfAnotherLog_IsOfAnotherHistory()
    {
        using var other = new TestLog();
        for (var i = 0; i < 512; i++)
        {
            other.Append(TestLog.Entry(i + 1));
        }

        using var log = Saved(512);
        Assert.Equal("checkpoint", Verify(other.Checkpoint)?.File);
    }

    private TestLog Saved(int size, bool entries = true)
    {
        var log = new TestLog(size);
        log.Save(root, entries);
        return log;
    }

    private LogFault? Verify(Checkpoint checkpoint, bool entries = true, LeafSeen? leaf = null, Checkpoint? known = null) =>
        new LogVerifier(checkpoint, new LogFolder(root).Read)
        {
            WithEntries = entries,
            Leaf = leaf,
            Known = known is null ? [] : [known],
        }.Verify(CancellationToken.None);

    private static void Put(string path, byte[] bytes, Action<byte[]>? change = null)
    {
        var copy = bytes.ToArray();
        change?.Invoke(copy);
        File.WriteAllBytes(path, copy);
    }
}
