using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using DataSharing.Identity;
using DataSharing.Protection;

namespace DataSharing.Web.Api;

/// <summary>What a cursor is good for: one caller, one purpose, one query.</summary>
/// <param name="Actor"><see cref="Caller.Actor"/> of whoever asks.</param>
/// <param name="Purpose">The stated purpose; null where the list needs none.</param>
/// <param name="Query">The route and the parameters that choose and order the list, without the cursor.</param>
public sealed record CursorScope(string Actor, PurposeCode? Purpose, string Query);

/// <summary>
/// Turns a place in a list into an opaque cursor and back. Encrypted, because row keys tell how records are kept; bound to its scope, so that
/// a cursor taken from somebody else, or from another list, opens nothing.
/// </summary>
/// <remarks>
/// base64url of version (1 byte), nonce (12), ciphertext, tag (16): AES-256-GCM under the key ring's <c>cursor</c> secret. The nonce is random;
/// one secret is good for 2^32 cursors (NIST SP 800-38D section 8.3), which is a hundred pages a second for over a year.
/// </remarks>
public sealed class CursorProtector(IKeyRing keyRing)
{
    private const byte Version = 1;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int HeaderBytes = 1 + NonceBytes;
    private const int MaximumLength = 2048;

    /// <exception cref="KeyRingUnavailableException">HTTP: 503.</exception>
    public async ValueTask<string> ProtectAsync(string position, CursorScope scope, CancellationToken cancellationToken)
    {
        var secret = await keyRing.SecretAsync("cursor", cancellationToken);
        var plain = Encoding.UTF8.GetBytes(position);
        var bytes = new byte[HeaderBytes + plain.Length + TagBytes];
        bytes[0] = Version;
        RandomNumberGenerator.Fill(bytes.AsSpan(1, NonceBytes));
        using var aes = new AesGcm(secret, TagBytes);
        aes.Encrypt(
            bytes.AsSpan(1, NonceBytes),
            plain,
            bytes.AsSpan(HeaderBytes, plain.Length),
            bytes.AsSpan(HeaderBytes + plain.Length),
            Context(scope)
        );
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>The position, or null when the cursor was altered or made for another scope: answer <see cref="Problems.InvalidCursor"/>.</summary>
    /// <exception cref="KeyRingUnavailableException">HTTP: 503.</exception>
    public async ValueTask<string?> OpenAsync(string cursor, CursorScope scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(cursor);
        if (cursor.Length > MaximumLength || !Base64Url.IsValid(cursor))
        {
            return null;
        }

        var bytes = Base64Url.DecodeFromChars(cursor);
        var length = bytes.Length - HeaderBytes - TagBytes;
        if (length < 0 || bytes[0] != Version)
        {
            return null;
        }

        var secret = await keyRing.SecretAsync("cursor", cancellationToken);
        var plain = new byte[length];
        using var aes = new AesGcm(secret, TagBytes);
        try
        {
            aes.Decrypt(
                bytes.AsSpan(1, NonceBytes),
                bytes.AsSpan(HeaderBytes, length),
                bytes.AsSpan(HeaderBytes + length),
                plain,
                Context(scope)
            );
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }

        return Encoding.UTF8.GetString(plain);
    }

    private static byte[] Context(CursorScope scope) =>
        SHA256.HashData(Encoding.UTF8.GetBytes($"{scope.Actor}\0{scope.Purpose?.Value}\0{scope.Query}"));
}
