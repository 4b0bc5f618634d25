using System.Security.Cryptography;
using System.Text;

namespace DataSharing.Protection;

/// <summary>
/// An unwrapped data key. From its 32 random bytes come separate keys for content, for audit sections and for audit pseudonyms (HKDF-SHA256,
/// RFC 5869), so that one destroyed row makes all three meaningless at once.
/// </summary>
/// <remarks>AES-256-GCM with random 96-bit nonces: safe to 2^32 messages a key (NIST SP 800-38D §8.3).</remarks>
public sealed class DataKey
{
    public const int Overhead = NonceLength + TagLength;

    private const int NonceLength = 12;
    private const int TagLength = 16;

    private readonly byte[] content;
    private readonly byte[] section;
    private readonly byte[] pseudonym;

    // The cipher of sections while nobody seals: an agency's key of the month seals a section of every entry, and setting up a cipher costs as much.
    private AesGcm? resting;

    public DataKey(ReadOnlySpan<byte> key)
    {
        if (key.Length != 32)
        {
            throw new ArgumentException("A data key has 32 bytes.", nameof(key));
        }

        content = Derive(key, "content");
        section = Derive(key, "audit section");
        pseudonym = Derive(key, "audit pseudonym");
    }

    /// <summary>A key that nobody will ever have again: what it seals cannot be read, and its pseudonyms stand for nobody.</summary>
    public static DataKey Passing() => new(RandomNumberGenerator.GetBytes(32));

    public byte[] SealContent(ReadOnlySpan<byte> plain, string context) => Seal(content, plain, context);

    /// <exception cref="CryptographicException">Not sealed by this key under this context, or altered since.</exception>
    public byte[] OpenContent(ReadOnlySpan<byte> sealedBytes, string context) => Open(content, sealedBytes, context);

    public byte[] SealSection(ReadOnlySpan<byte> plain, string context)
    {
        // INVARIANT: one thread at a time has it: the OpenSSL context behind it must not be shared between threads.
        var aes = Interlocked.Exchange(ref resting, null) ?? new AesGcm(section, TagLength);
        var bytes = Seal(aes, plain, context);
        Interlocked.Exchange(ref resting, aes)?.Dispose();
        return bytes;
    }

    /// <exception cref="CryptographicException">Not sealed by this key under this context, or altered since.</exception>
    public byte[] OpenSection(ReadOnlySpan<byte> sealedBytes, string context) => Open(section, sealedBytes, context);

    /// <summary>HMAC-SHA256 of an id under the pseudonym key: the same id gives the same pseudonym for as long as the key exists.</summary>
    public byte[] Pseudonym(string id) => HMACSHA256.HashData(pseudonym, Encoding.UTF8.GetBytes(id));

    private static byte[] Derive(ReadOnlySpan<byte> key, string label)
    {
        var derived = new byte[32];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, key, derived, [], Encoding.UTF8.GetBytes($"DataSharing {label} v1"));
        return derived;
    }

    private static byte[] Seal(byte[] key, ReadOnlySpan<byte> plain, string context)
    {
        using var aes = new AesGcm(key, TagLength);
        return Seal(aes, plain, context);
    }

    private static byte[] Seal(AesGcm aes, ReadOnlySpan<byte> plain, string context)
    {
        var bytes = new byte[NonceLength + plain.Length + TagLength];
        var nonce = bytes.AsSpan(0, NonceLength);
        Nonces.Fill(nonce);
        aes.Encrypt(
            nonce,
            plain,
            bytes.AsSpan(NonceLength, plain.Length),
            bytes.AsSpan(NonceLength + plain.Length),
            Encoding.UTF8.GetBytes(context)
        );
        return bytes;
    }

    private static byte[] Open(byte[] key, ReadOnlySpan<byte> bytes, string context)
    {
        if (bytes.Length < Overhead)
        {
            throw new CryptographicException("Too short to have been sealed.");
        }

        var plain = new byte[bytes.Length - Overhead];
        using var aes = new AesGcm(key, TagLength);
        aes.Decrypt(bytes[..NonceLength], bytes[NonceLength..^TagLength], bytes[^TagLength..], plain, Encoding.UTF8.GetBytes(context));
        return plain;
    }
}
