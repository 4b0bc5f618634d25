using System.Diagnostics.CodeAnalysis;

namespace DataSharing.TransparencyLog;

/// <summary>Base64 in its one canonical form, so that no other text stands for the same bytes.</summary>
internal static class Base64Text
{
    public static bool TryRead(string text, [NotNullWhen(true)] out byte[]? bytes)
    {
        var buffer = new byte[(text.Length / 4 * 3) + 3];
        bytes =
            Convert.TryFromBase64String(text, buffer, out var length)
            && string.Equals(Convert.ToBase64String(buffer.AsSpan(0, length)), text, StringComparison.Ordinal)
                ? buffer[..length]
                : null;
        return bytes is not null;
    }

    public static bool TryReadHash(string text, [NotNullWhen(true)] out byte[]? hash) =>
        TryRead(text, out hash) && hash.Length == MerkleTree.HashLength;
}
