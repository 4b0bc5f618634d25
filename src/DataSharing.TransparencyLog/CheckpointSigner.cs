using System.Text;
using NSec.Cryptography;

namespace DataSharing.TransparencyLog;

/// <summary>
/// Signs checkpoints with one key, twice: plainly, as every verifier of signed notes knows it, and with the time, as a cosignature
/// (c2sp.org/tlog-cosignature). The time is what lets a later checkpoint prove a broken promise.
/// </summary>
public sealed class CheckpointSigner : IDisposable
{
    private readonly Key key;

    /// <param name="origin">The log's name.</param>
    /// <param name="seed">32 bytes.</param>
    public CheckpointSigner(string origin, ReadOnlySpan<byte> seed)
    {
        if (!VerifierKey.IsOrigin(origin))
        {
            throw new ArgumentException("An origin is 1 to 120 printable ASCII characters without blanks or '+'.", nameof(origin));
        }

        key = Key.Import(SignatureAlgorithm.Ed25519, seed, KeyBlobFormat.RawPrivateKey);
        VerifierKey = VerifierKey.Of(origin, key.PublicKey);
    }

    public VerifierKey VerifierKey { get; }

    /// <summary>The signatures of this key, to be put below the text.</summary>
    /// <param name="text">What a checkpoint states, or another text that begins with a line no checkpoint has.</param>
    /// <param name="time">Now; whole seconds travel.</param>
    public IReadOnlyList<NoteSignature> Sign(string text, DateTimeOffset time)
    {
        var plain = SignatureAlgorithm.Ed25519.Sign(key, Encoding.UTF8.GetBytes(text));
        return [new NoteSignature(VerifierKey.Origin, VerifierKey.KeyId, plain), Cosignature.Make(key, VerifierKey, text, time)];
    }

    public void Dispose() => key.Dispose();
}
