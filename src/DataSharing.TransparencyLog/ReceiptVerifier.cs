namespace DataSharing.TransparencyLog;

/// <summary>Checks receipts offline: nothing but the receipt and the log's public key.</summary>
public static class ReceiptVerifier
{
    public static ReceiptVerdict Verify(string? receiptText, VerifierKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (!Receipt.TryDecode(receiptText, out var receipt))
        {
            return new ReceiptVerdict.Malformed();
        }

        if (!string.Equals(receipt.Origin, key.Origin, StringComparison.Ordinal) || receipt.KeyId != key.KeyId)
        {
            return new ReceiptVerdict.OtherKey(receipt.Origin, receipt.KeyId);
        }

        var root = MerkleTree.RootFromPath(
            receipt.LeafHash.Span,
            receipt.GroupIndex,
            receipt.GroupSize,
            [.. receipt.Path.Select(n => n.ToArray())]
        );
        if (root is null)
        {
            return new ReceiptVerdict.Malformed();
        }

        var message = Receipt.SignedBytes(receipt.Origin, receipt.IssuedAt, receipt.Deadline, receipt.GroupSize, root);
        return key.Verify(message, receipt.Signature.Span) ? new ReceiptVerdict.Genuine(receipt) : new ReceiptVerdict.Forged();
    }
}

/// <summary>What a receipt turned out to be.</summary>
public abstract record ReceiptVerdict
{
    private ReceiptVerdict() { }

    /// <summary>Signed by the log's key. A promise, not yet an inclusion.</summary>
    public sealed record Genuine(Receipt Receipt) : ReceiptVerdict;

    /// <summary>Its form is right and its signature is not.</summary>
    public sealed record Forged : ReceiptVerdict;

    /// <summary>Made by another log or key than the one given.</summary>
    public sealed record OtherKey(string Origin, uint KeyId) : ReceiptVerdict;

    /// <summary>Not a receipt.</summary>
    public sealed record Malformed : ReceiptVerdict;
}
