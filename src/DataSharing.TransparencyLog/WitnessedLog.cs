namespace DataSharing.TransparencyLog;

/// <summary>A log that a witness watches.</summary>
public sealed record WitnessedLog
{
    /// <param name="keys">The keys that it trusts for one origin; at least one.</param>
    public WitnessedLog(IReadOnlyList<VerifierKey> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        if (keys.Count == 0 || keys.Any(k => !string.Equals(k.Origin, keys[0].Origin, StringComparison.Ordinal)))
        {
            throw new ArgumentException("The keys of one log share its origin.", nameof(keys));
        }

        Keys = keys;
    }

    public string Origin => Keys[0].Origin;

    public IReadOnlyList<VerifierKey> Keys { get; }

    /// <summary>
    /// The plain signature of one of the keys; null where none signed the note, or one of them wrongly. Signatures of others are left alone. Any log
    /// of c2sp.org/tlog-checkpoint has such a signature; ours states a time, too, which a witness does not need.
    /// </summary>
    internal NoteSignature? SignatureOf(SignedNote note)
    {
        var text = System.Text.Encoding.UTF8.GetBytes(note.Text);
        NoteSignature? found = null;
        foreach (var signature in note.Signatures)
        {
            foreach (
                var key in Keys.Where(k => k.KeyId == signature.KeyId && string.Equals(k.Origin, signature.Name, StringComparison.Ordinal))
            )
            {
                if (signature.Bytes.Length != 64 || !key.Verify(text, signature.Bytes.Span))
                {
                    return null;
                }

                found ??= signature;
            }
        }

        return found;
    }
}
