namespace DataSharing.Audit;

/// <summary>An audit entry as it will lie in the log.</summary>
/// <param name="Id">32 lower-case hex digits, random.</param>
/// <param name="Time">When it was made, UTC, whole milliseconds.</param>
/// <param name="Bytes">The leaf: UTF-8 JSON, at most 65,535 bytes (C2SP tlog-tiles bundle limit).</param>
/// <param name="LeafHash">RFC 6962 leaf hash of <paramref name="Bytes"/>.</param>
public sealed record SealedEntry(string Id, DateTimeOffset Time, ReadOnlyMemory<byte> Bytes, ReadOnlyMemory<byte> LeafHash);
