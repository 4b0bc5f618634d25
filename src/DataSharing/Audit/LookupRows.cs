using System.Globalization;
using DataSharing.Identity;
using DataSharing.Storage;

namespace DataSharing.Audit;

/// <summary>
/// The rows by which entries are found: by record, by subject pseudonym, by agency and day, and by index. All follow from one sequence file
/// alone, so writing them twice writes the same, and they can be rebuilt from the log.
/// </summary>
internal static class LookupRows
{
    public const string FilePartition = "sequence-files";

    private static readonly RowFormat<LookupRecord> Format = new(1, AuditJson.Default.LookupRecord);

    /// <summary>The look-up of a record's entries: partition and the key prefix that its rows share.</summary>
    public static (string PartitionKey, string Prefix) OfRecord(string record) => (Shards.Of(record), $"lookup:record:{record}:");

    public static (string PartitionKey, string Prefix) OfSubject(AgencyId agency, ReadOnlySpan<byte> pseudonym)
    {
        var name = $"{agency}:{Convert.ToHexStringLower(pseudonym)}";
        return (Shards.Of(name), $"lookup:subject:{name}:");
    }

    public static (string PartitionKey, string Prefix) OfDay(AgencyId agency, DateOnly day)
    {
        var name = $"{agency}:{day.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}";
        return (Shards.Of(name), $"lookup:day:{name}:");
    }

    /// <summary>The key whose range, read upwards, begins with the file that holds an index: keys count down.</summary>
    public static string FileKey(long index) => string.Create(CultureInfo.InvariantCulture, $"lookup:file:{long.MaxValue - index:D19}");

    public static LookupRecord Read(StoredRow row) => Format.Read(row);

    /// <summary>Every look-up row of a file, by partition.</summary>
    public static IEnumerable<(string PartitionKey, RowWrite Row)> Of(SequenceFile file)
    {
        var indexes = new Dictionary<(string PartitionKey, string Prefix), List<long>>();
        void Add((string PartitionKey, string Prefix) at, long index)
        {
            if (!indexes.TryGetValue(at, out var list))
            {
                indexes[at] = list = [];
            }

            if (list.Count == 0 || list[^1] != index)
            {
                list.Add(index);
            }
        }

        for (var i = 0; i < file.Leaves.Count; i++)
        {
            var entry = EntryHeader.Read(file.Leaves[i].Span);
            var index = file.FirstIndex + i;
            foreach (var record in entry.Records)
            {
                Add(OfRecord(record), index);
            }

            foreach (var pseudonym in entry.Pseudonyms)
            {
                Add(OfSubject(entry.Agency, pseudonym), index);
            }

            var day = DateOnly.FromDateTime(entry.Time.UtcDateTime);
            Add(OfDay(entry.Agency, day), index);
            foreach (var counterpart in entry.Counterparts)
            {
                Add(OfDay(counterpart, day), index);
            }
        }

        var first = file.FirstIndex.ToString("D19", CultureInfo.InvariantCulture);
        foreach (var ((partition, prefix), list) in indexes)
        {
            yield return (partition, Format.Insert(prefix + first, new LookupRecord(file.FirstIndex, list)));
        }

        yield return (Shards.Of(FilePartition), Format.Insert(FileKey(file.FirstIndex), new LookupRecord(file.FirstIndex, [])));
    }
}

/// <summary>Where the entries lie: in the file that begins at <paramref name="FirstIndex"/>, at these indexes of the log.</summary>
internal sealed record LookupRecord(long FirstIndex, IReadOnlyList<long> Indexes);
