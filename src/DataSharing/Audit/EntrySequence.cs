using DataSharing.Storage;
using DataSharing.TransparencyLog;

namespace DataSharing.Audit;

/// <summary>
/// One relay's view of the log's tail: every entry in the files from the watermark to the end, and the next free index. Not safe for
/// concurrent use; each relay has its own.
/// </summary>
internal sealed class EntrySequence(IBlobStore blobs)
{
    private readonly Dictionary<string, SequenceFile> fileOf = new(StringComparer.Ordinal);
    private readonly Queue<SequenceFile> files = new();

    public long Next { get; private set; }

    public SequenceFile? FileOf(string entryId) => fileOf.GetValueOrDefault(entryId);

    /// <summary>Forgets what lies below the watermark and reads whatever others have added at the end.</summary>
    public async ValueTask CatchUpAsync(long watermark, CancellationToken cancellationToken)
    {
        while (files.TryPeek(out var oldest) && oldest.NextIndex <= watermark)
        {
            foreach (var id in files.Dequeue().EntryIds)
            {
                fileOf.Remove(id);
            }
        }

        Next = Math.Max(Next, watermark);
        while (await blobs.FindAsync(SequenceFile.Name(Next), cancellationToken) is { } blob)
        {
            Add(SequenceFile.Parse(Next, blob.Content));
        }
    }

    /// <summary>
    /// Claims the next index for these entries. On conflict nothing is written: the winner's file has been read, and the caller drops what it holds.
    /// </summary>
    public async ValueTask<bool> TryAppendAsync(IReadOnlyList<ReadOnlyMemory<byte>> leaves, CancellationToken cancellationToken)
    {
        // INVARIANT: every file below Next has been read, so none of them holds these entries; create-only decides between racing relays.
        var outcome = await blobs.CreateAsync(SequenceFile.Name(Next), EntryBundle.Write(leaves), cancellationToken);
        if (outcome is BlobWriteOutcome.Written)
        {
            Add(new SequenceFile(Next, leaves));
            return true;
        }

        await CatchUpAsync(0, cancellationToken);
        return false;
    }

    private void Add(SequenceFile file)
    {
        foreach (var id in file.EntryIds)
        {
            fileOf[id] = file;
        }

        files.Enqueue(file);
        Next = file.NextIndex;
    }
}
