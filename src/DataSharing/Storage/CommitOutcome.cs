namespace DataSharing.Storage;

/// <summary>What became of a commit. A store that cannot take it throws <see cref="StoreUnavailableException"/> instead.</summary>
public abstract record CommitOutcome
{
    private CommitOutcome() { }

    /// <summary>Every change is durable.</summary>
    /// <param name="Versions">The new version of each write, in order; null for a delete.</param>
    /// <param name="Group">The commits that became durable together with this one.</param>
    /// <param name="GroupIndex">The place of this commit's stamp in the group; -1 where it had none.</param>
    public sealed record Committed(IReadOnlyList<RowVersion?> Versions, CommitGroup Group, int GroupIndex) : CommitOutcome;

    /// <summary>Nothing was written, because of this row.</summary>
    /// <param name="RowKey">The first row, in the order given, that stood in the way.</param>
    /// <param name="Kind">How it stood in the way.</param>
    public sealed record Conflict(string RowKey, ConflictKind Kind) : CommitOutcome;
}

public enum ConflictKind
{
    /// <summary>An insert met an existing row.</summary>
    AlreadyExists,

    /// <summary>A replace or delete met no row.</summary>
    Missing,

    /// <summary>A replace or delete met another version than the expected one.</summary>
    Changed,
}
