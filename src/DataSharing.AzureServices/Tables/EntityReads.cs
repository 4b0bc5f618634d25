using Azure;
using Azure.Data.Tables;

namespace DataSharing.AzureServices.Tables;

internal static class EntityReads
{
    /// <summary>The entity, or null where there is none. A table that is missing is a failure: it must not look like an empty one.</summary>
    /// <exception cref="RequestFailedException">The service refused.</exception>
    public static async Task<TableEntity?> FindAsync(
        this TableClient table,
        string partition,
        string key,
        CancellationToken cancellationToken
    )
    {
        var answer = await table.GetEntityIfExistsAsync<TableEntity>(partition, key, null, cancellationToken);
        if (answer.HasValue)
        {
            return answer.Value;
        }

        var raw = answer.GetRawResponse();
        return raw.Content.ToMemory().Span.IndexOf("TableNotFound"u8) < 0 ? null : throw new RequestFailedException(raw);
    }
}
