using DataSharing.Storage;
using DataSharing.TransparencyLog;

namespace DataSharing.Audit;

/// <summary>
/// Where the entry lies that a receipt promised. Whoever holds the receipt may know: it names an entry that only its holder was told of, and
/// the answer holds hashes alone.
/// </summary>
public sealed class ReceiptPlaces(IRecordStore records, LogKeys keys, LogReader log)
{
    /// <exception cref="StoreUnavailableException">Ask again later.</exception>
    public async ValueTask<ReceiptPlace> FindAsync(string receiptText, CancellationToken cancellationToken)
    {
        var verifiers = await keys.VerifiersAsync(cancellationToken);
        if (
            verifiers.Select(k => ReceiptVerifier.Verify(receiptText, k)).OfType<ReceiptVerdict.Genuine>().FirstOrDefault()
            is not { } genuine
        )
        {
            return new ReceiptPlace.NotOurs();
        }

        var receipt = genuine.Receipt;
        return
            await LeafRows.FindAsync(records, receipt, cancellationToken) is { } index
            && await log.ProveAsync(index, cancellationToken) is { } proof
            ? new ReceiptPlace.Logged(receipt, proof)
            : new ReceiptPlace.Waiting(receipt);
    }
}

/// <summary>What became of a receipt's promise.</summary>
public abstract record ReceiptPlace
{
    private ReceiptPlace() { }

    /// <summary>The last checkpoint covers the entry.</summary>
    public sealed record Logged(Receipt Receipt, InclusionProof Proof) : ReceiptPlace;

    /// <summary>No checkpoint covers it yet.</summary>
    public sealed record Waiting(Receipt Receipt) : ReceiptPlace;

    /// <summary>Not a receipt that this log signed.</summary>
    public sealed record NotOurs : ReceiptPlace;
}
