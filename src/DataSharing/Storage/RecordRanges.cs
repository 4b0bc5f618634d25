namespace DataSharing.Storage;

/// <summary>Reading a whole range, page after page.</summary>
public static class RecordRanges
{
    /// <summary>Every row whose key starts with <paramref name="prefix"/>, in ordinal order. For ranges that one aggregate bounds.</summary>
    public static async ValueTask<IReadOnlyList<StoredRow>> ReadAllAsync(
        this IRecordStore records,
        string partitionKey,
        string prefix,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(records);
        var end = RowKeys.PrefixEnd(prefix);
        var page = await records.ReadRangeAsync(partitionKey, prefix, end, RecordLimits.MaximumPage, cancellationToken);
        if (page.ContinueAfter is null)
        {
            return page.Rows;
        }

        var rows = new List<StoredRow>(page.Rows);
        while (page.ContinueAfter is { } last)
        {
            page = await records.ReadRangeAsync(partitionKey, RowKeys.After(last), end, RecordLimits.MaximumPage, cancellationToken);
            rows.AddRange(page.Rows);
        }

        return rows;
    }
}
