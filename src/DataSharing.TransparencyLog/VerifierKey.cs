using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NSec.Cryptography;

namespace DataSharing.TransparencyLog;

/// <summary>An Ed25519 verification key in the C2SP signed-note form <c>origin+hash+base64(0x01 ‖ key)</c> (c2sp.org/signed-note).</summary>
public sealed record VerifierKey
{
    private const byte Ed25519Type = 0x01;
    internal const byte CosignatureType = 0x04;

    private readonly PublicKey key;

    private VerifierKey(string origin, PublicKey key)
    {
        Origin = origin;
        this.key = key;
        KeyId = Identify(origin, Ed25519Type, key);
        CosignatureKeyId = Identify(origin, CosignatureType, key);
    }

    /// <summary>The log's name, for example <c>log.example.gov.uk/eastmere</c>.</summary>
    public string Origin { get; }

    /// <summary>First four bytes of SHA-256(origin ‖ "\n" ‖ 0x01 ‖ key), big-endian.</summary>
    public uint KeyId { get; }

    /// <summary>The same key's id in signatures that state a time (c2sp.org/tlog-cosignature, type 0x04).</summary>
    public uint CosignatureKeyId { get; }

    /// <summary>Several keys, one a line; false where a line is none.</summary>
    public static bool TryParseAll(string? text, [NotNullWhen(true)] out IReadOnlyList<VerifierKey>? parsed)
    {
        var keys = new List<VerifierKey>();
        parsed = null;
        foreach (var line in (text ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!TryParse(line, out var key))
            {
                return false;
            }

            keys.Add(key);
        }

        parsed = keys.Count > 0 ? keys : null;
        return parsed is not null;
    }

    public static bool TryParse(string? text, [NotNullWhen(true)] out VerifierKey? parsed) => TryParse(text, Ed25519Type, out parsed);

    /// <param name="text">In the form of a type.</param>
    /// <param name="type">Which kind of signature the text names: that of notes, or that of cosignatures.</param>
    /// <param name="parsed">The key, whatever the type: its bytes are the same.</param>
    internal static bool TryParse(string? text, byte type, [NotNullWhen(true)] out VerifierKey? parsed)
    {
        parsed = null;
        var parts = text?.Trim().Split('+', 3);
        if (parts is not [var origin, var hash, var encoded] || !IsOrigin(origin))
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[64];
        if (
            !uint.TryParse(hash, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var keyId)
            // One form only: what is compared as text elsewhere must not have two.
            || !string.Equals(hash, keyId.ToString("x8", CultureInfo.InvariantCulture), StringComparison.Ordinal)
            || !Convert.TryFromBase64String(encoded, bytes, out var length)
            || length != 33
            || bytes[0] != type
        )
        {
            return false;
        }

        if (
            PublicKey.TryImport(SignatureAlgorithm.Ed25519, bytes[1..33], KeyBlobFormat.RawPublicKey, out var imported)
            && imported is not null
        )
        {
            var candidate = new VerifierKey(origin, imported);
            parsed = (type == Ed25519Type ? candidate.KeyId : candidate.CosignatureKeyId) == keyId ? candidate : null;
        }

        return parsed is not null;
    }

    /// <summary>An origin is 1 to 120 printable ASCII characters without blanks or '+'.</summary>
    public static bool IsOrigin(string? text) =>
        text is { Length: > 0 and <= 120 } && text.All(c => c is > ' ' and < (char)0x7f and not '+');

    public bool Verify(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) =>
        SignatureAlgorithm.Ed25519.Verify(key, message, signature);

    public override string ToString() => $"{Origin}+{KeyId:x8}+{Encode(Ed25519Type)}";

    /// <summary>As the key of a cosigner is written (c2sp.org/tlog-cosignature).</summary>
    internal string ToCosignerString() => $"{Origin}+{CosignatureKeyId:x8}+{Encode(CosignatureType)}";

    /// <summary>Whether the bytes are the same, whatever the names.</summary>
    internal bool HasSameKeyAs(VerifierKey other) => key.Equals(other.key);

    private string Encode(byte type) => Convert.ToBase64String([type, .. key.Export(KeyBlobFormat.RawPublicKey)]);

    internal static VerifierKey Of(string origin, PublicKey key) => new(origin, key);

    private static uint Identify(string origin, byte type, PublicKey key)
    {
        byte[] message = [.. Encoding.UTF8.GetBytes(origin), (byte)'\n', type, .. key.Export(KeyBlobFormat.RawPublicKey)];
        return BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(message));
    }
}
