namespace DataSharing.TransparencyLog;

/// <summary>Reads a file of the log into the buffer, which it may enlarge. Returns its length; -1 where there is none.</summary>
public delegate int TileFile(Tile tile, ref byte[] buffer);

/// <summary>Is told each entry's leaf hash, in order. The hash is valid during the call only.</summary>
public delegate void LeafSeen(long index, ReadOnlySpan<byte> leafHash);

/// <summary>
/// Checks a whole log from its files: every entry against its leaf hash, every tile against what lies below it, and the root against the
/// checkpoint. Reads each file once, in order, and holds a handful of tiles, however long the log is.
/// </summary>
/// <param name="checkpoint">Whose signatures have been checked.</param>
/// <param name="files">Where the files are.</param>
public sealed class LogVerifier(Checkpoint checkpoint, TileFile files)
{
    private readonly TreeEdge edge = new();
    private readonly byte[] leaves = new byte[Tile.MaximumWidth * MerkleTree.HashLength];
    private byte[] bundle = new byte[64 * 1024];
    private byte[] stored = new byte[Tile.MaximumWidth * MerkleTree.HashLength];
    private LogFault? fault;

    /// <summary>Whether the entries are checked, too; without them, hashes alone.</summary>
    public bool WithEntries { get; init; } = true;

    /// <summary>Checkpoints kept from before, or made elsewhere, that the log must agree with; signatures checked.</summary>
    public IReadOnlyList<Checkpoint> Known { get; init; } = [];

    public LeafSeen? Leaf { get; init; }

    /// <summary>Is told now and then how many entries have been checked.</summary>
    public Action<long>? Progress { get; init; }

    /// <summary>Null when all is as the checkpoint says; otherwise the first thing that is not.</summary>
    public LogFault? Verify(CancellationToken cancellationToken)
    {
        var known = new Queue<Checkpoint>(Known.OrderBy(k => k.Size));
        if (known.FirstOrDefault(k => k.Size > checkpoint.Size) is { } ahead)
        {
            return LogFault.OfCheckpoint(
                $"the checkpoint covers {checkpoint.Size} entries, but one of {ahead.Size} was signed: the log was cut"
            );
        }

        CheckKnown(known);
        for (long index = 0; fault is null && edge.Size < checkpoint.Size; index++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var tile = Tile.At(0, index, checkpoint.Size);
            if (!ReadLeaves(tile))
            {
                return fault;
            }

            for (var at = 0; at < tile.Width && fault is null; at++)
            {
                var hash = leaves.AsSpan(at * MerkleTree.HashLength, MerkleTree.HashLength);
                Leaf?.Invoke(edge.Size, hash);
                edge.Append(hash, CheckUpper);
                CheckKnown(known);
            }

            if (index % 256 == 255)
            {
                Progress?.Invoke(edge.Size);
            }
        }

        return fault ?? CheckEdge();
    }

    /// <summary>Leaf hashes from the entries, held against the tile; from the tile alone where entries are not checked.</summary>
    private bool ReadLeaves(Tile tile)
    {
        var length = tile.Width * MerkleTree.HashLength;
        if (!ReadTile(tile, ref stored))
        {
            return false;
        }

        stored.AsSpan(0, length).CopyTo(leaves);
        if (!WithEntries)
        {
            return true;
        }

        var entries = tile with { Level = Tile.EntriesLevel };
        var size = files(entries, ref bundle);
        if (size < 0)
        {
            return Fail(LogFault.OfFile(entries, "is missing"));
        }

        var (count, first) = HashEntries(bundle.AsSpan(0, size), tile.Width);
        if (count != tile.Width)
        {
            return Fail(
                new LogFault(
                    entries.Path,
                    entries.FirstEntry + Math.Max(0, count),
                    $"{entries.Path} does not hold {tile.Width} whole entries"
                )
            );
        }

        return first < 0 || Fail(Blame(tile, entries, first));
    }

    /// <summary>Hashes the entries over the tile's hashes. Returns how many there are (less where the file is malformed) and which is the first that differs.</summary>
    private (int Count, int FirstDifferent) HashEntries(ReadOnlySpan<byte> file, int width)
    {
        Span<byte> hash = stackalloc byte[MerkleTree.HashLength];
        var (count, different) = (0, -1);
        for (; file.Length > 0; count++)
        {
            var length = file.Length < 2 ? int.MaxValue : (file[0] << 8) | file[1];
            if (count == width || length > file.Length - 2)
            {
                return (Math.Min(count, width - 1), different);
            }

            MerkleTree.LeafHash(file.Slice(2, length), hash);
            var expected = leaves.AsSpan(count * MerkleTree.HashLength, MerkleTree.HashLength);
            if (different < 0 && !hash.SequenceEqual(expected))
            {
                different = count;
            }

            hash.CopyTo(expected);
            file = file[(2 + length)..];
        }

        return (count, different);
    }

    /// <summary>Entries and their tile disagree: whichever leads to the tile above, or to the root, is right.</summary>
    private LogFault Blame(Tile tile, Tile entries, int first)
    {
        var (index, length) = (tile.FirstEntry + first, tile.Width * MerkleTree.HashLength);
        if (LeadsUp(tile, stored.AsSpan(0, length)))
        {
            return new LogFault(entries.Path, index, $"entry {index} in {entries.Path} is not the entry that was logged there");
        }

        return LeadsUp(tile, leaves.AsSpan(0, length))
            ? new LogFault(tile.Path, index, $"{tile.Path} does not hold the leaf hash of entry {index}")
            : new LogFault(tile.Path, index, $"entry {index} does not hash to what {tile.Path} says, and neither leads to the checkpoint");
    }

    private bool LeadsUp(Tile tile, ReadOnlySpan<byte> hashes)
    {
        var above = new byte[Tile.MaximumWidth * MerkleTree.HashLength];
        Span<byte> root = stackalloc byte[MerkleTree.HashLength];
        if (tile.IsFull)
        {
            MerkleTree.Fold(hashes, root);
            if (tile.Index == 0 && checkpoint.Size == 1L << (8 * (tile.Level + 1)))
            {
                return checkpoint.Root.Span.SequenceEqual(root);
            }

            var upper = Tile.At(tile.Level + 1, tile.Index / Tile.MaximumWidth, checkpoint.Size);
            var at = (int)(tile.Index % Tile.MaximumWidth) * MerkleTree.HashLength;
            return files(upper, ref above) == upper.Width * MerkleTree.HashLength
                && root.SequenceEqual(above.AsSpan(at, MerkleTree.HashLength));
        }

        // A partial tile is under no other: it leads to the root together with the partial tiles of the other levels.
        var partial = new List<byte>();
        for (var level = 0; checkpoint.Size >> (8 * level) > 0; level++)
        {
            var edgeTile = Tile.At(level, checkpoint.Size >> (8 * (level + 1)), checkpoint.Size);
            if (edgeTile.Width == 0)
            {
                continue;
            }

            if (level == tile.Level)
            {
                partial.AddRange(hashes);
            }
            else if (files(edgeTile, ref above) == edgeTile.Width * MerkleTree.HashLength)
            {
                partial.AddRange(above.AsSpan(0, edgeTile.Width * MerkleTree.HashLength));
            }
        }

        return TreeEdge.TryRead(checkpoint.Size, partial.ToArray(), out var tree) && checkpoint.Root.Span.SequenceEqual(tree.Root());
    }

    /// <summary>A tile of hashes has come about from below; the stored one must be the same.</summary>
    private void CheckUpper(Tile tile, ReadOnlySpan<byte> hashes)
    {
        if (tile.Level > 0 && fault is null)
        {
            Compare(tile, hashes);
        }
    }

    private void Compare(Tile tile, ReadOnlySpan<byte> hashes)
    {
        var upper = new byte[Tile.MaximumWidth * MerkleTree.HashLength];
        if (!ReadTile(tile, ref upper) || hashes.SequenceEqual(upper.AsSpan(0, hashes.Length)))
        {
            return;
        }

        var at = hashes.CommonPrefixLength(upper) / MerkleTree.HashLength;
        var below = new Tile(tile.Level - 1, (tile.Index * Tile.MaximumWidth) + at, Tile.MaximumWidth);
        fault = LeadsUp(tile, upper.AsSpan(0, hashes.Length))
            ? new LogFault(below.Path, below.FirstEntry, $"{below.Path} does not lead to {tile.Path}, which leads to the checkpoint")
            : new LogFault(tile.Path, below.FirstEntry, $"{tile.Path} does not hold the root of {below.Path}");
    }

    private LogFault? CheckEdge()
    {
        Progress?.Invoke(edge.Size);
        foreach (var (tile, hashes) in edge.Tiles.Where(t => t.Tile.Level > 0))
        {
            Compare(tile, hashes.Span);
            if (fault is not null)
            {
                return fault;
            }
        }

        if (checkpoint.Root.Span.SequenceEqual(edge.Root()))
        {
            return null;
        }

        // No other tile stands above the last partial one; only the root tells of a change to it.
        var last = Tile.At(0, checkpoint.Size / Tile.MaximumWidth, checkpoint.Size);
        return last.Width > 0
            ? new LogFault(
                last.Path,
                last.FirstEntry,
                $"the files do not lead to the checkpoint: {last.Path} was changed, or they are of another history"
            )
            : LogFault.OfCheckpoint("the files agree with one another, but not with the checkpoint: they are of another history");
    }

    private void CheckKnown(Queue<Checkpoint> known)
    {
        while (fault is null && known.TryPeek(out var next) && next.Size == edge.Size)
        {
            if (!known.Dequeue().Root.Span.SequenceEqual(edge.Root()))
            {
                fault = LogFault.OfCheckpoint(
                    $"the first {next.Size} entries are not those of the checkpoint of {next.Size} that was signed before: the history was changed"
                );
            }
        }
    }

    private bool ReadTile(Tile tile, ref byte[] buffer) =>
        files(tile, ref buffer) switch
        {
            -1 => Fail(LogFault.OfFile(tile, "is missing")),
            var length when length != tile.Width * MerkleTree.HashLength => Fail(
                LogFault.OfFile(tile, $"has not the length of {tile.Width} hashes")
            ),
            _ => true,
        };

    private bool Fail(LogFault found)
    {
        fault ??= found;
        return false;
    }
}

/// <summary>The first thing in a log that is not as its checkpoint says.</summary>
/// <param name="File">Which file: a tile's path, or <c>checkpoint</c>.</param>
/// <param name="Index">The first entry that it touches; null where it touches all.</param>
/// <param name="Why">In words.</param>
public sealed record LogFault(string File, long? Index, string Why)
{
    internal static LogFault OfFile(Tile tile, string why) => new(tile.Path, tile.FirstEntry, $"{tile.Path} {why}");

    internal static LogFault OfCheckpoint(string why) => new("checkpoint", null, why);
}
