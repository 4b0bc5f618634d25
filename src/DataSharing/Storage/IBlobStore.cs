namespace DataSharing.Storage;

/// <summary>
/// Named immutable or conditionally replaced byte strings: log files, and content too large for a row. Names are 1 to 8 segments of
/// <c>[A-Za-z0-9._-]{1,128}</c> joined by '/', none of them "." or ".."; content is at most 64 MiB.
/// </summary>
/// <remarks>Throws <see cref="StoreUnavailableException"/> when the store cannot answer. What was acknowledged is durable.</remarks>
public interface IBlobStore
{
    ValueTask<StoredBlob?> FindAsync(string name, CancellationToken cancellationToken);

    /// <summary>Create-only: of any number of racing creators exactly one wins, on any number of machines, and no reader ever sees a part of it.</summary>
    ValueTask<BlobWriteOutcome> CreateAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    ValueTask<BlobWriteOutcome> ReplaceAsync(
        string name,
        ReadOnlyMemory<byte> content,
        RowVersion expected,
        CancellationToken cancellationToken
    );

    /// <summary>
    /// Writes contents that follow from others, whatever lies under their names: all durable when it returns, in no order before. Until then a
    /// power cut may leave any part of them, so nothing durable may name them, and nobody reads them.
    /// </summary>
    ValueTask WriteDerivedAsync(IReadOnlyList<DerivedBlob> blobs, CancellationToken cancellationToken);

    /// <summary>Deletes it; false where there was none.</summary>
    ValueTask<bool> DeleteAsync(string name, CancellationToken cancellationToken);

    /// <summary>Names under a prefix (whole segments, ending in '/'), in ordinal order, after <paramref name="after"/> where given.</summary>
    IAsyncEnumerable<string> ListAsync(string prefix, string? after, CancellationToken cancellationToken);
}

public sealed record StoredBlob(ReadOnlyMemory<byte> Content, RowVersion Version)
{
    public override string ToString() => $"StoredBlob({Content.Length} bytes)";
}

/// <summary>A blob that can be made again from others.</summary>
public sealed record DerivedBlob(string Name, ReadOnlyMemory<byte> Content)
{
    public override string ToString() => $"DerivedBlob({Name}, {Content.Length} bytes)";
}

public abstract record BlobWriteOutcome
{
    private BlobWriteOutcome() { }

    public sealed record Written(RowVersion Version) : BlobWriteOutcome;

    /// <summary>It exists already (create), or is gone or changed (replace).</summary>
    public sealed record Conflict : BlobWriteOutcome;
}
