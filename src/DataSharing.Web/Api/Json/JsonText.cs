using System.Text.Json;
using System.Text.Unicode;

namespace DataSharing.Web.Api;

/// <summary>
/// Checks what System.Text.Json leaves unread until somebody asks for the text: free content that is kept as elements would otherwise be
/// stored and then fail at its reader's side.
/// </summary>
internal static class JsonText
{
    /// <summary>UTF-8 throughout, and no escape that is half of a surrogate pair. Whether it is JSON at all is for the reader to say.</summary>
    public static bool IsWellFormed(ReadOnlySpan<byte> body)
    {
        if (!Utf8.IsValid(body))
        {
            return false;
        }

        return body.IndexOf("\\u"u8) < 0 || EscapesAreWhole(body);
    }

    private static bool EscapesAreWhole(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = PlatformJson.MaximumDepth });
        try
        {
            while (reader.Read())
            {
                if (reader.ValueIsEscaped && reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
                {
                    _ = reader.GetString();
                }
            }
        }
        catch (InvalidOperationException)
        {
            return false;
        }
        catch (JsonException)
        {
            // Not JSON: the strict reader comes next and says where.
            return true;
        }

        return true;
    }
}
