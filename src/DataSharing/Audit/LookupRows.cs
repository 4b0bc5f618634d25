using System.Globalization;
using DataSharing.Storage;
using DataSharing.TransparencyLog;

namespace DataSharing.Audit;

/// <summary>The rows of one question: a partition, and the range of keys to read upwards.</summary>
internal sealed record LookupRange(string PartitionKey, string From, string ToExclusive);

/// <summary>
/// The rows by which entries are found. All follow from one sequence file alone, so writing them twice writes the same, and they can be
/// rebuilt from the log.
/// </summary>
/// <remarks>
/// Each row belongs to the agency whose officers may read the entries it points to: the acting agency, and each counterpart. So a question
/// never touches what the officer may not see, and neither the work nor the pages tell that there is more. In each key day and file count down:
/// the store reads upwards, and answers begin with the newest (docs/adr/0051).
/// </remarks>
internal static class LookupRows
{
    public const string FilePartition = "sequence-files";

    /// <summary>What every look-up row's key begins with.</summary>
    public const string Prefixes = "lookup:";

    /// <summary>Whose rows the partnership's own IG reads. Upper case, which no agency's id can be.</summary>
    public const string Partnership = "PARTNERSHIP";

    private static readonly RowFormat<LookupRecord> Format = new(1, AuditJson.Default.LookupRecord);

    /// <summary>Every entry of an agency and day.</summary>
    public static LookupRange OfDay(string asking, DateOnly day)
    {
        var (partition, prefix) = DayRow(asking, day);
        return new LookupRange(partition, prefix, RowKeys.PrefixEnd(prefix));
    }

    /// <summary>Entries by one value (a record, an actor, …), of these days alone where they are given.</summary>
    public static LookupRange Of(string asking, string kind, string value, DateOnly? from, DateOnly? to)
    {
        var prefix = Prefix(asking, kind, value);
        return new LookupRange(
            Shards.Of($"{asking}:{value}"),
            to is { } last ? prefix + Down(last) : prefix,
            from is { } first ? RowKeys.PrefixEnd($"{prefix}{Down(first)}:") : RowKeys.PrefixEnd(prefix)
        );
    }

    /// <summary>How often each ground refused something, file by file of these days.</summary>
    public static LookupRange OfGrounds(string asking, DateOnly from, DateOnly to)
    {
        var (partition, newest) = TallyRow(asking, to);
        return new LookupRange(partition, newest, RowKeys.PrefixEnd(TallyRow(asking, from).Prefix));
    }

    public static string PseudonymText(ReadOnlySpan<byte> pseudonym) => Convert.ToHexStringLower(pseudonym);

    /// <summary>The key whose range, read upwards, begins with the file that holds an index: keys count down.</summary>
    public static string FileKey(long index) => $"lookup:file:{Down(index)}";

    public static LookupRecord Read(StoredRow row) => Format.Read(row);

    /// <summary>Every look-up row of a file, by partition.</summary>
    public static IEnumerable<(string PartitionKey, RowWrite Row)> Of(SequenceFile file)
    {
        var indexes = new Dictionary<LookupName, List<long>>();
        var leaves = new Dictionary<(string PartitionKey, long Slot), LeafRows.LeafList>();
        var tallies = new Dictionary<(string PartitionKey, string Prefix), Dictionary<string, int>>();
        var leafHash = new byte[MerkleTree.HashLength];
        for (var i = 0; i < file.Leaves.Count; i++)
        {
            var header = EntryHeader.Read(file.Leaves[i].Span);
            Tally(tallies, header);
            MerkleTree.LeafHash(file.Leaves[i].Span, leafHash);
            var place = LeafRows.PlaceOf(leafHash, header.Time);
            if (!leaves.TryGetValue(place, out var among))
            {
                leaves[place] = among = new LeafRows.LeafList();
            }

            among.Add(file.FirstIndex + i, leafHash);
            foreach (var name in NamesOf(header))
            {
                if (!indexes.TryGetValue(name, out var list))
                {
                    indexes[name] = list = [];
                }

                if (list.Count == 0 || list[^1] != file.FirstIndex + i)
                {
                    list.Add(file.FirstIndex + i);
                }
            }
        }

        var down = Down(file.FirstIndex);
        foreach (var (name, list) in indexes)
        {
            // Made once for all entries of the name: keys and partitions of each entry apart cost more than the rows.
            var (partition, prefix) = name.Kind == LookupKinds.Day ? DayRow(name.Asking, name.Day) : ValueRow(name);
            yield return (partition, Format.Insert(prefix + down, new LookupRecord(file.FirstIndex, list)));
        }

        foreach (var ((partition, slot), list) in leaves)
        {
            yield return LeafRows.Row(partition, slot, file.FirstIndex, list);
        }

        foreach (var ((partition, prefix), counts) in tallies)
        {
            yield return (partition, Format.Insert(prefix + down, new LookupRecord(file.FirstIndex, [], counts)));
        }

        yield return (Shards.Of(FilePartition), Format.Insert(FileKey(file.FirstIndex), new LookupRecord(file.FirstIndex, [])));
    }

    private static IEnumerable<LookupName> NamesOf(EntryHeader entry)
    {
        var day = DateOnly.FromDateTime(entry.Time.UtcDateTime);
        LookupName Row(string asking, string kind, string value) => new(asking, kind, value, day);

        foreach (var pseudonym in entry.Pseudonyms)
        {
            // Under the acting agency's key, so that nobody else could ask by it.
            yield return Row(entry.Agency.Value, LookupKinds.Subject, PseudonymText(pseudonym));
        }

        // Most entries have no counterpart.
        string[] agencies =
            entry.Counterparts.Count == 0
                ? [entry.Agency.Value]
                : [.. entry.Counterparts.Prepend(entry.Agency).Distinct().Select(agency => agency.Value)];
        var features = entry.Features;
        if (features.HasLeft)
        {
            yield return Row(entry.Agency.Value, LookupKinds.Left, entry.Agency.Value);
        }

        foreach (var asking in agencies)
        {
            yield return Row(asking, LookupKinds.Actor, entry.Actor);
            yield return Row(asking, LookupKinds.Act, features.Group);
            foreach (var record in entry.Records)
            {
                yield return Row(asking, LookupKinds.Record, record);
            }

            foreach (var reason in features.Reasons)
            {
                yield return Row(asking, LookupKinds.Reason, reason);
            }

            if (entry.Purpose is { } purpose)
            {
                yield return Row(asking, LookupKinds.Purpose, purpose);
            }

            if (features.IsEmergency)
            {
                yield return Row(asking, LookupKinds.Emergency, LookupKinds.Emergency);
            }
        }

        foreach (var asking in agencies.Append(Partnership))
        {
            yield return Row(asking, LookupKinds.Day, "");
            yield return Row(asking, LookupKinds.Agency, entry.Agency.Value);
            if (entry.Effect is { } effect)
            {
                yield return Row(asking, LookupKinds.Decision, effect);
            }

            if (entry.AgreementId is { } agreement)
            {
                yield return Row(asking, LookupKinds.Agreement, agreement);
            }
        }
    }

    // Of the acting agency alone: how often others were refused is not for their counterparts to know.
    private static void Tally(Dictionary<(string PartitionKey, string Prefix), Dictionary<string, int>> tallies, EntryHeader entry)
    {
        foreach (var ground in entry.Features.Grounds)
        {
            var at = TallyRow(entry.Agency.Value, DateOnly.FromDateTime(entry.Time.UtcDateTime));
            if (!tallies.TryGetValue(at, out var counts))
            {
                tallies[at] = counts = new Dictionary<string, int>(StringComparer.Ordinal);
            }

            counts[ground] = counts.GetValueOrDefault(ground) + 1;
        }
    }

    private static (string PartitionKey, string Prefix) ValueRow(LookupName name) =>
        (Shards.Of($"{name.Asking}:{name.Value}"), $"{Prefix(name.Asking, name.Kind, name.Value)}{Down(name.Day)}:");

    private static (string PartitionKey, string Prefix) DayRow(string asking, DateOnly day) =>
        (Shards.Of($"{asking}:{Day(day)}"), $"lookup:of-day:{asking}:{Down(day)}:");

    private static (string PartitionKey, string Prefix) TallyRow(string asking, DateOnly day) =>
        (Shards.Of($"{asking}:grounds"), $"{Prefix(asking, LookupKinds.Grounds, LookupKinds.Grounds)}{Down(day)}:");

    private static string Prefix(string asking, string kind, string value) => $"lookup:of-{kind}:{asking}:{value}:";

    private static string Day(DateOnly day) => day.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    private static string Down(DateOnly day) =>
        (99_999_999 - ((day.Year * 10_000) + (day.Month * 100) + day.Day)).ToString("D8", CultureInfo.InvariantCulture);

    private static string Down(long index) => (long.MaxValue - index).ToString("D19", CultureInfo.InvariantCulture);
}

/// <summary>What a row of indexes is found by, before it has a key. A day's own row has no value.</summary>
internal readonly record struct LookupName(string Asking, string Kind, string Value, DateOnly Day);

/// <summary>What entries are looked up by.</summary>
internal static class LookupKinds
{
    public const string Record = "record";
    public const string Subject = "subject";
    public const string Actor = "actor";
    public const string Agency = "agency";
    public const string Agreement = "agreement";
    public const string Decision = "decision";
    public const string Purpose = "purpose";
    public const string Act = "act";
    public const string Reason = "reason";
    public const string Left = "left";
    public const string Emergency = "emergency";
    public const string Grounds = "grounds";
    public const string Day = "day";
}

/// <summary>
/// Where the entries lie: in the file that begins at <paramref name="FirstIndex"/>, at these indexes of the log, and what their leaf hashes begin
/// with (<see cref="LeafRows"/>); or how often each ground refused something in that file.
/// </summary>
internal sealed record LookupRecord(
    long FirstIndex,
    IReadOnlyList<long> Indexes,
    IReadOnlyDictionary<string, int>? Counts = null,
    byte[]? Leaves = null
);
