namespace DataSharing.Storage;

/// <summary>One row as it was read: opaque bytes to the store, a schema version to its reader.</summary>
/// <param name="RowKey">The key within its partition.</param>
/// <param name="SchemaVersion">Version of the body's shape, from 1. Readers upcast older ones and refuse unknown ones.</param>
/// <param name="Body">At most <see cref="RecordLimits.MaximumBodyBytes"/> bytes.</param>
/// <param name="Version">Changes with every replace.</param>
public sealed record StoredRow(string RowKey, int SchemaVersion, ReadOnlyMemory<byte> Body, RowVersion Version)
{
    // Bodies hold personal data, encrypted or not: never through string formatting.
    public override string ToString() => $"StoredRow({RowKey}, {Body.Length} bytes)";
}

/// <summary>A page of rows in ordinal key order.</summary>
/// <param name="Rows">The rows.</param>
/// <param name="ContinueAfter">The last key of this page when more rows may follow, else null.</param>
public sealed record RowPage(IReadOnlyList<StoredRow> Rows, string? ContinueAfter);
