using System.Security.Cryptography;

namespace DataSharing.Protection;

/// <summary>
/// Random bytes that nobody must guess beforehand and everybody may know afterwards. Drawn from the system's generator by the block: a call of it
/// costs as much as sealing a short text, whatever its length. Never for keys.
/// </summary>
internal static class Nonces
{
    private const int BlockBytes = 512;

    [ThreadStatic]
    private static byte[]? block;

    [ThreadStatic]
    private static int left;

    public static void Fill(Span<byte> nonce)
    {
        if (nonce.Length > left)
        {
            block ??= new byte[Math.Max(BlockBytes, nonce.Length)];
            RandomNumberGenerator.Fill(block);
            left = block.Length;
        }

        // INVARIANT: each byte is given out once.
        var drawn = block.AsSpan(left - nonce.Length, nonce.Length);
        drawn.CopyTo(nonce);
        drawn.Clear();
        left -= nonce.Length;
    }
}
