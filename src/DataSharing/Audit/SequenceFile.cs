using System.Globalization;
using DataSharing.TransparencyLog;

namespace DataSharing.Audit;

/// <summary>A write-once file of ordered entries. Its name is the index of its first entry, so creating it claims that index.</summary>
public sealed class SequenceFile
{
    /// <summary>At most this many entries a file, so that one is read and looked up in one piece.</summary>
    public const int MaximumEntries = 4_096;

    /// <summary>At most this many bytes of entries a file.</summary>
    public const int MaximumBytes = 8 * 1024 * 1024;

    public const string Prefix = "seq/";

    public SequenceFile(long firstIndex, IReadOnlyList<ReadOnlyMemory<byte>> leaves)
    {
        FirstIndex = firstIndex;
        Leaves = leaves;
    }

    public long FirstIndex { get; }

    public IReadOnlyList<ReadOnlyMemory<byte>> Leaves { get; }

    /// <summary>The ids of the entries, in order.</summary>
    /// <exception cref="UnreadableEntryException">One of them is not an entry.</exception>
    internal IReadOnlyList<string> EntryIds => field ??= [.. Leaves.Select(leaf => AuditEntryId.Of(leaf.Span))];

    public long NextIndex => FirstIndex + Leaves.Count;

    public static string Name(long firstIndex) => Prefix + firstIndex.ToString("D19", CultureInfo.InvariantCulture);

    /// <exception cref="UnreadableEntryException">The file is damaged: nobody may write after it until an operator has looked.</exception>
    public static SequenceFile Parse(long firstIndex, ReadOnlyMemory<byte> content) =>
        EntryBundle.TryRead(content, out var leaves) && leaves.Count > 0
            ? new SequenceFile(firstIndex, leaves)
            : throw new UnreadableEntryException();
}
