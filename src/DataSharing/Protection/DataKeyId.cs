using System.Globalization;
using DataSharing.Identity;
using DataSharing.Storage;

namespace DataSharing.Protection;

/// <summary>Which data key: per subject and controller, or, for what names no subject, per agency and retention month.</summary>
public sealed record DataKeyId
{
    /// <summary>Stands where a record named somebody who was disposed of. The same everywhere, so that it links nothing.</summary>
    public const string Nobody = "disposed";

    private DataKeyId(string partitionKey, string rowKey)
    {
        PartitionKey = partitionKey;
        RowKey = rowKey;
    }

    public string PartitionKey { get; }

    public string RowKey { get; }

    /// <summary>There is never such a key.</summary>
    public bool IsOfNobody => RowKey.StartsWith($"key:{Nobody}:", StringComparison.Ordinal);

    public static DataKeyId OfSubject(string subjectId, AgencyId controller)
    {
        ArgumentNullException.ThrowIfNull(controller);
        return new DataKeyId(Shards.Of(subjectId), $"key:{subjectId}:{controller}");
    }

    public static DataKeyId OfMonth(DateTimeOffset time, AgencyId agency)
    {
        ArgumentNullException.ThrowIfNull(agency);
        return new DataKeyId(
            Shards.Of(agency.Value),
            $"key:month:{time.UtcDateTime.ToString("yyyy-MM", CultureInfo.InvariantCulture)}:{agency}"
        );
    }
}
