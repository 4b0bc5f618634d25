using System.Text.Json;

namespace DataSharing.Cli.Exports;

/// <summary>An export's manifest, member by member and item by item: a million items are never in memory together.</summary>
internal sealed class ManifestReader(Stream stream)
{
    /// <summary>Far above any entry; a file that needs more is none of ours.</summary>
    private const int MaximumPiece = 16 * 1024 * 1024;

    private byte[] buffer = new byte[64 * 1024];
    private JsonReaderState state;
    private int from;
    private int to;
    private bool isAtEnd;
    private bool isInItems;

    /// <summary>
    /// The next top-level member, or the next of <c>items</c> (named "items"); null after the last. Its value is good until the next call.
    /// </summary>
    /// <exception cref="JsonException">It is not JSON of this form, or breaks off.</exception>
    public async ValueTask<(string Name, ReadOnlyMemory<byte> Value)?> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            switch (Step(out var name, out var value))
            {
                case Found.Piece:
                    return (name, value);
                case Found.End:
                    return null;
                case Found.NeedsMore:
                    await FillAsync(cancellationToken);
                    break;
                default:
                    break;
            }
        }
    }

    private Found Step(out string name, out ReadOnlyMemory<byte> value)
    {
        (name, value) = ("", default);
        var reader = new Utf8JsonReader(buffer.AsSpan(from, to - from), isAtEnd, state);
        if (!reader.Read())
        {
            return isAtEnd ? Found.End : Found.NeedsMore;
        }

        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject when reader.CurrentDepth == 0:
            case JsonTokenType.EndObject when reader.CurrentDepth == 0:
                break;
            case JsonTokenType.PropertyName:
                name = NameAt(ref reader);
                if (!reader.Read())
                {
                    return Found.NeedsMore;
                }

                if (name == "items" && reader.TokenType == JsonTokenType.StartArray)
                {
                    isInItems = true;
                    break;
                }

                return Take(ref reader, out value);
            case JsonTokenType.StartObject when isInItems:
                name = "items";
                return Take(ref reader, out value);
            case JsonTokenType.EndArray when isInItems:
                isInItems = false;
                break;
            default:
                throw new JsonException("Not a manifest.");
        }

        Commit(ref reader);
        return Found.Nothing;
    }

    private static string NameAt(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString() ?? "";
        }
        catch (InvalidOperationException failure)
        {
            // Half a surrogate pair, or no UTF-8: JSON's grammar lets it pass.
            throw new JsonException("A name that is no text.", failure);
        }
    }

    private Found Take(ref Utf8JsonReader reader, out ReadOnlyMemory<byte> value)
    {
        value = default;
        var start = (int)reader.TokenStartIndex;
        if (!reader.TrySkip())
        {
            return Found.NeedsMore;
        }

        value = buffer.AsMemory(from + start, (int)reader.BytesConsumed - start);
        Commit(ref reader);
        return Found.Piece;
    }

    private void Commit(ref Utf8JsonReader reader)
    {
        from += (int)reader.BytesConsumed;
        state = reader.CurrentState;
    }

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        if (to - from > buffer.Length / 2)
        {
            if (buffer.Length >= MaximumPiece)
            {
                throw new JsonException("An item is too long.");
            }

            Array.Resize(ref buffer, buffer.Length * 2);
        }

        buffer.AsSpan(from, to - from).CopyTo(buffer);
        (from, to) = (0, to - from);
        var read = await stream.ReadAsync(buffer.AsMemory(to), cancellationToken);
        to += read;
        isAtEnd = read == 0;
    }

    private enum Found
    {
        Nothing,
        Piece,
        NeedsMore,
        End,
    }
}
