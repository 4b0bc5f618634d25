using System.Text;

namespace DataSharing.TransparencyLog;

/// <summary>Checks the signatures of a checkpoint: nothing but its text and the log's public keys.</summary>
public static class CheckpointVerifier
{
    /// <summary>
    /// Genuine when at least one of the keys has signed it plainly and with its time, and no signature in the name of one of the keys is wrong.
    /// Signatures of others are left alone (c2sp.org/signed-note).
    /// </summary>
    public static CheckpointVerdict Verify(ReadOnlySpan<byte> note, IReadOnlyList<VerifierKey> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        if (!SignedNote.TryParse(note, out var parsed) || !Checkpoint.TryParse(parsed.Text, out var checkpoint))
        {
            return new CheckpointVerdict.Malformed();
        }

        if (!keys.Any(k => string.Equals(k.Origin, checkpoint.Origin, StringComparison.Ordinal)))
        {
            return new CheckpointVerdict.OtherLog(checkpoint.Origin);
        }

        var text = Encoding.UTF8.GetBytes(parsed.Text);
        var signers = new List<VerifierKey>();
        var times = new List<DateTimeOffset>();
        foreach (var key in keys.Where(k => string.Equals(k.Origin, checkpoint.Origin, StringComparison.Ordinal)))
        {
            var (plain, timed) = (0, 0);
            foreach (var signature in parsed.Signatures.Where(s => string.Equals(s.Name, key.Origin, StringComparison.Ordinal)))
            {
                if (signature.KeyId == key.KeyId)
                {
                    plain = signature.Bytes.Length == 64 && key.Verify(text, signature.Bytes.Span) ? plain + 1 : -1_000;
                }
                else if (signature.KeyId == key.CosignatureKeyId)
                {
                    var time = Cosignature.Verify(key, parsed.Text, signature.Bytes.Span);
                    timed = time is null ? -1_000 : timed + 1;
                    times.Add(time ?? default);
                }
            }

            if (plain < 0 || timed < 0)
            {
                return new CheckpointVerdict.Forged(key);
            }

            if (plain > 0 && timed > 0)
            {
                signers.Add(key);
            }
        }

        return signers.Count > 0
            ? new CheckpointVerdict.Genuine(checkpoint, times.Max(), signers)
            : new CheckpointVerdict.NotSigned(checkpoint.Origin);
    }
}

/// <summary>What a checkpoint turned out to be.</summary>
public abstract record CheckpointVerdict
{
    private CheckpointVerdict() { }

    /// <summary>Signed by the log.</summary>
    /// <param name="Checkpoint">What it states.</param>
    /// <param name="SignedAt">The newest time that one of the keys signed.</param>
    /// <param name="Signers">Those of the keys that signed.</param>
    public sealed record Genuine(Checkpoint Checkpoint, DateTimeOffset SignedAt, IReadOnlyList<VerifierKey> Signers) : CheckpointVerdict;

    /// <summary>A signature in the name of this key is not its own.</summary>
    public sealed record Forged(VerifierKey Key) : CheckpointVerdict;

    /// <summary>None of the keys has signed it, plainly and with the time.</summary>
    public sealed record NotSigned(string Origin) : CheckpointVerdict;

    /// <summary>It is another log's than the keys given.</summary>
    public sealed record OtherLog(string Origin) : CheckpointVerdict;

    /// <summary>Not a signed checkpoint.</summary>
    public sealed record Malformed : CheckpointVerdict;
}
