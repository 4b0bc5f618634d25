using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace DataSharing.TransparencyLog;

/// <summary>What the texts of proofs have in common: a head, hashes in base64 one a line, a blank line, and a checkpoint.</summary>
internal static class HashLines
{
    /// <summary>No tree of 2^63 entries has a longer path.</summary>
    private const int MaximumHashes = 64;

    public static string Write(IReadOnlyList<byte[]> hashes) => string.Concat(hashes.Select(h => Convert.ToBase64String(h) + "\n"));

    public static bool TrySplit(string? text, [NotNullWhen(true)] out string[]? head, [NotNullWhen(true)] out string? note)
    {
        (head, note) = (null, null);
        if (text?.IndexOf("\n\n", StringComparison.Ordinal) is not ({ } blank and > 0))
        {
            return false;
        }

        (head, note) = (text[..blank].Split('\n'), text[(blank + 2)..]);
        return true;
    }

    public static bool TryNumber(string line, string before, out long number)
    {
        number = 0;
        return line.StartsWith(before, StringComparison.Ordinal)
            && long.TryParse(line.AsSpan(before.Length), NumberStyles.None, CultureInfo.InvariantCulture, out number)
            && (line.Length == before.Length + 1 || line[before.Length] != '0');
    }

    public static bool TryRead(string[] lines, [NotNullWhen(true)] out IReadOnlyList<byte[]>? hashes)
    {
        var read = new List<byte[]>();
        hashes = null;
        foreach (var line in lines)
        {
            if (read.Count == MaximumHashes || !Base64Text.TryReadHash(line, out var hash))
            {
                return false;
            }

            read.Add(hash);
        }

        hashes = read;
        return true;
    }
}
