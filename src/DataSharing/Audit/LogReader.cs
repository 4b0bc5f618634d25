using DataSharing.Storage;
using DataSharing.TransparencyLog;
using Microsoft.Extensions.Options;

namespace DataSharing.Audit;

/// <summary>
/// The log's files and proofs as of its last checkpoint. Full tiles and bundles are files; partial ones are read off the head, at whatever width
/// an earlier checkpoint had.
/// </summary>
/// <remarks>
/// Asks nobody who may read: hash tiles and checkpoints are public, and bundles go out through <see cref="LogEntries"/> alone. Throws
/// <see cref="StoreUnavailableException"/> where a file that must be there cannot be had.
/// </remarks>
public sealed class LogReader(IBlobStore blobs, LogKeys keys, IOptions<WitnessOptions>? witnesses = null)
{
    private readonly bool hasWitnesses = witnesses?.Value.Roster().Members.Count > 0;
    private readonly LogNames names = new(keys.Origin);
    private readonly FoldedTiles folded = new();
    private LogHead? last;

    /// <summary>The signed checkpoint, with the cosignatures that it has; null before the first entry.</summary>
    public async ValueTask<string?> CheckpointAsync(CancellationToken cancellationToken) =>
        await HeadAsync(cancellationToken) is { } head ? NoteOf(head, await CosignedAsync(cancellationToken)) : null;

    /// <summary>The newest checkpoint that enough witnesses have cosigned, with their cosignatures; null where there is none.</summary>
    public async ValueTask<string?> CosignedCheckpointAsync(CancellationToken cancellationToken) =>
        (await CosignedAsync(cancellationToken))?.Enough;

    /// <summary>The statement that this log took over from another; null where it did not.</summary>
    public async ValueTask<ReadOnlyMemory<byte>?> SuccessionAsync(CancellationToken cancellationToken) =>
        (await blobs.FindAsync(names.Succession, cancellationToken))?.Content;

    /// <summary>A hash tile's bytes; null where the tree does not reach it.</summary>
    public async ValueTask<ReadOnlyMemory<byte>?> HashesAsync(Tile tile, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(tile.Level, nameof(tile));
        if (await CoveringAsync(tile, cancellationToken) is not { } head)
        {
            return null;
        }

        return (await HashesAsync(head, tile, cancellationToken))[..(tile.Width * MerkleTree.HashLength)];
    }

    /// <summary>The leaf hash of the entry at an index, as the log's hash tiles have it; null where no checkpoint covers it.</summary>
    public async ValueTask<ReadOnlyMemory<byte>?> LeafHashAsync(long index, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        var tile = new Tile(0, index / Tile.MaximumWidth, (int)(index % Tile.MaximumWidth) + 1);
        return (await HashesAsync(tile, cancellationToken))?[^MerkleTree.HashLength..];
    }

    /// <summary>A bundle's entries; null where the tree does not reach it.</summary>
    internal async ValueTask<IReadOnlyList<ReadOnlyMemory<byte>>?> EntriesAsync(Tile bundle, CancellationToken cancellationToken)
    {
        if (await CoveringAsync(bundle, cancellationToken) is not { } head)
        {
            return null;
        }

        if (Tile.At(Tile.EntriesLevel, bundle.Index, head.Checkpoint.Size).IsFull)
        {
            var content = await ReadAsync(bundle, cancellationToken);
            return EntryBundle.TryRead(content, out var entries) && entries.Count == Tile.MaximumWidth
                ? [.. entries.Take(bundle.Width)]
                : throw new StoreUnavailableException($"{bundle.FullPath} is damaged.");
        }

        var leaves = new List<ReadOnlyMemory<byte>>();
        foreach (var first in head.Record.Tail)
        {
            var file = await LookupWalk.ReadFileAsync(blobs, first, cancellationToken);
            leaves.AddRange(file.Leaves.Skip((int)Math.Max(0, bundle.FirstEntry - first)));
        }

        return [.. leaves.Take(bundle.Width)];
    }

    /// <summary>
    /// That the entry at an index is in the log; null where the last checkpoint does not cover it. Under the newest checkpoint that enough witnesses
    /// have cosigned, where that covers it, and else under the newest.
    /// </summary>
    public async ValueTask<InclusionProof?> ProveAsync(long index, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        if (await HeadAsync(cancellationToken) is not { } head || index >= head.Checkpoint.Size)
        {
            return null;
        }

        var (note, size) = Under(head, await CosignedAsync(cancellationToken), index + 1);
        var path = await Hashes(head, size).InclusionPathAsync(index, cancellationToken);
        return new InclusionProof(index, path, note);
    }

    /// <summary>That the log of an older size is a beginning of the log of the last checkpoint; null where it is shorter.</summary>
    public async ValueTask<ConsistencyProof?> ProveConsistencyAsync(long oldSize, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(oldSize);
        if (await HeadAsync(cancellationToken) is not { } head || oldSize > head.Checkpoint.Size)
        {
            return null;
        }

        var proof = await ProveConsistencyAsync(head, oldSize, cancellationToken);
        return proof with { Note = NoteOf(head, await CosignedAsync(cancellationToken)) };
    }

    /// <summary>The same for a head that was read before, with the log's own signatures alone.</summary>
    internal async ValueTask<ConsistencyProof> ProveConsistencyAsync(LogHead head, long oldSize, CancellationToken cancellationToken) =>
        new(oldSize, await Hashes(head, head.Checkpoint.Size).ConsistencyPathAsync(oldSize, cancellationToken), head.Record.Note);

    /// <summary>
    /// Proofs of many entries under one checkpoint, which stays the same for all of them: that which enough witnesses have cosigned, where it covers
    /// so many entries, and else the newest. Null before the first entry.
    /// </summary>
    public async ValueTask<LogProofs?> ProofsAsync(long covering, CancellationToken cancellationToken)
    {
        if (await HeadAsync(cancellationToken) is not { } head)
        {
            return null;
        }

        var (note, size) = Under(head, await CosignedAsync(cancellationToken), covering);
        return new LogProofs(note, size, (tile, token) => HashesAsync(head, tile, token), folded);
    }

    /// <summary>What witnesses have said; null where there are none, or none has said anything yet.</summary>
    internal async ValueTask<CosignedRecord?> CosignedAsync(CancellationToken cancellationToken) =>
        hasWitnesses ? (await CosignedRecord.ReadAsync(blobs, names, cancellationToken))?.Record : null;

    private static string NoteOf(LogHead head, CosignedRecord? cosigned) =>
        cosigned?.Newest is { } text && CosignedRecord.Open(text) is var (checkpoint, _) && checkpoint.IsSameAs(head.Checkpoint)
            ? text
            : head.Record.Note;

    private static (string Note, long Size) Under(LogHead head, CosignedRecord? cosigned, long covering) =>
        cosigned?.Enough is { } text
        && CosignedRecord.Open(text) is var (checkpoint, _)
        && checkpoint.Size >= covering
        && checkpoint.Size <= head.Checkpoint.Size
            ? (text, checkpoint.Size)
            : (NoteOf(head, cosigned), head.Checkpoint.Size);

    // Of a tree that may be smaller than the head's: whatever it has, the head's has, and its tiles are at least as wide.
    private TreeHashes Hashes(LogHead head, long size) =>
        new(size, (tile, cancellationToken) => HashesAsync(head, tile, cancellationToken), folded);

    private async ValueTask<ReadOnlyMemory<byte>> HashesAsync(LogHead head, Tile tile, CancellationToken cancellationToken)
    {
        if (Tile.At(tile.Level, tile.Index, head.Checkpoint.Size).IsFull)
        {
            return await ReadAsync(tile, cancellationToken);
        }

        return head.Edge().Tiles.First(t => t.Tile.Level == tile.Level).Hashes;
    }

    private async ValueTask<ReadOnlyMemory<byte>> ReadAsync(Tile tile, CancellationToken cancellationToken) =>
        (await blobs.FindAsync(names.Of(tile), cancellationToken))?.Content
        ?? throw new StoreUnavailableException($"{tile.FullPath} cannot be read.");

    private async ValueTask<LogHead?> CoveringAsync(Tile tile, CancellationToken cancellationToken)
    {
        bool Covers(LogHead? head) => head is not null && Tile.At(tile.Level, tile.Index, head.Checkpoint.Size).Width >= tile.Width;
        var head = Volatile.Read(ref last);
        // What a checkpoint covers stays as it is, so one that is known already is as good as the newest.
        head = Covers(head) ? head : await HeadAsync(cancellationToken);
        return Covers(head) ? head : null;
    }

    /// <summary>The newest checkpoint with the edge of its tree; null before the first entry.</summary>
    internal async ValueTask<LogHead?> HeadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var before = Volatile.Read(ref last);
            var read = await LogHead.ReadAsync(blobs, names, await keys.VerifiersAsync(cancellationToken), before, cancellationToken);
            Volatile.Write(ref last, read);
            return read;
        }
        catch (LogRefusedException)
        {
            throw new StoreUnavailableException("The log's head cannot be read.");
        }
    }
}
