using Xunit;

namespace DataSharing.TransparencyLog.Tests;

/// <summary>Tiles, the tree's edge, and proofs read from tiles, held against the recursive definition of RFC 6962.</summary>
public sealed class TreeTests
{
    private static readonly ReadOnlyMemory<byte>[] Hashes = TestLog.LeafHashes(66_000);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(511)]
    [InlineData(512)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    [InlineData(65_793)]
    public async Task Root_AtAndBesideTileBoundaries_IsRfc6962s(int size)
    {
        using var log = new TestLog(size);
        var expected = MerkleTree.Root(Hashes[..size]);
        Assert.Equal(expected, log.Checkpoint.Root.ToArray());
        Assert.Equal(expected, await log.Hashes().RootAsync(size, CancellationToken.None));
    }

    [Fact]
    public void Edge_WrittenAndReadAtAnySize_GoesOnAsIfNothingHadHappened()
    {
        var edge = new TreeEdge();
        for (var size = 0; size < 700; size++)
        {
            Assert.True(TreeEdge.TryRead(edge.Size, edge.Write(), out var read));
            Assert.Equal(MerkleTree.Root(Hashes[..size]), read.Root());
            edge = read;
            edge.Append(Hashes[size].Span, null);
        }

        Assert.False(TreeEdge.TryRead(3, new byte[64], out _));
        Assert.False(TreeEdge.TryRead(3, new byte[128], out _));
        Assert.False(TreeEdge.TryRead(-1, [], out _));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(600)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    public async Task Inclusion_OfEntriesAtEveryTurn_ShowsThemAndNoOthers(int size)
    {
        using var log = new TestLog(size);
        var folded = new FoldedTiles();
        foreach (var index in Places(size))
        {
            var path = await log.Hashes().InclusionPathAsync(index, CancellationToken.None);
            var proof = new InclusionProof(index, path, log.Note);
            Assert.True(proof.Shows(Hashes[(int)index].Span, log.Checkpoint));
            Assert.False(proof.Shows(Hashes[(int)index + 1].Span, log.Checkpoint));
            Assert.False((proof with { Index = index + 1 }).Shows(Hashes[(int)index].Span, log.Checkpoint));
            Assert.All(
                Enumerable.Range(0, path.Count),
                at => Assert.False((proof with { Path = Flipped(path, at) }).Shows(Hashes[(int)index].Span, log.Checkpoint))
            );
            Assert.True(InclusionProof.TryParse(proof.ToString(), out var read));
            Assert.Equal(proof.ToString(), read.ToString());
            // Kept nodes lead to the same path.
            var kept = new TreeHashes(size, (tile, _) => ValueTask.FromResult<ReadOnlyMemory<byte>>(log.Read(tile)), folded);
            Assert.Equal(path, await kept.InclusionPathAsync(index, CancellationToken.None));
        }
    }

    [Theory]
    [InlineData(257)]
    [InlineData(600)]
    [InlineData(65_537)]
    public async Task Consistency_FromEveryTurn_ShowsItAndNoOther(int size)
    {
        using var log = new TestLog(size);
        foreach (var old in Places(size).Append(size))
        {
            var older = new Checkpoint(TestLog.Origin, old, MerkleTree.Root(Hashes[..(int)old]));
            var path = await log.Hashes().ConsistencyPathAsync(old, CancellationToken.None);
            var proof = new ConsistencyProof(old, path, log.Note);
            Assert.True(proof.Shows(older, log.Checkpoint), $"{old} to {size}");
            var other = older with { Root = Hashes[1] };
            Assert.False(proof.Shows(other, log.Checkpoint), $"another {old} to {size}");
            Assert.False(proof.Shows(older, log.Checkpoint with { Root = Hashes[1] }) && old > 0, $"{old} to another {size}");
            Assert.All(
                Enumerable.Range(0, path.Count),
                at => Assert.False((proof with { Path = Flipped(path, at) }).Shows(older, log.Checkpoint))
            );
            Assert.True(ConsistencyProof.TryParse(proof.ToString(), out var read));
            Assert.Equal(proof.ToString(), read.ToString());
        }
    }

    [Fact]
    public async Task Consistency_EveryPairOfSmallSizes_Shows()
    {
        using var log = new TestLog(40);
        for (var newer = 1; newer <= 40; newer++)
        {
            var root = new Checkpoint(TestLog.Origin, newer, MerkleTree.Root(Hashes[..newer]));
            for (var older = 0; older <= newer; older++)
            {
                var path = await log.Hashes(newer).ConsistencyPathAsync(older, CancellationToken.None);
                var old = new Checkpoint(TestLog.Origin, older, MerkleTree.Root(Hashes[..older]));
                Assert.True(new ConsistencyProof(older, path, "").Shows(old, root), $"{older} to {newer}");
            }
        }
    }

    [Theory]
    [InlineData("tile/0/000", 0, 0, 256)]
    [InlineData("tile/1/x001/x234/067.p/8", 1, 1_234_067, 8)]
    [InlineData("tile/entries/x999/999", -1, 999_999, 256)]
    [InlineData("tile/7/000.p/255", 7, 0, 255)]
    public void Tile_OfTheSpecificationsPaths_ReadsAndWrites(string path, int level, long index, int width)
    {
        Assert.True(Tile.TryParse(path, out var tile));
        Assert.Equal(new Tile(level, index, width), tile.Value);
        Assert.Equal(path, tile.Value.Path);
    }

    [Theory]
    [InlineData("")]
    [InlineData("tile/0")]
    [InlineData("tile/00/000")]
    [InlineData("tile/8/000")]
    [InlineData("tile/-1/000")]
    [InlineData("tile/0/0")]
    [InlineData("tile/0/x000/000")]
    [InlineData("tile/0/000/000")]
    [InlineData("tile/0/x001")]
    [InlineData("tile/0/000.p/0")]
    [InlineData("tile/0/000.p/256")]
    [InlineData("tile/0/000.p/08")]
    [InlineData("tile/0/000.p")]
    [InlineData("tile/0/../000")]
    [InlineData("tile/0/x999/x999/x999/x999/x999/x999/x999/999")]
    public void Tile_OtherPaths_AreNone(string path) => Assert.False(Tile.TryParse(path, out _));

    // The specification's own example: a tree of 70,000.
    [Fact]
    public void Tiles_OfSeventyThousand_AreThoseOfTheSpecification()
    {
        var tiles = Tile.All(70_000, entries: false).ToArray();
        Assert.Equal(273, tiles.Count(t => t is { Level: 0, IsFull: true }));
        Assert.Contains(new Tile(0, 273, 112), tiles);
        Assert.Contains(new Tile(1, 0, 256), tiles);
        Assert.Contains(new Tile(1, 1, 17), tiles);
        Assert.Contains(new Tile(2, 0, 1), tiles);
        Assert.Equal(277, tiles.Length);
    }

    private static IEnumerable<long> Places(int size) =>
        new long[] { 0, 1, 2, 3, 254, 255, 256, 257, 511, 512, size / 2, 65_535, 65_536, size - 2, size - 1 }
            .Where(i => i >= 0 && i < size)
            .Distinct();

    private static byte[][] Flipped(IReadOnlyList<byte[]> path, int at)
    {
        var copy = path.Select(h => h.ToArray()).ToArray();
        copy[at][7] ^= 1;
        return copy;
    }
}
