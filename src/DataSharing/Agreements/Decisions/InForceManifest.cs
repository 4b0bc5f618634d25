using System.Text.Json;
using System.Text.Json.Serialization;
using DataSharing.Identity;
using DataSharing.Partnership;
using DataSharing.Storage;

namespace DataSharing.Agreements;

/// <summary>What a digest of "in force" stands for: which artefacts, how they stood, which could not be read, and who was active.</summary>
/// <param name="Agreements">Those that could be read, as the head named them.</param>
/// <param name="Unreadable">Those that could not.</param>
/// <param name="Active">The agencies registered and not suspended.</param>
internal sealed record InForceManifest(
    IReadOnlyList<AgreementInForce> Agreements,
    IReadOnlyList<UnreadableAgreement> Unreadable,
    IReadOnlyList<AgencyId> Active
)
{
    /// <summary>The blob of a digest: written once, before the first decision that cites it.</summary>
    public static string Name(string digest) => $"in-force/{digest}";

    /// <exception cref="StoreUnavailableException">It cannot be kept now, so nothing may be decided on it.</exception>
    public async ValueTask KeepAsync(IBlobStore blobs, string digest, CancellationToken cancellationToken) =>
        // Whoever was first wrote the same: the name is the digest of what matters.
        _ = await blobs.CreateAsync(
            Name(digest),
            JsonSerializer.SerializeToUtf8Bytes(this, InForceJson.Default.InForceManifest),
            cancellationToken
        );

    public static async ValueTask<InForceManifest?> FindAsync(IBlobStore blobs, string digest, CancellationToken cancellationToken) =>
        await blobs.FindAsync(Name(digest), cancellationToken) is { } blob
            ? JsonSerializer.Deserialize(blob.Content.Span, InForceJson.Default.InForceManifest)
            : null;
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(InForceManifest))]
internal sealed partial class InForceJson : JsonSerializerContext;
