using System.Text.Unicode;

namespace DataSharing.Disruption;

/// <summary>The media types that documents may have, each told by its first bytes too: a page must not come in as a picture.</summary>
public static class DocumentTypes
{
    public const string Pdf = "application/pdf";
    public const string Png = "image/png";
    public const string Jpeg = "image/jpeg";
    public const string Text = "text/plain";
    public const string Docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

    public static IReadOnlyList<string> All { get; } = [Pdf, Png, Jpeg, Text, Docx];

    /// <summary>Whether the bytes begin as files of this type do; text is UTF-8 without control characters other than line breaks and tabs.</summary>
    public static bool Matches(string mediaType, ReadOnlySpan<byte> content) =>
        content.Length > 0
        && mediaType switch
        {
            Pdf => content.StartsWith("%PDF-"u8),
            Png => content.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]),
            Jpeg => content.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]),
            Docx => content.StartsWith((ReadOnlySpan<byte>)[0x50, 0x4B, 0x03, 0x04]),
            Text => Utf8.IsValid(content) && !HasControls(content),
            _ => false,
        };

    private static bool HasControls(ReadOnlySpan<byte> content)
    {
        foreach (var b in content)
        {
            if (b < 0x20 && b is not ((byte)'\n' or (byte)'\r' or (byte)'\t'))
            {
                return true;
            }
        }

        return false;
    }
}
