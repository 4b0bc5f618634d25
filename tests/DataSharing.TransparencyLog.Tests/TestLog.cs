using System.Globalization;
using System.Text;

namespace DataSharing.TransparencyLog.Tests;

/// <summary>A log of made-up entries with its files in memory, as the platform would publish it.</summary>
internal sealed class TestLog : IDisposable
{
    public const string Origin = "log.example/test";

    private readonly TreeEdge edge = new();
    private readonly List<ReadOnlyMemory<byte>> bundle = [];
    private readonly Dictionary<string, byte[]> full = new(StringComparer.Ordinal);
    private readonly bool keepsEntries;

    public TestLog(long size = 0, bool keepsEntries = true)
    {
        this.keepsEntries = keepsEntries;
        Grow(size);
    }

    public CheckpointSigner Signer { get; } = new(Origin, Seed(1));

    public static DateTimeOffset Time { get; } = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);

    public long Size => edge.Size;

    public Checkpoint Checkpoint => new(Origin, edge.Size, edge.Root());

    public string Note => Sign(Checkpoint);

    public static byte[] Seed(byte number) => [.. Enumerable.Repeat(number, 32)];

    public static byte[] Entry(long index) => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{{\"entry\":{index}}}"));

    public static ReadOnlyMemory<byte>[] LeafHashes(long count) =>
        [.. Enumerable.Range(0, (int)count).Select(i => (ReadOnlyMemory<byte>)MerkleTree.LeafHash(Entry(i)))];

    public string Sign(Checkpoint checkpoint, DateTimeOffset? at = null) =>
        new SignedNote(checkpoint.Text, Signer.Sign(checkpoint.Text, at ?? Time)).ToString();

    public void Grow(long size)
    {
        while (edge.Size < size)
        {
            Append(Entry(edge.Size));
        }
    }

    public void Append(byte[] entry)
    {
        bundle.Add(entry);
        edge.Append(MerkleTree.LeafHash(entry), (tile, hashes) => full[tile.Path] = hashes.ToArray());
        if (bundle.Count == Tile.MaximumWidth)
        {
            if (keepsEntries)
            {
                full[new Tile(Tile.EntriesLevel, (edge.Size / Tile.MaximumWidth) - 1, Tile.MaximumWidth).Path] = EntryBundle.Write(bundle);
            }

            bundle.Clear();
        }
    }

    public TreeHashes Hashes(long? size = null) => new(size ?? Size, (tile, _) => ValueTask.FromResult<ReadOnlyMemory<byte>>(Read(tile)));

    /// <summary>A file, full or as wide as an earlier tree had it.</summary>
    public byte[] Read(Tile tile)
    {
        if (full.TryGetValue(tile.FullPath, out var bytes))
        {
            return bytes;
        }

        return tile.IsEntries ? EntryBundle.Write(bundle) : edge.Tiles.First(t => t.Tile.Level == tile.Level).Hashes.ToArray();
    }

    /// <summary>Everything that a sceptic fetches.</summary>
    public void Save(string folder, bool entries = true)
    {
        foreach (var tile in Tile.All(Size, entries))
        {
            Put(Path.Combine(folder, tile.Path), Read(tile));
        }

        Put(Path.Combine(folder, "checkpoint"), Encoding.UTF8.GetBytes(Note));
        Put(Path.Combine(folder, "key"), Encoding.UTF8.GetBytes($"{Signer.VerifierKey}\n"));
    }

    public void Dispose() => Signer.Dispose();

    private static void Put(string path, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path) ?? "");
        File.WriteAllBytes(path, bytes);
    }
}
