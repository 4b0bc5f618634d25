namespace DataSharing.Storage;

/// <summary>One change to one row within a <see cref="RecordCommit"/>.</summary>
public abstract record RowWrite
{
    private RowWrite(string rowKey) => RowKey = rowKey;

    public string RowKey { get; }

    /// <summary>Conflicts when the row exists.</summary>
    public sealed record Insert(string Key, int SchemaVersion, ReadOnlyMemory<byte> Body) : RowWrite(Key);

    /// <summary>Conflicts when the row is gone or no longer at the expected version.</summary>
    public sealed record Replace(string Key, int SchemaVersion, ReadOnlyMemory<byte> Body, RowVersion Expected) : RowWrite(Key);

    /// <summary>Conflicts when the row is gone, or, where a version is given, no longer at it.</summary>
    public sealed record Delete(string Key, RowVersion? Expected) : RowWrite(Key);
}
