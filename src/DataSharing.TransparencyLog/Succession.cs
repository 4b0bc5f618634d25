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

    /// <summary>Whether a key of the old log and a key of the new one have both signed it.</summary>
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
            && new[] { old, current }.All(key =>
                parsed.Signatures.Any(s =>
                    string.Equals(s.Name, key.Origin, StringComparison.Ordinal)
                    && s.KeyId == key.KeyId
                    && s.Bytes.Length == 64
                    && key.Verify(text, s.Bytes.Span)
                )
            );
    }
}
