namespace DataSharing.Protection;

/// <summary>
/// The deployment's own keys. Two homes: a file key ring and Key Vault. Data keys (per subject and controller) are not here: they are rows,
/// wrapped by this ring, so that destroying a row destroys what it protects.
/// </summary>
/// <remarks>Throws <see cref="KeyRingUnavailableException"/> when a key cannot be had.</remarks>
public interface IKeyRing
{
    /// <summary>Wraps 32 bytes under the newest wrapping key. <paramref name="context"/> is bound in and must be given again to unwrap.</summary>
    ValueTask<WrappedKey> WrapAsync(ReadOnlyMemory<byte> key, string context, CancellationToken cancellationToken);

    ValueTask<byte[]> UnwrapAsync(WrappedKey wrapped, string context, CancellationToken cancellationToken);

    /// <summary>
    /// A 32-byte secret for keyed hashes, one per name (<c>id</c>, <c>cursor</c>, <c>token-nhs-number</c>, …), created on first use.
    /// The <c>id</c> secret never rotates: it turns an Idempotency-Key into the id that a retry must find again.
    /// </summary>
    ValueTask<byte[]> SecretAsync(string name, CancellationToken cancellationToken);

    /// <summary>
    /// An Ed25519 seed (32 bytes) that signs receipts and checkpoints, created on first use. They are numbered from 1; a rotation takes the next.
    /// </summary>
    ValueTask<byte[]> SigningSeedAsync(int number, CancellationToken cancellationToken);
}

/// <summary>A wrapped data key as it lies in its row.</summary>
/// <param name="KeyId">Which wrapping key.</param>
/// <param name="Bytes">Nonce, ciphertext and tag.</param>
public sealed record WrappedKey(string KeyId, byte[] Bytes)
{
    public override string ToString() => $"WrappedKey({KeyId})";
}

/// <summary>The key ring cannot answer, or a key is gone. HTTP: 503.</summary>
public sealed class KeyRingUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
