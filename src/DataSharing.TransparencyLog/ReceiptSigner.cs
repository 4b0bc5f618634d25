using NSec.Cryptography;

namespace DataSharing.TransparencyLog;

/// <summary>Signs the promise that a group of leaves will be in the log by a deadline: one Ed25519 signature over their Merkle root.</summary>
public sealed class ReceiptSigner : IDisposable
{
    private readonly Key key;

    /// <param name="origin">The log's name.</param>
    /// <param name="seed">32 bytes.</param>
    /// <param name="promise">How long the log may take; design: 24 hours.</param>
    public ReceiptSigner(string origin, ReadOnlySpan<byte> seed, TimeSpan promise)
    {
        if (!VerifierKey.IsOrigin(origin))
        {
            throw new ArgumentException("An origin is 1 to 120 printable ASCII characters without blanks or '+'.", nameof(origin));
        }

        key = Key.Import(SignatureAlgorithm.Ed25519, seed, KeyBlobFormat.RawPrivateKey);
        Promise = promise;
        VerifierKey = VerifierKey.Of(origin, key.PublicKey);
    }

    public VerifierKey VerifierKey { get; }

    public TimeSpan Promise { get; }

    public SignedGroup Sign(IReadOnlyList<ReadOnlyMemory<byte>> leafHashes, DateTimeOffset issuedAt)
    {
        ArgumentNullException.ThrowIfNull(leafHashes);
        var levels = MerkleLevels.Of(leafHashes);
        // Whole milliseconds travel; sign what travels.
        var issued = DateTimeOffset.FromUnixTimeMilliseconds(issuedAt.ToUnixTimeMilliseconds());
        var deadline = issued + Promise;
        var message = Receipt.SignedBytes(VerifierKey.Origin, issued, deadline, leafHashes.Count, levels.Root);
        return new SignedGroup(VerifierKey, issued, deadline, leafHashes, levels, SignatureAlgorithm.Ed25519.Sign(key, message));
    }

    public void Dispose() => key.Dispose();
}

/// <summary>A signed group, from which each leaf's receipt is read off.</summary>
public sealed class SignedGroup
{
    private readonly VerifierKey key;
    private readonly DateTimeOffset issuedAt;
    private readonly DateTimeOffset deadline;
    private readonly IReadOnlyList<ReadOnlyMemory<byte>> leafHashes;
    private readonly MerkleLevels levels;
    private readonly byte[] signature;

    internal SignedGroup(
        VerifierKey key,
        DateTimeOffset issuedAt,
        DateTimeOffset deadline,
        IReadOnlyList<ReadOnlyMemory<byte>> leafHashes,
        MerkleLevels levels,
        byte[] signature
    )
    {
        this.key = key;
        this.issuedAt = issuedAt;
        this.deadline = deadline;
        this.leafHashes = leafHashes;
        this.levels = levels;
        this.signature = signature;
    }

    public Receipt Receipt(int index) =>
        new()
        {
            Origin = key.Origin,
            KeyId = key.KeyId,
            IssuedAt = issuedAt,
            Deadline = deadline,
            LeafHash = leafHashes[index],
            GroupSize = leafHashes.Count,
            GroupIndex = index,
            Path = levels.Path(index),
            Signature = signature,
        };
}
