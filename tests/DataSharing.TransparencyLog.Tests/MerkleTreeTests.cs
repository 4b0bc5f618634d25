using Xunit;

namespace DataSharing.TransparencyLog.Tests;

public sealed class MerkleTreeTests
{
    // The reference data of RFC 6962 implementations (certificate-transparency, merkle_tree_test): eight leaves and the root at each size.
    private static readonly string[] Leaves =
    [
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    ];

    private static readonly string[] Roots =
    [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];

    [Fact]
    public void Root_PublishedLeaves_PublishedRoots()
    {
        var hashes = Leaves.Select(l => (ReadOnlyMemory<byte>)MerkleTree.LeafHash(Convert.FromHexString(l))).ToArray();
        for (var size = 1; size <= hashes.Length; size++)
        {
            Assert.Equal(Roots[size - 1], Convert.ToHexStringLower(MerkleTree.Root(hashes[..size])));
        }
    }

    [Fact]
    public void Root_OfNothing_IsHashOfNothing() =>
        Assert.Equal("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", Convert.ToHexStringLower(MerkleTree.Root([])));

    [Fact]
    public void RootFromPath_EveryLeafOfEverySize_LeadsToTheRoot()
    {
        for (var size = 1; size <= 70; size++)
        {
            var hashes = Hashes(size);
            var levels = MerkleLevels.Of(hashes);
            Assert.Equal(Recursive(hashes), levels.Root);
            for (var index = 0; index < size; index++)
            {
                var path = levels.Path(index).Select(p => p.ToArray()).ToArray();
                Assert.Equal(levels.Root, MerkleTree.RootFromPath(hashes[index].Span, index, size, path));
            }
        }
    }

    [Fact]
    public void RootFromPath_AnotherIndexSizeOrPath_DoesNotLeadToTheRoot()
    {
        var hashes = Hashes(13);
        var levels = MerkleLevels.Of(hashes);
        var path = levels.Path(5).Select(p => p.ToArray()).ToArray();
        for (var index = -1; index < 14; index++)
        {
            Assert.Equal(index == 5, levels.Root.AsSpan().SequenceEqual(MerkleTree.RootFromPath(hashes[5].Span, index, 13, path)));
        }

        Assert.Null(MerkleTree.RootFromPath(hashes[5].Span, 5, 13, path[..^1]));
        Assert.Null(MerkleTree.RootFromPath(hashes[5].Span, 5, 13, [.. path, new byte[32]]));
        Assert.Null(MerkleTree.RootFromPath(hashes[5].Span, 5, 13, [.. path[..^1], new byte[31]]));
        path[1][0] ^= 1;
        Assert.NotEqual(levels.Root, MerkleTree.RootFromPath(hashes[5].Span, 5, 13, path));
    }

    private static ReadOnlyMemory<byte>[] Hashes(int count) =>
        [.. Enumerable.Range(0, count).Select(i => (ReadOnlyMemory<byte>)MerkleTree.LeafHash(BitConverter.GetBytes(i)))];

    // RFC 6962 §2.1 word for word: split at the largest power of two below n.
    private static byte[] Recursive(ReadOnlySpan<ReadOnlyMemory<byte>> hashes)
    {
        if (hashes.Length == 1)
        {
            return hashes[0].ToArray();
        }

        var split = 1;
        while (split * 2 < hashes.Length)
        {
            split *= 2;
        }

        return MerkleTree.NodeHash(Recursive(hashes[..split]), Recursive(hashes[split..]));
    }
}
