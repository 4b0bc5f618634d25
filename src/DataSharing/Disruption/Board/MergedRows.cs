using System.Runtime.CompilerServices;
using DataSharing.Identity;
using DataSharing.Storage;

namespace DataSharing.Disruption;

/// <summary>Reads the same kind of rows of several agencies as one list in key order; a place in it is what follows the agency in the key.</summary>
internal sealed class MergedRows(IRecordStore records, IReadOnlyList<AgencyId> controllers, Func<AgencyId, string> prefixOf, int pageSize)
{
    /// <param name="after">Place to go on from; null for the beginning.</param>
    /// <param name="toExclusive">Place to stop before; null for the end.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public async IAsyncEnumerable<(string Place, StoredRow Row)> ReadAsync(
        string? after,
        string? toExclusive,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var sources = new List<Source>();
        foreach (var controller in controllers)
        {
            var source = new Source(records, Shards.Of(controller.Value), prefixOf(controller), after, toExclusive, pageSize);
            if (await source.MoveAsync(cancellationToken))
            {
                sources.Add(source);
            }
        }

        while (sources.Count > 0)
        {
            var first = sources[0];
            foreach (var source in sources)
            {
                first = string.CompareOrdinal(source.Place, first.Place) < 0 ? source : first;
            }

            yield return (first.Place, first.Row);
            if (!await first.MoveAsync(cancellationToken))
            {
                sources.Remove(first);
            }
        }
    }

    private sealed class Source(IRecordStore records, string partition, string prefix, string? after, string? toExclusive, int pageSize)
    {
        private readonly Queue<StoredRow> waiting = new();
        private readonly string end = toExclusive is null ? RowKeys.PrefixEnd(prefix) : prefix + toExclusive;
        private string? from = after is null ? prefix : RowKeys.After(prefix + after);
        private StoredRow? current;

        public StoredRow Row => current ?? throw new InvalidOperationException("Nothing was read yet.");

        public string Place => Row.RowKey[prefix.Length..];

        public async ValueTask<bool> MoveAsync(CancellationToken cancellationToken)
        {
            while (waiting.Count == 0 && from is { } start && string.CompareOrdinal(start, end) < 0)
            {
                var page = await records.ReadRangeAsync(partition, start, end, pageSize, cancellationToken);
                from = page.ContinueAfter is { } last ? RowKeys.After(last) : null;
                foreach (var row in page.Rows)
                {
                    waiting.Enqueue(row);
                }
            }

            return waiting.TryDequeue(out current);
        }
    }
}
