namespace DataSharing.Benchmarks.Cloud;

/// <summary>
/// What storage operations cost. Dollars for 10,000, without tax. Collected on 2026-11-23 and not confirmed with Azure, whose price pages could
/// not be read: tables as many public repositories quote them, and billed for each row of a transaction (Particular, "Azure Table Persistence:
/// capacity planning"); blobs are the SAMPLE prices of Microsoft's "Estimate the cost of using Azure Blob Storage" (hot, one zone), of which
/// three zones are taken to add a quarter to writes. Put your own in before you promise anything.
/// </summary>
internal static class Prices
{
    public const string Source = "sample prices of 2026-11-23";

    private const double TableOperation = 0.00036;
    private const double BlobWrite = 0.055 * 1.25;
    private const double BlobRead = 0.0044;

    /// <summary>Of 10,000 times these calls.</summary>
    public static double OfTenThousand(IEnumerable<WireCall> calls) =>
        Math.Round(
            calls.Sum(call =>
                call.Billed
                * call.Kind switch
                {
                    CallKind.BlobWrite or CallKind.BlobList => BlobWrite,
                    CallKind.BlobRead => BlobRead,
                    CallKind.BlobDelete => 0,
                    _ => TableOperation,
                }
            ),
            5
        );
}
