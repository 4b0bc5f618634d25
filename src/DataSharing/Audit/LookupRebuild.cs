using System.Text.Json;
using DataSharing.Storage;

namespace DataSharing.Audit;

/// <summary>
/// Holds the look-up rows against the log: takes away what the log does not bear out, and writes what is missing. For an operator, after a
/// restore or a doubt. Questions are answered meanwhile, and may lack what is still to be written.
/// </summary>
/// <remarks>
/// In steps of bounded work, each safe to repeat, so that it runs within requests in both homes. A relay at work beside it writes the same rows
/// from the same files, so neither can undo the other: no row that the log bears out is ever deleted.
/// </remarks>
public sealed class LookupRebuild(IRecordStore records, IBlobStore blobs)
{
    private const int RowsAStep = 2_000;
    private const int FilesAStep = 50;
    private const int FilesRemembered = 64;

    private static readonly string RowsEnd = RowKeys.PrefixEnd(LookupRows.Prefixes);

    private readonly RowBatches batches = new(records);

    /// <summary>One step; null begins. Goes on with <see cref="LookupRebuildStep.Next"/> until that is null.</summary>
    /// <exception cref="StoreUnavailableException">Do the step again later.</exception>
    public async ValueTask<LookupRebuildStep> StepAsync(LookupRebuildPosition? position, CancellationToken cancellationToken)
    {
        var at = position ?? new LookupRebuildPosition(0, LookupRows.Prefixes, 0);
        return at.Shard < Shards.All.Count ? await CheckAsync(at, cancellationToken) : await WriteAsync(at, cancellationToken);
    }

    private async ValueTask<LookupRebuildStep> CheckAsync(LookupRebuildPosition at, CancellationToken cancellationToken)
    {
        var shard = Shards.All[at.Shard];
        var known = new Dictionary<long, Dictionary<(string, string), ReadOnlyMemory<byte>>>();
        var (from, seen) = (at.From, 0);
        var wrong = new List<(string, string)>();
        while (seen < RowsAStep)
        {
            var page = await records.ReadRangeAsync(shard, from, RowsEnd, RecordLimits.MaximumPage, cancellationToken);
            seen += page.Rows.Count;
            foreach (var row in page.Rows.Where(row => !string.Equals(row.RowKey, LookupForm.RowKey, StringComparison.Ordinal)))
            {
                if (!await IsBorneOutAsync(shard, row, known, cancellationToken))
                {
                    wrong.Add((shard, row.RowKey));
                }
            }

            if (page.ContinueAfter is not { } last)
            {
                await batches.DeleteAsync(wrong, cancellationToken);
                return new LookupRebuildStep(seen, wrong.Count, 0, new LookupRebuildPosition(at.Shard + 1, LookupRows.Prefixes, 0));
            }

            from = RowKeys.After(last);
        }

        await batches.DeleteAsync(wrong, cancellationToken);
        return new LookupRebuildStep(seen, wrong.Count, 0, at with { From = from });
    }

    private async ValueTask<bool> IsBorneOutAsync(
        string shard,
        StoredRow row,
        Dictionary<long, Dictionary<(string, string), ReadOnlyMemory<byte>>> known,
        CancellationToken cancellationToken
    )
    {
        if (FirstIndexOf(row) is not { } first)
        {
            return false;
        }

        if (!known.TryGetValue(first, out var expected))
        {
            if (known.Count >= FilesRemembered)
            {
                known.Clear();
            }

            var blob = await blobs.FindAsync(SequenceFile.Name(first), cancellationToken);
            known[first] = expected = blob is null
                ? []
                : LookupRows
                    .Of(SequenceFile.Parse(first, blob.Content))
                    .ToDictionary(r => (r.PartitionKey, r.Row.RowKey), r => ((RowWrite.Insert)r.Row).Body);
        }

        return expected.TryGetValue((shard, row.RowKey), out var body) && body.Span.SequenceEqual(row.Body.Span);
    }

    /// <summary>The file that a row speaks of; null where it speaks of none that could be read.</summary>
    private static long? FirstIndexOf(StoredRow row)
    {
        try
        {
            return LookupRows.Read(row).FirstIndex is >= 0 and var first ? first : null;
        }
        catch (Exception failure) when (failure is JsonException or UnknownRowVersionException)
        {
            // Not a row that this release writes, so none that the log bears out.
            return null;
        }
    }

    private async ValueTask<LookupRebuildStep> WriteAsync(LookupRebuildPosition at, CancellationToken cancellationToken)
    {
        var (index, written) = (at.Index, 0);
        for (var files = 0; files < FilesAStep; files++)
        {
            if (await blobs.FindAsync(SequenceFile.Name(index), cancellationToken) is not { } blob)
            {
                await new LookupForm(records, blobs).DeclareAsync(cancellationToken);
                return new LookupRebuildStep(0, 0, written, null);
            }

            var file = SequenceFile.Parse(index, blob.Content);
            (string, RowWrite)[] rows = [.. LookupRows.Of(file)];
            await batches.InsertAsync(rows, cancellationToken);
            (index, written) = (file.NextIndex, written + rows.Length);
        }

        return new LookupRebuildStep(0, 0, written, at with { Index = index });
    }
}

/// <summary>Where the next step begins. Leaves the platform encrypted only.</summary>
public sealed record LookupRebuildPosition(int Shard, string From, long Index);

/// <param name="Checked">Rows held against the log.</param>
/// <param name="Removed">Of these, rows that the log does not bear out: gone now.</param>
/// <param name="Present">Rows that the log asks for, which are there now.</param>
/// <param name="Next">Null when all is done.</param>
public sealed record LookupRebuildStep(int Checked, int Removed, int Present, LookupRebuildPosition? Next);
