using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace DataSharing.Agreements;

/// <summary>
/// The JSON Canonicalization Scheme, RFC 8785: no white space, members in UTF-16 order, shortest strings, numbers as ECMAScript writes them.
/// Equal documents give equal bytes, so a hash of the bytes is a hash of what the document says.
/// </summary>
public static class CanonicalJson
{
    private const int MaximumDepth = 64;

    /// <summary>The canonical form of one JSON text.</summary>
    /// <exception cref="FormatException">Not JSON, or not I-JSON (RFC 7493): a member given twice, a lone surrogate, a number beyond a double.</exception>
    public static byte[] From(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = MaximumDepth });
            return From(document.RootElement);
        }
        catch (JsonException malformed)
        {
            throw new FormatException("Not JSON.", malformed);
        }
    }

    /// <inheritdoc cref="From(ReadOnlyMemory{byte})"/>
    public static byte[] From(JsonElement element)
    {
        var output = new ArrayBufferWriter<byte>();
        try
        {
            Write(element, output);
        }
        catch (InvalidOperationException broken)
        {
            // JsonElement says so of a lone surrogate and of bytes that are not UTF-8.
            throw new FormatException("A string is not Unicode text.", broken);
        }

        return output.WrittenSpan.ToArray();
    }

    /// <summary>SHA-256 as lower-case hex, the form in which agreements are signed and cited.</summary>
    public static string Hash(ReadOnlySpan<byte> canonical) => Convert.ToHexStringLower(SHA256.HashData(canonical));

    private static void Write(JsonElement element, ArrayBufferWriter<byte> output)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(element, output);
                break;
            case JsonValueKind.Array:
                WriteArray(element, output);
                break;
            case JsonValueKind.String:
                WriteString(element.GetString() ?? "", output);
                break;
            case JsonValueKind.Number:
                WriteText(CanonicalNumber.Format(element.GetDouble()), output);
                break;
            default:
                WriteText(element.GetRawText(), output);
                break;
        }
    }

    private static void WriteObject(JsonElement element, ArrayBufferWriter<byte> output)
    {
        var members = element.EnumerateObject().Select(member => (member.Name, member.Value)).ToArray();

        // INVARIANT: UTF-16 code units, not code points: RFC 8785 §3.2.3. Ordinal comparison of .NET strings is exactly that.
        Array.Sort(members, static (left, right) => string.CompareOrdinal(left.Name, right.Name));
        WriteText("{", output);
        for (var i = 0; i < members.Length; i++)
        {
            if (i > 0)
            {
                if (string.Equals(members[i].Name, members[i - 1].Name, StringComparison.Ordinal))
                {
                    throw new FormatException("An object names a member twice.");
                }

                WriteText(",", output);
            }

            WriteString(members[i].Name, output);
            WriteText(":", output);
            Write(members[i].Value, output);
        }

        WriteText("}", output);
    }

    private static void WriteArray(JsonElement element, ArrayBufferWriter<byte> output)
    {
        WriteText("[", output);
        var first = true;
        foreach (var item in element.EnumerateArray())
        {
            if (!first)
            {
                WriteText(",", output);
            }

            first = false;
            Write(item, output);
        }

        WriteText("]", output);
    }

    private static void WriteString(string text, ArrayBufferWriter<byte> output)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' => quoted.Append("\\\""),
                '\\' => quoted.Append("\\\\"),
                '\b' => quoted.Append("\\b"),
                '\t' => quoted.Append("\\t"),
                '\n' => quoted.Append("\\n"),
                '\f' => quoted.Append("\\f"),
                '\r' => quoted.Append("\\r"),
                < ' ' => quoted.Append("\\u00").Append(((int)c).ToString("x2", System.Globalization.CultureInfo.InvariantCulture)),
                _ => quoted.Append(c),
            };
        }

        WriteText(quoted.Append('"').ToString(), output);
    }

    private static void WriteText(string text, ArrayBufferWriter<byte> output) => Encoding.UTF8.GetBytes(text, output);
}
