using System.Text;
using System.Text.Json;
using DataSharing.Storage;
using DataSharing.TransparencyLog;

namespace DataSharing.Audit;

/// <summary>
/// The signed checkpoint with the right edge of its tree, in one file that is replaced conditionally: so both change together, and whoever
/// goes on from it, goes on from what was signed.
/// </summary>
/// <param name="Note">The signed checkpoint.</param>
/// <param name="Edge">The partial tiles (<see cref="TreeEdge.Write"/>).</param>
/// <param name="Tail">First indexes of the sequence files that hold the entries of the last bundle, full or not.</param>
internal sealed record LogHeadRecord(string Note, byte[] Edge, IReadOnlyList<long> Tail);

/// <summary>A head as read from the store, its signatures and root checked.</summary>
internal sealed record LogHead(LogHeadRecord Record, Checkpoint Checkpoint, DateTimeOffset SignedAt, RowVersion Version)
{
    /// <summary>Null where the log has no checkpoint yet. One that was checked <paramref name="before"/> is not checked again.</summary>
    /// <exception cref="LogRefusedException">It is not what this log's keys signed.</exception>
    public static async ValueTask<LogHead?> ReadAsync(
        IBlobStore blobs,
        LogNames names,
        IReadOnlyList<VerifierKey> keys,
        LogHead? before,
        CancellationToken cancellationToken
    )
    {
        if (await blobs.FindAsync(names.Head, cancellationToken) is not { } blob)
        {
            return null;
        }

        if (before is not null && before.Version == blob.Version)
        {
            return before;
        }

        try
        {
            return
                JsonSerializer.Deserialize(blob.Content.Span, AuditJson.Default.LogHeadRecord) is { } record
                && CheckpointVerifier.Verify(Encoding.UTF8.GetBytes(record.Note), keys)
                    is CheckpointVerdict.Genuine { Checkpoint: var checkpoint, SignedAt: var signedAt }
                && TreeEdge.TryRead(checkpoint.Size, record.Edge, out var edge)
                && checkpoint.Root.Span.SequenceEqual(edge.Root())
                ? new LogHead(record, checkpoint, signedAt, blob.Version)
                : throw new LogRefusedException(LogRefusal.HeadUnreadable);
        }
        catch (JsonException)
        {
            throw new LogRefusedException(LogRefusal.HeadUnreadable);
        }
    }

    public TreeEdge Edge() =>
        TreeEdge.TryRead(Checkpoint.Size, Record.Edge, out var edge)
            ? edge
            : throw new InvalidOperationException("Read and checked before.");
}

/// <summary>Why a log is not gone on with. Codes, for health and metrics.</summary>
public static class LogRefusal
{
    /// <summary>Sequence files are missing that a signed checkpoint covers: the store was restored behind it.</summary>
    public const string Behind = "behind-checkpoint";

    /// <summary>Sequence files hold other entries than a signed checkpoint covers.</summary>
    public const string Forked = "forked";

    /// <summary>The stored head is damaged, or not signed by a key of this log.</summary>
    public const string HeadUnreadable = "head-unreadable";
}

/// <summary>
/// Nothing may be signed: it would shorten or fork what was signed before. An operator must look (operator guide, "When the log refuses").
/// </summary>
internal sealed class LogRefusedException(string reason) : Exception($"The log is not gone on with: {reason}.")
{
    public string Reason { get; } = reason;
}
