using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace DataSharing.TransparencyLog;

/// <summary>
/// What a log states about itself: so many entries, under this root (c2sp.org/tlog-checkpoint). Extension lines are kept, because signatures
/// cover them; this log writes none.
/// </summary>
/// <param name="Origin">The log's name.</param>
/// <param name="Size">How many entries.</param>
/// <param name="Root">The root over all of them, 32 bytes.</param>
public sealed record Checkpoint(string Origin, long Size, ReadOnlyMemory<byte> Root)
{
    /// <summary>Further lines, without their line feeds.</summary>
    public IReadOnlyList<string> Extensions { get; init; } = [];

    /// <summary>What is signed.</summary>
    public string Text
    {
        get
        {
            var lines = string.Create(CultureInfo.InvariantCulture, $"{Origin}\n{Size}\n{Convert.ToBase64String(Root.Span)}\n");
            return lines + string.Concat(Extensions.Select(e => e + '\n'));
        }
    }

    public bool IsSameAs(Checkpoint other) => other is not null && string.Equals(Text, other.Text, StringComparison.Ordinal);

    public static bool TryParse(string? text, [NotNullWhen(true)] out Checkpoint? parsed)
    {
        parsed = null;
        if (text is null || text.Split('\n') is not [var origin, var number, var hash, .. var extensions, ""])
        {
            return false;
        }

        if (
            !VerifierKey.IsOrigin(origin)
            || !long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var size)
            || !Base64Text.TryReadHash(hash, out var root)
            || extensions.Any(e => e.Length == 0)
        )
        {
            return false;
        }

        var checkpoint = new Checkpoint(origin, size, root) { Extensions = extensions };
        // A size with leading zeros is none.
        parsed = string.Equals(checkpoint.Text, text, StringComparison.Ordinal) ? checkpoint : null;
        return parsed is not null;
    }
}
