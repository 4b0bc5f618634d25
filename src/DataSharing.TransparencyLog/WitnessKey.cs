using System.Diagnostics.CodeAnalysis;

namespace DataSharing.TransparencyLog;

/// <summary>
/// The public key of a witness, in the form <c>name+id+base64(0x04 ‖ key)</c> (c2sp.org/tlog-cosignature over c2sp.org/signed-note): it verifies
/// cosignatures and nothing else.
/// </summary>
public sealed record WitnessKey
{
    private readonly VerifierKey key;

    internal WitnessKey(VerifierKey key) => this.key = key;

    /// <summary>The witness, for example <c>witness.example.gov.uk/northgate</c>.</summary>
    public string Name => key.Origin;

    /// <summary>First four bytes of SHA-256(name ‖ "\n" ‖ 0x04 ‖ key), big-endian.</summary>
    public uint KeyId => key.CosignatureKeyId;

    public static bool TryParse(string? text, [NotNullWhen(true)] out WitnessKey? parsed)
    {
        parsed = VerifierKey.TryParse(text, VerifierKey.CosignatureType, out var key) ? new WitnessKey(key) : null;
        return parsed is not null;
    }

    /// <summary>When this witness cosigned the note; null where it did not, or another text.</summary>
    public DateTimeOffset? CosignedAt(SignedNote note)
    {
        ArgumentNullException.ThrowIfNull(note);
        DateTimeOffset? newest = null;
        foreach (var signature in note.Signatures)
        {
            if (
                IsMine(signature)
                && Cosignature.Verify(key, note.Text, signature.Bytes.Span) is { } time
                && (newest is null || time > newest)
            )
            {
                newest = time;
            }
        }

        return newest;
    }

    /// <summary>Whether a signature is in the name of this key; nothing is said of whether it is right.</summary>
    public bool IsMine(NoteSignature signature)
    {
        ArgumentNullException.ThrowIfNull(signature);
        return signature.KeyId == KeyId && string.Equals(signature.Name, Name, StringComparison.Ordinal);
    }

    /// <summary>Whether both are one key: under two names it is still one witness.</summary>
    public bool IsSameAs(WitnessKey other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return key.HasSameKeyAs(other.key);
    }

    /// <summary>Whether the log itself holds this key: a log is no witness of its own.</summary>
    public bool IsSameAs(VerifierKey log)
    {
        ArgumentNullException.ThrowIfNull(log);
        return key.HasSameKeyAs(log);
    }

    public override string ToString() => key.ToCosignerString();
}
