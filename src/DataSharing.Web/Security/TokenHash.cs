using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace DataSharing.Web.Security;

/// <summary>SHA-256 of a whole token, signature included: what the cache knows a token by, so that no token lies in memory.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct TokenHash(ulong A, ulong B, ulong C, ulong D)
{
    /// <summary>Tokens longer than this are not looked at. Entra's are 1 to 4 KB.</summary>
    public const int MaximumTokenLength = 16 * 1024;

    public static TokenHash Of(ReadOnlySpan<char> token)
    {
        var rented = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(token.Length));
        try
        {
            var length = Encoding.UTF8.GetBytes(token, rented);
            Span<TokenHash> hash = stackalloc TokenHash[1];
            SHA256.HashData(rented.AsSpan(0, length), MemoryMarshal.AsBytes(hash));
            return hash[0];
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented, clearArray: true);
        }
    }

    // Uniform already, and nobody can choose it.
    public override int GetHashCode() => (int)A;

    public override string ToString() => "TokenHash(redacted)";
}
