using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace DataSharing.TransparencyLog;

/// <summary>Ordered entries in one file: each a big-endian 16-bit length and its bytes (C2SP tlog-tiles, "Log entries").</summary>
public static class EntryBundle
{
    public const int MaximumEntryBytes = ushort.MaxValue;

    public static byte[] Write(IReadOnlyList<ReadOnlyMemory<byte>> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var bytes = new byte[entries.Sum(e => 2 + e.Length)];
        var rest = bytes.AsSpan();
        foreach (var entry in entries)
        {
            if (entry.Length > MaximumEntryBytes)
            {
                throw new ArgumentException($"An entry has at most {MaximumEntryBytes} bytes.", nameof(entries));
            }

            BinaryPrimitives.WriteUInt16BigEndian(rest, (ushort)entry.Length);
            entry.Span.CopyTo(rest[2..]);
            rest = rest[(2 + entry.Length)..];
        }

        return bytes;
    }

    public static bool TryRead(ReadOnlyMemory<byte> file, [NotNullWhen(true)] out IReadOnlyList<ReadOnlyMemory<byte>>? entries)
    {
        var read = new List<ReadOnlyMemory<byte>>();
        entries = null;
        while (file.Length > 0)
        {
            if (file.Length < 2 || file.Length < 2 + BinaryPrimitives.ReadUInt16BigEndian(file.Span))
            {
                return false;
            }

            var length = BinaryPrimitives.ReadUInt16BigEndian(file.Span);
            read.Add(file.Slice(2, length));
            file = file[(2 + length)..];
        }

        entries = read;
        return true;
    }
}
