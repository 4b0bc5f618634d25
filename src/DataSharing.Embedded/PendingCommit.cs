using DataSharing.Storage;

namespace DataSharing.Embedded;

/// <summary>A commit waiting for the writer. Its continuations run elsewhere: the writer has the next group to see to.</summary>
internal sealed class PendingCommit(RecordCommit commit, int bytes)
    : TaskCompletionSource<CommitOutcome>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public RecordCommit Commit { get; } = commit;

    public int Bytes { get; } = bytes;

    /// <summary>What the group decided; told to the caller only when the group is durable.</summary>
    public CommitOutcome.Conflict? Conflict { get; set; }

    public RowVersion?[] Versions { get; set; } = [];
}
