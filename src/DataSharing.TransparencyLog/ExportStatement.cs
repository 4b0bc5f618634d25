using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace DataSharing.TransparencyLog;

/// <summary>
/// Everything that an export's manifest states, as one digest. The log's own entry about the taking out carries it, and the manifest carries that
/// entry with its receipt: so nothing in the manifest or the file can be changed without the log's key.
/// </summary>
/// <param name="Format">Of the manifest.</param>
/// <param name="Export">The export's id.</param>
/// <param name="Agency">Whose it is.</param>
/// <param name="By">Who took it out.</param>
/// <param name="Origin">The log.</param>
/// <param name="Question">What was asked.</param>
/// <param name="CompleteTo">The moment up to which it is answered, as the manifest writes it.</param>
/// <param name="FinishedAt">When the last entry was written, as the manifest writes it.</param>
/// <param name="Entries">How many.</param>
/// <param name="FileName">Of the entries in the package.</param>
/// <param name="FileBytes">Its length.</param>
/// <param name="FileSha256">Its SHA-256, lower-case hex.</param>
public sealed record ExportStatement(
    string Format,
    string Export,
    string Agency,
    string By,
    string Origin,
    string Question,
    string CompleteTo,
    string FinishedAt,
    long Entries,
    string FileName,
    long FileBytes,
    string FileSha256
)
{
    /// <summary>The act of the entry that carries the digest.</summary>
    public const string Act = "audit.export-finished";

    /// <summary>The detail of that entry.</summary>
    public const string Detail = "statement";

    /// <summary>SHA-256 over the SHA-256 of each of these in UTF-8, in this order, and of the items; lower-case hex.</summary>
    /// <param name="items">The items in the manifest's order; this ends it.</param>
    public string Digest(ExportItemsHash items)
    {
        ArgumentNullException.ThrowIfNull(items);
        string[] texts =
        [
            Format,
            Export,
            Agency,
            By,
            Origin,
            Question,
            CompleteTo,
            FinishedAt,
            Entries.ToString(CultureInfo.InvariantCulture),
            FileName,
            FileBytes.ToString(CultureInfo.InvariantCulture),
            FileSha256,
        ];
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var text in texts)
        {
            // Each hashed first, so that no text can run into the next.
            hash.AppendData(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        }

        hash.AppendData(items.Value());
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    public override string ToString() => $"ExportStatement({Export})";
}

/// <summary>A hash over a manifest's items, one after another: SHA-256 of each index (8 bytes, big endian) and leaf hash.</summary>
public sealed class ExportItemsHash : IDisposable
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public void Add(long index, ReadOnlySpan<byte> leafHash)
    {
        Span<byte> place = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(place, index);
        hash.AppendData(place);
        hash.AppendData(leafHash);
    }

    public void Dispose() => hash.Dispose();

    internal byte[] Value() => hash.GetHashAndReset();
}
