using System.Buffers.Binary;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace DataSharing.TransparencyLog;

/// <summary>
/// A signed promise: the entry with this leaf hash will be in the log by the deadline. It proves nothing about inclusion by itself; together
/// with a later checkpoint and the log's hashes it proves a broken promise.
/// </summary>
/// <remarks>
/// Travels as base64url of: version 0x01; origin length (1 byte) and origin; key id (4); issued and deadline (8 each, Unix ms); leaf hash (32);
/// group size and index (4 each); path length (1) and path (32 each); Ed25519 signature (64). All integers big-endian.
/// </remarks>
public sealed record Receipt
{
    private const byte FormatVersion = 1;
    private const int MaximumPath = 32;

    public required string Origin { get; init; }

    public required uint KeyId { get; init; }

    public required DateTimeOffset IssuedAt { get; init; }

    public required DateTimeOffset Deadline { get; init; }

    /// <summary>RFC 6962 leaf hash of the audit entry.</summary>
    public required ReadOnlyMemory<byte> LeafHash { get; init; }

    /// <summary>How many entries became durable together.</summary>
    public required int GroupSize { get; init; }

    public required int GroupIndex { get; init; }

    public required IReadOnlyList<ReadOnlyMemory<byte>> Path { get; init; }

    public required ReadOnlyMemory<byte> Signature { get; init; }

    /// <summary>What is signed: a text no checkpoint can equal, because an origin has no blanks and this first line has one.</summary>
    internal static byte[] SignedBytes(
        string origin,
        DateTimeOffset issuedAt,
        DateTimeOffset deadline,
        int groupSize,
        ReadOnlySpan<byte> root
    ) =>
        Encoding.UTF8.GetBytes(
            $"DataSharing receipt v1\n{origin}\n{issuedAt.ToUnixTimeMilliseconds()}\n{deadline.ToUnixTimeMilliseconds()}\n{groupSize}\n{Convert.ToBase64String(root)}\n"
        );

    public string Encode()
    {
        var origin = Encoding.UTF8.GetBytes(Origin);
        var bytes = new byte[1 + 1 + origin.Length + 4 + 8 + 8 + 32 + 4 + 4 + 1 + (32 * Path.Count) + 64];
        var rest = bytes.AsSpan();
        PutByte(ref rest, FormatVersion);
        PutByte(ref rest, (byte)origin.Length);
        Put(ref rest, origin);
        PutUInt32(ref rest, KeyId);
        PutInt64(ref rest, IssuedAt.ToUnixTimeMilliseconds());
        PutInt64(ref rest, Deadline.ToUnixTimeMilliseconds());
        Put(ref rest, LeafHash.Span);
        PutUInt32(ref rest, (uint)GroupSize);
        PutUInt32(ref rest, (uint)GroupIndex);
        PutByte(ref rest, (byte)Path.Count);
        foreach (var node in Path)
        {
            Put(ref rest, node.Span);
        }

        Put(ref rest, Signature.Span);
        return Base64Url.EncodeToString(bytes);
    }

    public static bool TryDecode(string? text, [NotNullWhen(true)] out Receipt? receipt)
    {
        receipt = null;
        var trimmed = text?.Trim();
        if (trimmed is null or { Length: > 4096 } || !Base64Url.IsValid(trimmed))
        {
            return false;
        }

        ReadOnlySpan<byte> rest = Base64Url.DecodeFromChars(trimmed);
        if (rest.Length < 2 || rest[0] != FormatVersion || rest.Length < 2 + rest[1] + 61)
        {
            return false;
        }

        var origin = Encoding.UTF8.GetString(rest.Slice(2, rest[1]));
        rest = rest[(2 + rest[1])..];
        var pathLength = rest[60];
        if (pathLength > MaximumPath || rest.Length != 61 + (32 * pathLength) + 64 || !VerifierKey.IsOrigin(origin))
        {
            return false;
        }

        var bytes = rest.ToArray().AsMemory();
        if (!TryTime(bytes.Span[4..], out var issuedAt) || !TryTime(bytes.Span[12..], out var deadline))
        {
            return false;
        }

        var (size, index) = (
            BinaryPrimitives.ReadUInt32BigEndian(bytes.Span[52..]),
            BinaryPrimitives.ReadUInt32BigEndian(bytes.Span[56..])
        );
        if (size > int.MaxValue || index >= size)
        {
            return false;
        }

        receipt = new Receipt
        {
            Origin = origin,
            KeyId = BinaryPrimitives.ReadUInt32BigEndian(bytes.Span),
            IssuedAt = issuedAt,
            Deadline = deadline,
            LeafHash = bytes.Slice(20, 32),
            GroupSize = (int)size,
            GroupIndex = (int)index,
            Path = [.. Enumerable.Range(0, pathLength).Select(i => (ReadOnlyMemory<byte>)bytes.Slice(61 + (32 * i), 32))],
            Signature = bytes.Slice(61 + (32 * pathLength), 64),
        };
        return true;
    }

    private static bool TryTime(ReadOnlySpan<byte> bytes, out DateTimeOffset time)
    {
        var milliseconds = BinaryPrimitives.ReadInt64BigEndian(bytes);
        var fits = milliseconds is >= 0 and < 253_402_300_800_000; // year 10000
        time = fits ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : default;
        return fits;
    }

    private static void Put(ref Span<byte> rest, scoped ReadOnlySpan<byte> value)
    {
        value.CopyTo(rest);
        rest = rest[value.Length..];
    }

    private static void PutByte(ref Span<byte> rest, byte value)
    {
        rest[0] = value;
        rest = rest[1..];
    }

    private static void PutUInt32(ref Span<byte> rest, uint value)
    {
        BinaryPrimitives.WriteUInt32BigEndian(rest, value);
        rest = rest[4..];
    }

    private static void PutInt64(ref Span<byte> rest, long value)
    {
        BinaryPrimitives.WriteInt64BigEndian(rest, value);
        rest = rest[8..];
    }
}
