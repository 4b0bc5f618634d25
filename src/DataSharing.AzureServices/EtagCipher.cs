using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Azure;
using DataSharing.Storage;

namespace DataSharing.AzureServices;

/// <summary>
/// Row versions are the service's ETags, which tell to 100 ns when a row was written. A version becomes an HTTP ETag, so it travels enciphered:
/// AES-CBC under an initialisation vector that is the text's own HMAC, so that equal ETags give equal versions and no other text is taken.
/// </summary>
internal sealed class EtagCipher
{
    private const int VectorBytes = 16;

    private readonly byte[] cipherKey;
    private readonly byte[] macKey;

    public EtagCipher(ReadOnlySpan<byte> secret)
    {
        (cipherKey, macKey) = (new byte[32], new byte[32]);
        HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, cipherKey, [], "DataSharing etag cipher v1"u8);
        HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, macKey, [], "DataSharing etag mac v1"u8);
    }

    public RowVersion Seal(ETag etag) => Seal(etag.ToString("H"));

    /// <summary>A version that no row has: of a row written by a commit and overwritten before its version could be learnt.</summary>
    public RowVersion Overtaken() => Seal(Guid.NewGuid().ToString("N"));

    /// <summary>False for text that this store never gave out, and for a version that no row has.</summary>
    public bool TryOpen(RowVersion version, out ETag etag)
    {
        var opened = TryOpen(version.Value, out var text) && text.Contains('"', StringComparison.Ordinal);
        etag = opened ? new ETag(text ?? "") : default;
        return opened;
    }

    private RowVersion Seal(string text)
    {
        var plain = Encoding.UTF8.GetBytes(text);
        using var aes = Aes.Create();
        aes.Key = cipherKey;
        var vector = Vector(plain);
        return new RowVersion(Base64Url.EncodeToString([.. vector, .. aes.EncryptCbc(plain, vector)]));
    }

    private bool TryOpen(string version, [NotNullWhen(true)] out string? text)
    {
        text = null;
        if (!Base64Url.IsValid(version, out var length) || length < 2 * VectorBytes || length % VectorBytes != 0)
        {
            return false;
        }

        var bytes = Base64Url.DecodeFromChars(version);
        using var aes = Aes.Create();
        aes.Key = cipherKey;
        try
        {
            var plain = aes.DecryptCbc(bytes.AsSpan(VectorBytes), bytes.AsSpan(0, VectorBytes));
            if (!CryptographicOperations.FixedTimeEquals(Vector(plain), bytes.AsSpan(0, VectorBytes)))
            {
                return false;
            }

            text = Encoding.UTF8.GetString(plain);
            return true;
        }
        catch (CryptographicException)
        {
            // The padding is wrong: not of our making.
            return false;
        }
    }

    private byte[] Vector(ReadOnlySpan<byte> plain) => HMACSHA256.HashData(macKey, plain)[..VectorBytes];
}
