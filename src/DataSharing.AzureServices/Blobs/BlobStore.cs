using System.Runtime.CompilerServices;
using Azure;
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using DataSharing.Storage;

namespace DataSharing.AzureServices.Blobs;

/// <summary>Content and log files as block blobs, each written whole by one request.</summary>
/// <remarks>
/// Every write carries an id of its own in the blob's metadata: when the service says "exists already" or "changed", the id tells whether it was
/// this very write, whose answer was lost.
/// </remarks>
public sealed class BlobStore(StorageAccount account, EtagVersions versions) : IBlobStore
{
    private const string WriteId = "write";
    private const int WritesAtOnce = 16;

    public async ValueTask<StoredBlob?> FindAsync(string name, CancellationToken cancellationToken)
    {
        BlobName.Check(name);
        var cipher = await versions.ReadyAsync(cancellationToken);
        return await ServiceCalls.ReadAsync(
            async () =>
            {
                try
                {
                    var found = (await BlobOf(name).DownloadContentAsync(cancellationToken)).Value;
                    return new StoredBlob(found.Content.ToMemory(), cipher.Seal(found.Details.ETag));
                }
                catch (RequestFailedException missing) when (IsMissing(missing))
                {
                    return null;
                }
            },
            cancellationToken
        );
    }

    public ValueTask<BlobWriteOutcome> CreateAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        Check(name, content);
        return WriteAsync(name, content, new BlobRequestConditions { IfNoneMatch = ETag.All }, cancellationToken);
    }

    public async ValueTask<BlobWriteOutcome> ReplaceAsync(
        string name,
        ReadOnlyMemory<byte> content,
        RowVersion expected,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(expected);
        Check(name, content);
        var cipher = await versions.ReadyAsync(cancellationToken);
        return cipher.TryOpen(expected, out var etag)
            ? await WriteAsync(name, content, new BlobRequestConditions { IfMatch = etag }, cancellationToken)
            : new BlobWriteOutcome.Conflict();
    }

    public async ValueTask WriteDerivedAsync(IReadOnlyList<DerivedBlob> blobs, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(blobs);
        await Parallel.ForEachAsync(
            blobs,
            new ParallelOptions { MaxDegreeOfParallelism = WritesAtOnce, CancellationToken = cancellationToken },
            async (derived, cancellation) =>
            {
                Check(derived.Name, derived.Content);
                await ServiceCalls.ReadAsync(
                    async () =>
                    {
                        // Without a condition: what follows from other files is the same whoever writes it, and however often.
                        await BlobOf(derived.Name).UploadAsync(BinaryData.FromBytes(derived.Content), overwrite: true, cancellation);
                        return true;
                    },
                    cancellation
                );
            }
        );
    }

    public async ValueTask<bool> DeleteAsync(string name, CancellationToken cancellationToken)
    {
        BlobName.Check(name);
        var blob = BlobOf(name);
        return await ServiceCalls.ReadAsync(
            async () =>
            {
                // Asked first: a delete whose answer was lost finds nothing when it is tried again.
                if (!(await blob.ExistsAsync(cancellationToken)).Value)
                {
                    return false;
                }

                await blob.DeleteIfExistsAsync(cancellationToken: cancellationToken);
                return true;
            },
            cancellationToken
        );
    }

    public async IAsyncEnumerable<string> ListAsync(
        string prefix,
        string? after,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(prefix);
        if (prefix[^1] != '/')
        {
            throw new ArgumentException("A prefix is whole segments and ends in '/'.", nameof(prefix));
        }

        BlobName.Check(prefix[..^1]);
        // The service lists in ordinal order, but always from the beginning of the prefix.
        var listed = ContainerOf(prefix).GetBlobsAsync(BlobTraits.None, BlobStates.None, prefix, cancellationToken);
        await using var blobs = listed.GetAsyncEnumerator(cancellationToken);
        while (await ServiceCalls.ReadAsync(async () => await blobs.MoveNextAsync(), cancellationToken))
        {
            var name = blobs.Current.Name;
            if (after is null || string.CompareOrdinal(name, after) > 0)
            {
                yield return name;
            }
        }
    }

    private async ValueTask<BlobWriteOutcome> WriteAsync(
        string name,
        ReadOnlyMemory<byte> content,
        BlobRequestConditions conditions,
        CancellationToken cancellationToken
    )
    {
        cancellationToken.ThrowIfCancellationRequested();
        var cipher = await versions.ReadyAsync(cancellationToken);
        var write = Guid.NewGuid().ToString("N");
        var blob = BlobOf(name);
        var upload = new BlobUploadOptions
        {
            Conditions = conditions,
            Metadata = new Dictionary<string, string>(StringComparer.Ordinal) { [WriteId] = write },
            // One request for the whole of it: no reader ever sees a part.
            TransferOptions = new StorageTransferOptions { InitialTransferSize = BlobName.MaximumContentBytes },
        };
        return await ServiceCalls.ReadAsync<BlobWriteOutcome>(
            async () =>
            {
                try
                {
                    var written = await blob.UploadAsync(BinaryData.FromBytes(content), upload, cancellationToken);
                    return new BlobWriteOutcome.Written(cipher.Seal(written.Value.ETag));
                }
                catch (RequestFailedException refused) when (refused.Status is 409 or 412 || IsMissing(refused))
                {
                    return await WasOursAsync(blob, write, cancellationToken) is { } etag
                        ? new BlobWriteOutcome.Written(cipher.Seal(etag))
                        : new BlobWriteOutcome.Conflict();
                }
            },
            cancellationToken
        );
    }

    private static async Task<ETag?> WasOursAsync(BlobClient blob, string write, CancellationToken cancellationToken)
    {
        try
        {
            var present = (await blob.GetPropertiesAsync(cancellationToken: cancellationToken)).Value;
            return present.Metadata.TryGetValue(WriteId, out var writer) && string.Equals(writer, write, StringComparison.Ordinal)
                ? present.ETag
                : null;
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            // Gone since: whoever removed it met it, so it was not this write's to keep.
            return null;
        }
    }

    // A container that is missing must not look like one without blobs.
    private static bool IsMissing(RequestFailedException failure) =>
        failure.Status == 404 && failure.ErrorCode == BlobErrorCode.BlobNotFound;

    private BlobClient BlobOf(string name) => ContainerOf(name).GetBlobClient(name);

    private BlobContainerClient ContainerOf(string name) =>
        name.StartsWith("seq/", StringComparison.Ordinal) ? account.Log
        : name.StartsWith("tree/", StringComparison.Ordinal) ? account.Checkpoints
        : account.Content;

    private static void Check(string name, ReadOnlyMemory<byte> content)
    {
        BlobName.Check(name);
        if (content.Length > BlobName.MaximumContentBytes)
        {
            throw new ArgumentException($"A blob has at most {BlobName.MaximumContentBytes} bytes.", nameof(content));
        }
    }
}
