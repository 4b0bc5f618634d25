using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace DataSharing.TransparencyLog;

/// <summary>A text with signatures below it (c2sp.org/signed-note).</summary>
/// <param name="Text">What is signed; ends in a line feed.</param>
/// <param name="Signatures">At least one.</param>
public sealed record SignedNote(string Text, IReadOnlyList<NoteSignature> Signatures)
{
    /// <summary>As Go's <c>sumdb/note</c> has it.</summary>
    private const int MaximumSignatures = 100;
    private const int MaximumLength = 1_000_000;
    internal const string Mark = "\u2014 ";

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static bool TryParse(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out SignedNote? note)
    {
        note = null;
        try
        {
            return bytes.Length <= MaximumLength && TryParse(Strict.GetString(bytes), out note);
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    public static bool TryParse(string? note, [NotNullWhen(true)] out SignedNote? parsed)
    {
        parsed = null;
        if (note is null or { Length: > MaximumLength } || !note.EndsWith('\n') || note.Any(c => c < ' ' && c != '\n'))
        {
            return false;
        }

        var blank = note.LastIndexOf("\n\n", StringComparison.Ordinal);
        if (blank < 0)
        {
            return false;
        }

        if (!TryParseSignatures(note[(blank + 2)..], out var signatures))
        {
            return false;
        }

        parsed = new SignedNote(note[..(blank + 1)], signatures);
        return true;
    }

    /// <summary>Signature lines alone, as a witness answers them: at least one, each ended by a line feed.</summary>
    public static bool TryParseSignatures(string? text, [NotNullWhen(true)] out IReadOnlyList<NoteSignature>? parsed)
    {
        parsed = null;
        if (text is null or { Length: > MaximumLength } || !text.EndsWith('\n'))
        {
            return false;
        }

        var signatures = new List<NoteSignature>();
        foreach (var line in text[..^1].Split('\n'))
        {
            if (signatures.Count == MaximumSignatures || !TryParseSignature(line, out var signature))
            {
                return false;
            }

            signatures.Add(signature);
        }

        parsed = signatures;
        return true;
    }

    public override string ToString() => $"{Text}\n{string.Concat(Signatures)}";

    private static bool TryParseSignature(string line, [NotNullWhen(true)] out NoteSignature? signature)
    {
        signature = null;
        if (!line.StartsWith(Mark, StringComparison.Ordinal) || line[Mark.Length..].Split(' ') is not [{ Length: > 0 } name, var encoded])
        {
            return false;
        }

        if (!Base64Text.TryRead(encoded, out var bytes) || bytes.Length < 5 || name.Contains('+', StringComparison.Ordinal))
        {
            return false;
        }

        signature = new NoteSignature(name, BinaryPrimitives.ReadUInt32BigEndian(bytes), bytes.AsMemory(4));
        return true;
    }
}

/// <param name="Name">Whose.</param>
/// <param name="KeyId">Of the key and its kind.</param>
/// <param name="Bytes">What follows the key id.</param>
public sealed record NoteSignature(string Name, uint KeyId, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>As a line below a text, with its line feed.</summary>
    public override string ToString()
    {
        var bytes = new byte[4 + Bytes.Length];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, KeyId);
        Bytes.CopyTo(bytes.AsMemory(4));
        return $"{SignedNote.Mark}{Name} {Convert.ToBase64String(bytes)}\n";
    }
}
