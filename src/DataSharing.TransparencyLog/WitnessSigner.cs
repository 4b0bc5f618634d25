using NSec.Cryptography;

namespace DataSharing.TransparencyLog;

/// <summary>A witness's private key. Who holds it decides what is consistent: <see cref="Witness"/>, and nothing else, calls it.</summary>
public sealed class WitnessSigner : IDisposable
{
    /// <summary>Bytes of a seed.</summary>
    public const int SeedLength = 32;

    private readonly Key key;
    private readonly VerifierKey name;

    /// <param name="name">The witness's name: 1 to 120 printable ASCII characters without blanks or '+'.</param>
    /// <param name="seed">32 bytes.</param>
    public WitnessSigner(string name, ReadOnlySpan<byte> seed)
    {
        if (!VerifierKey.IsOrigin(name))
        {
            throw new ArgumentException("A witness's name is 1 to 120 printable ASCII characters without blanks or '+'.", nameof(name));
        }

        key = Key.Import(SignatureAlgorithm.Ed25519, seed, KeyBlobFormat.RawPrivateKey);
        this.name = VerifierKey.Of(name, key.PublicKey);
        WitnessKey = new WitnessKey(this.name);
    }

    /// <summary>The public half.</summary>
    public WitnessKey WitnessKey { get; }

    /// <summary>That, as of this time, the checkpoint is the largest consistent one that the witness has seen of its log.</summary>
    public NoteSignature Cosign(Checkpoint checkpoint, DateTimeOffset time)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        return Cosignature.Make(key, name, checkpoint.Text, time);
    }

    public void Dispose() => key.Dispose();
}
