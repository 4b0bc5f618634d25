using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;
using System.Text;
using Microsoft.AspNetCore.Http.Metadata;

namespace DataSharing.Web.Api;

/// <summary>The caller's own words why they look at personal data: header <c>Access-Reason</c>, kept encrypted in the audit entry.</summary>
/// <remarks>
/// ASCII text in which <c>%XX</c> stands for a byte of UTF-8, or an ext-value of RFC 8187 section 3.2 (<c>UTF-8'en'…</c>). 1 to 500 characters
/// once decoded. Control characters, line separators and bidirectional overrides are refused: they would let an entry be misread.
/// </remarks>
public sealed record AccessReason : IEndpointParameterMetadataProvider
{
    public const string HeaderName = "Access-Reason";
    public const int MaximumLength = 500;

    private const string Rule =
        "Send 1 to 500 characters, percent-encoded as UTF-8 where they are not printable ASCII, and no control characters.";
    private const string ExtendedPrefix = "UTF-8'";
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private AccessReason(string text) => Text = text;

    public string Text { get; }

    public static bool TryParse(string? header, [NotNullWhen(true)] out AccessReason? parsed)
    {
        parsed = null;
        // Each character takes at most 4 bytes, and each byte at most 3 characters of the header.
        if (header is null || header.Length > MaximumLength * 12 || !TryDecode(header, out var text))
        {
            return false;
        }

        var trimmed = text.Trim();
        if (trimmed.Length is > 0 and <= MaximumLength && trimmed.All(IsPlain))
        {
            parsed = new AccessReason(trimmed);
        }

        return parsed is not null;
    }

    /// <exception cref="InputRefusedException">Missing, twice, or not such text.</exception>
    public static ValueTask<AccessReason?> BindAsync(HttpContext context) =>
        TryParse(HeaderValue.Required(context, HeaderName, Rule), out var parsed)
            ? ValueTask.FromResult<AccessReason?>(parsed)
            : throw HeaderValue.Refused(HeaderName, Rule);

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        HeaderValue.Describe(
            parameter,
            builder,
            new RequestHeaderMetadata(
                HeaderName,
                Required: true,
                $"The caller's own words why. {Rule}",
                "Strategy meeting",
                1,
                MaximumLength * 12
            ),
            ProblemTypes.InvalidHeader
        );

    // Free text about a person: never through string formatting.
    public override string ToString() => "AccessReason(redacted)";

    private static bool TryDecode(string header, out string text)
    {
        text = header;
        var value = header.AsSpan();
        if (value.StartsWith(ExtendedPrefix, StringComparison.OrdinalIgnoreCase))
        {
            var afterLanguage = value[ExtendedPrefix.Length..].IndexOf('\'');
            if (afterLanguage < 0)
            {
                return false;
            }

            value = value[(ExtendedPrefix.Length + afterLanguage + 1)..];
        }

        if (value.ContainsAnyExceptInRange(' ', '~'))
        {
            return false;
        }

        if (!value.Contains('%'))
        {
            text = value.ToString();
            return true;
        }

        var bytes = new byte[value.Length];
        var count = 0;
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] != '%')
            {
                bytes[count++] = (byte)value[i];
            }
            else if (
                i + 2 < value.Length
                && byte.TryParse(value.Slice(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out bytes[count])
            )
            {
                count++;
                i += 2;
            }
            else
            {
                return false;
            }
        }

        try
        {
            text = StrictUtf8.GetString(bytes, 0, count);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    private static bool IsPlain(char c) =>
        !char.IsControl(c)
        && CharUnicodeInfo.GetUnicodeCategory(c) is not (UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
        && c is not ((>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069'));
}
