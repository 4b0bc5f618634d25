namespace DataSharing.Benchmarks.Cloud;

/// <summary>What one request, or one entry, does at the storage services.</summary>
/// <param name="ReadRounds">Reads of rows that waited for one another.</param>
/// <param name="PointReads">Rows read by key.</param>
/// <param name="RangeReads">Pages of ranges.</param>
/// <param name="Commits">Transactions.</param>
/// <param name="RowsWritten">In them, the witness row included.</param>
/// <param name="BlobOperations">Of any kind.</param>
/// <param name="BilledOperations">All of it as it is billed: each row of a transaction, each page, each blob call.</param>
/// <param name="UsdPer10kCalls">10,000 times, at <paramref name="Prices"/>.</param>
/// <param name="Prices">Where the prices are from.</param>
internal sealed record WireFigures(
    int ReadRounds,
    double PointReads,
    double RangeReads,
    double Commits,
    double RowsWritten,
    double BlobOperations,
    double BilledOperations,
    double UsdPer10kCalls,
    string Prices
)
{
    public static WireFigures Of(IReadOnlyList<WireCall> calls, int among) =>
        new(
            WireLog.Rounds(calls.Where(c => c.IsRead)),
            Share(calls.Count(c => c.Kind == CallKind.PointRead), among),
            Share(calls.Count(c => c.Kind == CallKind.RangeRead), among),
            Share(calls.Count(c => c.Kind == CallKind.Commit), among),
            Share(calls.Where(c => c.Kind == CallKind.Commit).Sum(c => c.Billed), among),
            Share(calls.Count(c => c.IsBlob), among),
            Share(calls.Sum(c => c.Billed), among),
            Math.Round(Cloud.Prices.OfTenThousand(calls) / among, 5),
            Cloud.Prices.Source
        );

    private static double Share(int count, int among) => Math.Round((double)count / among, 2);
}
