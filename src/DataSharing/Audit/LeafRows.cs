using System.Globalization;
using DataSharing.Storage;
using DataSharing.TransparencyLog;

namespace DataSharing.Audit;

/// <summary>
/// The rows by which a receipt is resolved to the entry it promised. A row holds the entries of one file, one shard and ten seconds: a row an entry
/// cost the relay as much as sealing it (docs/adr/0052). A hash over a nonce says nothing of what it is of.
/// </summary>
/// <remarks>
/// A receipt is issued within moments of its entry's making, so it is looked for among the entries of that time, the newest first, and for an hour
/// to either side: the clock may have been set meanwhile, and a machine may have stood still.
/// </remarks>
internal static class LeafRows
{
    private const int SecondsASlot = 10;

    /// <summary>Bytes of a leaf hash that stand for it: no two entries of an hour share so many.</summary>
    private const int BytesALeaf = 16;

    private const int RowsAPage = 100;

    private const string Prefix = "lookup:leaves:";

    private static readonly TimeSpan Around = TimeSpan.FromHours(1);

    private static readonly RowFormat<LookupRecord> Format = new(1, AuditJson.Default.LookupRecord);

    /// <summary>The place of a leaf in a file's rows.</summary>
    public static (string PartitionKey, long Slot) PlaceOf(ReadOnlySpan<byte> leafHash, DateTimeOffset made) =>
        (Shards.All[leafHash[0] >> 4], SlotOf(made));

    public static (string PartitionKey, RowWrite Row) Row(string partitionKey, long slot, long firstIndex, LeafList leaves) =>
        (
            partitionKey,
            Format.Insert(
                string.Create(CultureInfo.InvariantCulture, $"{Key(slot)}:{firstIndex:D19}"),
                new LookupRecord(firstIndex, leaves.Indexes, Leaves: [.. leaves.Hashes])
            )
        );

    /// <summary>The index of the entry that a receipt promised; null where no row names it.</summary>
    public static ValueTask<long?> FindAsync(IRecordStore records, Receipt receipt, CancellationToken cancellationToken) =>
        FindAsync(records, receipt, RowsAPage, cancellationToken);

    internal static async ValueTask<long?> FindAsync(
        IRecordStore records,
        Receipt receipt,
        int rowsAPage,
        CancellationToken cancellationToken
    )
    {
        var (partition, issued) = PlaceOf(receipt.LeafHash.Span, receipt.IssuedAt);
        var (first, last) = (SlotOf(receipt.IssuedAt - Around), SlotOf(receipt.IssuedAt + Around));
        // From just after it was issued backwards, where it will be; then what the clock says was later.
        return await FindAsync(records, partition, (issued + 1, first), receipt.LeafHash, rowsAPage, cancellationToken)
            ?? await FindAsync(records, partition, (last, issued + 2), receipt.LeafHash, rowsAPage, cancellationToken);
    }

    private static async ValueTask<long?> FindAsync(
        IRecordStore records,
        string partition,
        (long Newest, long Oldest) slots,
        ReadOnlyMemory<byte> leafHash,
        int rowsAPage,
        CancellationToken cancellationToken
    )
    {
        var (from, end) = (Key(slots.Newest), RowKeys.PrefixEnd(Key(slots.Oldest)));
        while (true)
        {
            var page = await records.ReadRangeAsync(partition, from, end, rowsAPage, cancellationToken);
            foreach (var row in page.Rows)
            {
                if (IndexIn(Format.Read(row), leafHash.Span) is { } index)
                {
                    return index;
                }
            }

            if (page.ContinueAfter is not { } after)
            {
                return null;
            }

            from = RowKeys.After(after);
        }
    }

    private static long? IndexIn(LookupRecord record, ReadOnlySpan<byte> leafHash)
    {
        var leaves = (record.Leaves ?? []).AsSpan();
        for (var i = 0; i < record.Indexes.Count && leaves.Length >= (i + 1) * BytesALeaf; i++)
        {
            if (leaves.Slice(i * BytesALeaf, BytesALeaf).SequenceEqual(leafHash[..BytesALeaf]))
            {
                return record.Indexes[i];
            }
        }

        return null;
    }

    private static long SlotOf(DateTimeOffset time) => time.ToUnixTimeSeconds() / SecondsASlot;

    // Counted down: the store reads upwards, and the newest come first.
    private static string Key(long slot) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{9_999_999_999 - slot:D10}");

    /// <summary>Leaves that share a row.</summary>
    public sealed class LeafList
    {
        public List<long> Indexes { get; } = [];

        public List<byte> Hashes { get; } = [];

        public void Add(long index, ReadOnlySpan<byte> leafHash)
        {
            Indexes.Add(index);
            Hashes.AddRange(leafHash[..BytesALeaf]);
        }
    }
}
