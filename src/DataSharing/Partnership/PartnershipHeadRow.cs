using System.Text.Json;
using System.Text.Json.Serialization;
using DataSharing.Storage;

namespace DataSharing.Partnership;

/// <summary>Reads the head, and makes the write that belongs in the same commit as whatever changed it.</summary>
public sealed class PartnershipHeadRow(IRecordStore records)
{
    public const string RowKey = "head:partnership";

    private static readonly RowFormat<PartnershipHead> Format = new(1, PartnershipJson.Default.PartnershipHead);

    private ReadHead? last;

    /// <summary>The shard that the whole directory shares, so that any change of it commits with the head.</summary>
    public static string PartitionKey { get; } = Shards.Of("partnership");

    /// <summary>The head as stored now, or null before the first administrator exists. Parsing is remembered by row version; the row is read each time.</summary>
    public async ValueTask<ReadHead?> FindAsync(CancellationToken cancellationToken)
    {
        var row = await records.FindAsync(PartitionKey, RowKey, cancellationToken);
        if (row is null)
        {
            return null;
        }

        var known = Volatile.Read(ref last);
        if (known is not null && known.Version == row.Version)
        {
            return known;
        }

        var read = new ReadHead(Format.Read(row), row.Version);
        Volatile.Write(ref last, read);
        return read;
    }

    public static RowWrite Insert(PartnershipHead head) => Format.Insert(RowKey, head);

    public static RowWrite Replace(ReadHead read, PartnershipHead next)
    {
        ArgumentNullException.ThrowIfNull(read);
        return Format.Replace(RowKey, next, read.Version);
    }
}

/// <summary>The head with the version to replace it under.</summary>
public sealed record ReadHead(PartnershipHead Head, RowVersion Version);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(PartnershipHead))]
internal sealed partial class PartnershipJson : JsonSerializerContext;
