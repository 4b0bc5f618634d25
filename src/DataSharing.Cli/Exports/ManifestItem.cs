using System.Text.Json;
using System.Text.Json.Serialization;
using DataSharing.TransparencyLog;

namespace DataSharing.Cli.Exports;

/// <summary>What a manifest says of one entry.</summary>
internal sealed record ManifestItem(
    [property: JsonRequired] long Index,
    [property: JsonRequired] string Id,
    [property: JsonRequired] string LeafHash,
    string? Leaf,
    IReadOnlyList<string>? Proof
)
{
    /// <summary>Why the item does not hold; null where it does. An entry that the checkpoint does not cover has nothing that could be checked against it.</summary>
    public string? Fault(Checkpoint checkpoint)
    {
        if (Bytes(LeafHash) is not { Length: MerkleTree.HashLength } hash)
        {
            return "its leaf hash is none";
        }

        if (Leaf is not null)
        {
            if (Bytes(Leaf) is not { } leaf || !hash.AsSpan().SequenceEqual(MerkleTree.LeafHash(leaf)))
            {
                return "its leaf is not what its leaf hash says";
            }

            if (!IsNamed(leaf))
            {
                return "its leaf is another entry's than its id says";
            }
        }

        if (Index >= checkpoint.Size)
        {
            return Proof is null ? null : "it has a proof, but the checkpoint does not cover it";
        }

        if (Proof is null)
        {
            return "it has no proof, but the checkpoint covers it";
        }

        byte[]?[] path = [.. Proof.Select(Bytes)];
        return
            Index >= 0
            && path.All(step => step is { Length: MerkleTree.HashLength })
            && new InclusionProof(Index, [.. path.OfType<byte[]>()], "").Shows(hash, checkpoint)
            ? null
            : "its proof does not lead from its leaf hash to the checkpoint";
    }

    private bool IsNamed(byte[] leaf)
    {
        try
        {
            using var entry = JsonDocument.Parse(leaf);
            return entry.RootElement.ValueKind == JsonValueKind.Object
                && entry.RootElement.TryGetProperty("id"u8, out var id)
                && id.ValueKind == JsonValueKind.String
                && id.ValueEquals(Id);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Base64 in its one form, so that no other text stands for the same bytes; null where it is none.</summary>
    internal static byte[]? Bytes(string? text)
    {
        if (text is null)
        {
            return null;
        }

        var bytes = new byte[(text.Length / 4 * 3) + 3];
        return
            Convert.TryFromBase64String(text, bytes, out var length)
            && string.Equals(Convert.ToBase64String(bytes.AsSpan(0, length)), text, StringComparison.Ordinal)
            ? bytes[..length]
            : null;
    }
}

/// <summary>What a manifest says of the file of entries.</summary>
internal sealed record ManifestFile(
    [property: JsonRequired] string Name,
    [property: JsonRequired] long Bytes,
    [property: JsonRequired] string Sha256
);

/// <summary>The log's entry that carries the digest of everything the manifest states, and the log's signed promise of that entry.</summary>
internal sealed record ManifestVoucher([property: JsonRequired] string Leaf, [property: JsonRequired] string Receipt)
{
    /// <summary>Why it does not vouch for this digest; null where it does.</summary>
    public string? Fault(string digest, IReadOnlyList<VerifierKey> keys)
    {
        var receipt = keys.Select(key => ReceiptVerifier.Verify(Receipt, key)).OfType<ReceiptVerdict.Genuine>().FirstOrDefault()?.Receipt;
        if (receipt is null)
        {
            return "the receipt of the entry that vouches for the manifest is not the log's";
        }

        return ManifestItem.Bytes(Leaf) is not { } leaf || !receipt.LeafHash.Span.SequenceEqual(MerkleTree.LeafHash(leaf))
                ? "the entry that vouches for the manifest is not its receipt's"
            : !Carries(leaf, digest) ? "the manifest, or its file, is not what the log signed for"
            : null;
    }

    private static bool Carries(byte[] leaf, string digest)
    {
        try
        {
            using var entry = JsonDocument.Parse(leaf);
            var root = entry.RootElement;
            return root.GetProperty("act"u8).ValueEquals(ExportStatement.Act)
                && root.GetProperty("details"u8).GetProperty(ExportStatement.Detail).ValueEquals(digest);
        }
        catch (Exception failure) when (failure is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return false;
        }
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow
)]
[JsonSerializable(typeof(ManifestItem))]
[JsonSerializable(typeof(ManifestFile))]
[JsonSerializable(typeof(ManifestVoucher))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(long))]
internal sealed partial class ManifestJson : JsonSerializerContext;
