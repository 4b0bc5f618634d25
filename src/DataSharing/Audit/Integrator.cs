using System.Text.Json;
using DataSharing.Storage;
using DataSharing.TransparencyLog;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DataSharing.Audit;

/// <summary>
/// Turns sequence files into tiles, entry bundles and, last, the signed checkpoint. Any number may run and may die anywhere: what they write
/// follows from the sequence files, and the checkpoint is replaced only by whoever read the one before it. Not safe for concurrent use.
/// </summary>
/// <remarks>
/// Never signs a shorter or forked history: it goes on from the last signed checkpoint, whose root its edge must have, and whose last entries
/// must still lie in the sequence files. Otherwise it refuses and says why, until an operator has opened a new origin.
/// </remarks>
public sealed class Integrator(
    IBlobStore blobs,
    LogKeys keys,
    LogMonitor monitor,
    IOptions<LogOptions> options,
    TimeProvider time,
    ILogger<Integrator> logger
)
{
    private const int MostEntriesAtOnce = 16_384;
    private const int MostTilesAtOnce = 128;

    private static readonly TimeSpan RefusalPause = TimeSpan.FromSeconds(10);

    private readonly LogNames names = new(keys.Origin);
    private (GrowingTree Tree, RowVersion? Version)? known;
    private DateTimeOffset notBefore = DateTimeOffset.MinValue;
    private DateTimeOffset? waitingSince;

    /// <summary>When the next checkpoint may be published; null when nothing waits for one.</summary>
    public DateTimeOffset? Due => waitingSince is null ? null : notBefore;

    /// <summary>Publishes a checkpoint over all sequenced entries, if there are new ones and the last is old enough.</summary>
    /// <param name="sequencedTo">The end of the log as the caller knows it. Costs nothing where a checkpoint covers it already.</param>
    /// <param name="cancellationToken">Stops between two calls of the store.</param>
    /// <exception cref="StoreUnavailableException">Nothing is lost; try again later.</exception>
    public async Task RunAsync(long sequencedTo, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (monitor.Current.Sequenced != sequencedTo)
        {
            monitor.Report(monitor.Current with { Sequenced = sequencedTo });
        }

        if (known is { } at && at.Tree.Size >= sequencedTo)
        {
            waitingSince = null;
            return;
        }

        if (sequencedTo > 0)
        {
            waitingSince ??= now;
            monitor.Report(monitor.Current with { WaitingSince = waitingSince });
        }

        if (now < notBefore)
        {
            return;
        }

        // Whatever goes wrong below, the tree in memory may be ahead of what was published: read again next time.
        var going = known;
        known = null;
        try
        {
            going ??= await ReadAsync(cancellationToken);
            known = await ExtendAsync(going.Value.Tree, going.Value.Version, cancellationToken);
        }
        catch (LogRefusedException refused)
        {
            notBefore = now + RefusalPause;
            if (!string.Equals(monitor.Current.Refusal, refused.Reason, StringComparison.Ordinal))
            {
                Log.IntegrationRefused(logger, refused.Reason);
            }

            monitor.Report(monitor.Current with { WaitingSince = waitingSince ?? now, Refusal = refused.Reason });
            return;
        }

        var isDone = known?.Tree.Size >= sequencedTo;
        waitingSince = isDone ? null : waitingSince;
        // Where another instance was faster, or more is left than one checkpoint takes, it goes on at once.
        notBefore = isDone ? now + TimeSpan.FromMilliseconds(options.Value.CheckpointMilliseconds) : now;
    }

    private async ValueTask<(GrowingTree Tree, RowVersion? Version)> ReadAsync(CancellationToken cancellationToken)
    {
        var verifiers = await keys.VerifiersAsync(cancellationToken);
        if (await LogHead.ReadAsync(blobs, names, verifiers, null, cancellationToken) is not { } head)
        {
            await SucceedAsync(cancellationToken);
            monitor.Report(monitor.Current with { Size = 0, Refusal = null });
            return (new GrowingTree(new TreeEdge(), names), null);
        }

        var tree = new GrowingTree(head.Edge(), names);
        var lastTiles = await LastTilesAsync(head, cancellationToken);
        await ResumeAsync(tree, head, lastTiles, cancellationToken);
        if (lastTiles is null)
        {
            // Tiles were lost or damaged. They follow from the sequence files, which must lead to what was signed.
            Log.TilesRebuilt(logger, head.Checkpoint.Size);
            tree = await RebuildAsync(head.Checkpoint, cancellationToken);
        }

        monitor.Report(monitor.Current with { Size = head.Checkpoint.Size, Refusal = null });
        return (tree, head.Version);
    }

    /// <summary>The last full tile of each level, whose root the level above has; null where one is not as it must be.</summary>
    private async ValueTask<ReadOnlyMemory<byte>[]?> LastTilesAsync(LogHead head, CancellationToken cancellationToken)
    {
        var tiles = new List<ReadOnlyMemory<byte>>();
        var root = new byte[MerkleTree.HashLength];
        bool IsLastOf(ReadOnlyMemory<byte> hashes) => hashes.Span[^MerkleTree.HashLength..].SequenceEqual(root);
        var above = head.Edge().Tiles.ToDictionary(t => t.Tile.Level, t => t.Hashes);
        for (var level = 0; head.Checkpoint.Size >> (8 * (level + 1)) is > 0 and var count; level++)
        {
            var tile = new Tile(level, count - 1, Tile.MaximumWidth);
            var found = await blobs.FindAsync(names.Of(tile), cancellationToken);
            if (found?.Content.Length != Tile.MaximumWidth * MerkleTree.HashLength)
            {
                return null;
            }

            // Where this level ended with the one below, the root of the tile below is the last hash here, and not in a partial tile.
            if (level > 0 && !above.ContainsKey(level) && !IsLastOf(found.Content))
            {
                return null;
            }

            MerkleTree.Fold(found.Content.Span, root);
            if (above.TryGetValue(level + 1, out var hashes) && !IsLastOf(hashes))
            {
                return null;
            }

            tiles.Add(found.Content);
        }

        return [.. tiles];
    }

    /// <summary>Reads the entries of the last bundle and compares them with what was signed.</summary>
    private async ValueTask ResumeAsync(
        GrowingTree tree,
        LogHead head,
        ReadOnlyMemory<byte>[]? lastTiles,
        CancellationToken cancellationToken
    )
    {
        var first = GrowingTree.LastBundle(head.Checkpoint.Size);
        var signed = head.Edge().Tiles.FirstOrDefault(t => t.Tile.Level == 0).Hashes;
        signed =
            signed.Length > 0 ? signed
            : lastTiles is [var last, ..] ? last
            : default;
        var next = head.Record.Tail.Count > 0 ? head.Record.Tail[0] : 0;
        foreach (var at in head.Record.Tail)
        {
            var blob = await blobs.FindAsync(SequenceFile.Name(at), cancellationToken) ?? throw new LogRefusedException(LogRefusal.Behind);
            var file = SequenceFile.Parse(at, blob.Content);
            if (at != next || file.NextIndex > head.Checkpoint.Size)
            {
                throw new LogRefusedException(LogRefusal.Forked);
            }

            for (var index = Math.Max(first, at); signed.Length > 0 && index < file.NextIndex; index++)
            {
                var hash = signed.Span.Slice((int)(index - first) * MerkleTree.HashLength, MerkleTree.HashLength);
                if (!hash.SequenceEqual(MerkleTree.LeafHash(file.Leaves[(int)(index - at)].Span)))
                {
                    throw new LogRefusedException(LogRefusal.Forked);
                }
            }

            tree.Resume(file);
            next = file.NextIndex;
        }

        if (next != head.Checkpoint.Size)
        {
            throw new LogRefusedException(LogRefusal.Forked);
        }
    }

    private async ValueTask<GrowingTree> RebuildAsync(Checkpoint signed, CancellationToken cancellationToken)
    {
        var tree = new GrowingTree(new TreeEdge(), names);
        while (tree.Size < signed.Size)
        {
            var file = await NextAsync(tree.Size, cancellationToken) ?? throw new LogRefusedException(LogRefusal.Behind);
            tree.Add(file);
            await WriteAsync(tree, MostTilesAtOnce, cancellationToken);
        }

        return tree.Size == signed.Size && signed.Root.Span.SequenceEqual(tree.Root())
            ? tree
            : throw new LogRefusedException(LogRefusal.Forked);
    }

    private async ValueTask<(GrowingTree Tree, RowVersion? Version)?> ExtendAsync(
        GrowingTree tree,
        RowVersion? version,
        CancellationToken cancellationToken
    )
    {
        var before = tree.Size;
        DateTimeOffset? oldest = null;
        while (tree.Size - before < MostEntriesAtOnce && await NextAsync(tree.Size, cancellationToken) is { } file)
        {
            var made = AuditEntryTime.Of(file.Leaves[0].Span);
            oldest = oldest is null || made < oldest ? made : oldest;
            tree.Add(file);
            await WriteAsync(tree, MostTilesAtOnce, cancellationToken);
        }

        if (tree.Size == before)
        {
            return (tree, version);
        }

        // INVARIANT: every full tile and bundle is durable before the checkpoint that covers it.
        await WriteAsync(tree, 1, cancellationToken);
        var now = time.GetUtcNow();
        var checkpoint = new Checkpoint(keys.Origin, tree.Size, tree.Root());
        var note = new SignedNote(checkpoint.Text, await keys.SignAsync(checkpoint.Text, now, cancellationToken));
        var head = JsonSerializer.SerializeToUtf8Bytes(tree.Record(note.ToString()), AuditJson.Default.LogHeadRecord);
        // INVARIANT: in place of the very checkpoint that this tree grew from, so that no signed history is ever cut or replaced.
        var outcome = version is null
            ? await blobs.CreateAsync(names.Head, head, cancellationToken)
            : await blobs.ReplaceAsync(names.Head, head, version, cancellationToken);
        if (outcome is not BlobWriteOutcome.Written written)
        {
            Log.CheckpointContended(logger, tree.Size);
            return null;
        }

        var delay = now - (oldest ?? now);
        LogMonitor.Published(delay);
        monitor.Report(
            new LogStatus(tree.Size, now, null, null) { Sequenced = Math.Max(tree.Size, monitor.Current.Sequenced), Delay = delay }
        );
        return (tree, written.Version);
    }

    private async ValueTask<SequenceFile?> NextAsync(long index, CancellationToken cancellationToken) =>
        await blobs.FindAsync(SequenceFile.Name(index), cancellationToken) is { } blob ? SequenceFile.Parse(index, blob.Content) : null;

    private async ValueTask WriteAsync(GrowingTree tree, int fromCount, CancellationToken cancellationToken)
    {
        if (tree.Completed.Count >= fromCount)
        {
            await blobs.WriteDerivedAsync(tree.Completed, cancellationToken);
            tree.Written();
        }
    }

    /// <summary>A log that takes over from another says so before its first checkpoint.</summary>
    private async ValueTask SucceedAsync(CancellationToken cancellationToken)
    {
        var previous = options.Value.PreviousOrigin;
        if (previous.Length == 0)
        {
            return;
        }

        var verifiers = await keys.VerifiersAsync(previous, cancellationToken);
        var last = await LogHead.ReadAsync(blobs, new LogNames(previous), verifiers, null, cancellationToken);
        var (text, now) = (Succession.Text(keys.Origin, previous, last?.Checkpoint), time.GetUtcNow());
        NoteSignature[] signatures =
        [
            .. await keys.SignAsync(text, now, cancellationToken),
            .. await keys.SignAsAsync(previous, text, now, cancellationToken),
        ];
        // Whoever made it first, it says the same.
        await blobs.CreateAsync(
            names.Succession,
            System.Text.Encoding.UTF8.GetBytes(new SignedNote(text, signatures).ToString()),
            cancellationToken
        );
    }
}
