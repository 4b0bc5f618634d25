using System.Globalization;
using System.Text;

namespace DataSharing.TransparencyLog;

/// <summary>
/// That one log takes over from another, signed in the name of both: after a loss the old log can only be ended, never gone on with. Says how far
/// the old log had been signed, so that what is missing can be told.
/// </summary>
public static class Succession
{
    /// <summary>A text that no checkpoint can equal, because an origin has no blanks and this first line has.</summary>
    /// <param name="origin">The log that begins.</param>
    /// <param name="previous">The log that has ended.</param>
    /// <param name="last">Its last checkpoint, where it is still there.</param>
    public static string Text(string origin, string previous, Checkpoint? last) =>
        last is null
            ? $"DataSharing succession v1\n{origin}\n{previous}\nunknown\n"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"DataSharing succession v1\n{origin}\n{previous}\n{last.Size}\n{Convert.ToBase64String(last.Root.Span)}\n"
            );

    /// <summary>
    /// Whether a key of the old log and a key of the new one have both signed it, each as they sign checkpoints: without a time and with one, and no
    /// signature in their names that does not fit.
    /// </summary>
    public static bool IsGenuine(ReadOnlySpan<byte> note, VerifierKey old, VerifierKey current)
    {
        ArgumentNullException.ThrowIfNull(old);
        ArgumentNullException.ThrowIfNull(current);
        if (!SignedNote.TryParse(note, out var parsed))
        {
            return false;
        }

        var text = Encoding.UTF8.GetBytes(parsed.Text);
        return parsed.Text.StartsWith($"DataSharing succession v1\n{current.Origin}\n{old.Origin}\n", StringComparison.Ordinal)
            && new[] { old, current }.All(key => IsSigned(parsed, text, key));
    }

    private static bool IsSigned(SignedNote note, byte[] text, VerifierKey key)
    {
        var (plain, timed) = (false, false);
        foreach (var signature in note.Signatures.Where(s => string.Equals(s.Name, key.Origin, StringComparison.Ordinal)))
        {
            var isPlain = signature.KeyId == key.KeyId;
            var isTimed = signature.KeyId == key.CosignatureKeyId;
            var fits = isPlain
                ? signature.Bytes.Length == 64 && key.Verify(text, signature.Bytes.Span)
                : isTimed && Cosignature.Verify(key, note.Text, signature.Bytes.Span) is not null;
            if ((isPlain || isTimed) && !fits)
            {
                return false;
            }

            (plain, timed) = (plain || isPlain, timed || isTimed);
        }

        return plain && timed;
    }
}
