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
    /// Whether one of the keys signed the note plainly, and none of them wrongly. Signatures of others are left alone. Any log of
    /// c2sp.org/tlog-checkpoint has such a signature; ours states a time, too, which a witness does not need.
    /// </summary>
    internal bool HasSigned(SignedNote note)
    {
        var text = System.Text.Encoding.UTF8.GetBytes(note.Text);
        var known = note
            .Signatures.SelectMany(s =>
                Keys.Where(k => k.KeyId == s.KeyId && string.Equals(k.Origin, s.Name, StringComparison.Ordinal)).Select(k => (Key: k, Signature: s))
            )
            .ToArray();
        return known.Length > 0 && known.All(k => k.Signature.Bytes.Length == 64 && k.Key.Verify(text, k.Signature.Bytes.Span));
    }
}
