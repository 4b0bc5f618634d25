using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using NSec.Cryptography;

namespace DataSharing.TransparencyLog;

/// <summary>A signature that states when it was made (c2sp.org/tlog-cosignature, Ed25519, signature type 0x04).</summary>
internal static class Cosignature
{
    private const int Length = 8 + 64;

    /// <param name="key">The private half.</param>
    /// <param name="name">The public half, with the name that goes into the key id.</param>
    /// <param name="text">What a checkpoint states.</param>
    /// <param name="time">Now; whole seconds travel.</param>
    public static NoteSignature Make(Key key, VerifierKey name, string text, DateTimeOffset time)
    {
        var timed = new byte[Length];
        BinaryPrimitives.WriteInt64BigEndian(timed, time.ToUnixTimeSeconds());
        SignatureAlgorithm.Ed25519.Sign(key, Message(time.ToUnixTimeSeconds(), text), timed.AsSpan(8));
        return new NoteSignature(name.Origin, name.CosignatureKeyId, timed);
    }

    /// <summary>When it was made; null where it is not this key's over this text.</summary>
    public static DateTimeOffset? Verify(VerifierKey key, string text, ReadOnlySpan<byte> signature)
    {
        if (
            signature.Length != Length
            || BinaryPrimitives.ReadInt64BigEndian(signature) is not (>= 0 and < 253_402_300_800 and var seconds)
        )
        {
            return null;
        }

        return key.Verify(Message(seconds, text), signature[8..]) ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;
    }

    private static byte[] Message(long seconds, string text) =>
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"cosignature/v1\ntime {seconds}\n{text}"));
}
