using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using DataSharing.Embedded.Files;
using DataSharing.Storage;
using Microsoft.Extensions.Options;

namespace DataSharing.Embedded;

/// <summary>
/// Blobs as files: written and synced under another name, then linked (create-only) or renamed (replace), then the directory synced.
/// A file begins with 16 random bytes, its version: no version ever comes back.
/// </summary>
public sealed class EmbeddedBlobStore : IBlobStore
{
    private const int VersionBytes = 16;
    private const int Stripes = 64;

    private readonly IDurableFiles files;
    private readonly BlobPaths paths;
    private readonly Lock[] gates = [.. Enumerable.Range(0, Stripes).Select(_ => new Lock())];
    private readonly ConcurrentDictionary<string, bool> directories = new(StringComparer.Ordinal);

    // Names that may not be durable yet: nobody may act on what they see there before the directory has been synced.
    private readonly ConcurrentDictionary<string, bool> unsynced = new(StringComparer.Ordinal);

    public EmbeddedBlobStore(IOptions<EmbeddedHomeOptions> options)
        : this(
            Path.Combine((options ?? throw new ArgumentNullException(nameof(options))).Value.DataDirectory, "content"),
            new SystemFiles()
        ) { }

    internal EmbeddedBlobStore(string root, IDurableFiles files)
    {
        (this.files, paths) = (files, new BlobPaths(root));
        Storing(() =>
        {
            files.CreateDirectory(paths.Incoming);
            foreach (var (name, _) in files.List(paths.Incoming))
            {
                // Left by a process that died before it had answered.
                files.Delete(Path.Combine(paths.Incoming, name));
            }

            return true;
        });
    }

    public ValueTask<StoredBlob?> FindAsync(string name, CancellationToken cancellationToken)
    {
        BlobName.Check(name);
        cancellationToken.ThrowIfCancellationRequested();
        var path = paths.Of(name);
        return ValueTask.FromResult(
            Storing(() =>
            {
                var content = files.Read(path);
                if (unsynced.ContainsKey(path))
                {
                    lock (GateOf(path))
                    {
                        MakeDurable(path);
                        content = files.Read(path);
                    }
                }

                return content is null ? null : new StoredBlob(content.AsMemory(VersionBytes), VersionOf(content));
            })
        );
    }

    public ValueTask<BlobWriteOutcome> CreateAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        Check(name, content);
        cancellationToken.ThrowIfCancellationRequested();
        return Write(name, content, (path, incoming) => files.TryLink(incoming, path));
    }

    public ValueTask<BlobWriteOutcome> ReplaceAsync(
        string name,
        ReadOnlyMemory<byte> content,
        RowVersion expected,
        CancellationToken cancellationToken
    )
    {
        Check(name, content);
        cancellationToken.ThrowIfCancellationRequested();
        return Write(
            name,
            content,
            (path, incoming) =>
            {
                if (files.Read(path) is not { } present || VersionOf(present) != expected)
                {
                    return false;
                }

                files.Rename(incoming, path);
                return true;
            }
        );
    }

    public ValueTask WriteDerivedAsync(IReadOnlyList<DerivedBlob> blobs, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(blobs);
        cancellationToken.ThrowIfCancellationRequested();
        Storing(() =>
        {
            foreach (var (name, content) in blobs)
            {
                Check(name, content);
                var (path, incoming) = (paths.Of(name), paths.NewIncoming());
                files.WriteNewUnsynced(incoming, Guid.NewGuid().ToByteArray(), content.Span);
                EnsureDirectory(path);
                files.Rename(incoming, path);
            }

            // INVARIANT: once for all of them, and before anything that names them.
            files.SyncAll(paths.Root, [.. blobs.Select(b => paths.Of(b.Name))]);
            return true;
        });
        return ValueTask.CompletedTask;
    }

    public ValueTask<bool> DeleteAsync(string name, CancellationToken cancellationToken)
    {
        BlobName.Check(name);
        cancellationToken.ThrowIfCancellationRequested();
        var path = paths.Of(name);
        return ValueTask.FromResult(
            Storing(() =>
            {
                lock (GateOf(path))
                {
                    unsynced[path] = true;
                    var deleted = files.Delete(path);
                    MakeDurable(path);
                    return deleted;
                }
            })
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
        using var names = paths.List(files, prefix, after).GetEnumerator();
        while (Storing(names.MoveNext))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return names.Current;
        }

        await ValueTask.CompletedTask;
    }

    private ValueTask<BlobWriteOutcome> Write(string name, ReadOnlyMemory<byte> content, Func<string, string, bool> put)
    {
        var path = paths.Of(name);
        return ValueTask.FromResult(
            Storing<BlobWriteOutcome>(() =>
            {
                var version = Guid.NewGuid().ToByteArray();
                var incoming = paths.NewIncoming();
                try
                {
                    files.WriteNew(incoming, version, content.Span);
                    EnsureDirectory(path);
                    lock (GateOf(path))
                    {
                        unsynced[path] = true;
                        var written = put(path, incoming);
                        // INVARIANT: a loser too waits for the winner's name to be durable, for it will act on what it finds there.
                        MakeDurable(path);
                        return written ? new BlobWriteOutcome.Written(VersionOf(version)) : new BlobWriteOutcome.Conflict();
                    }
                }
                finally
                {
                    files.Delete(incoming);
                }
            })
        );
    }

    private void MakeDurable(string path)
    {
        files.SyncDirectory(BlobPaths.DirectoryOf(path));
        unsynced.TryRemove(path, out _);
    }

    private void EnsureDirectory(string path)
    {
        var directory = BlobPaths.DirectoryOf(path);
        if (!directories.ContainsKey(directory))
        {
            files.CreateDirectory(directory);
            directories[directory] = true;
        }
    }

    private Lock GateOf(string path) => gates[(uint)string.GetHashCode(path, StringComparison.Ordinal) % Stripes];

    private static RowVersion VersionOf(byte[] content) => new(Convert.ToHexStringLower(content.AsSpan(0, VersionBytes)));

    private static void Check(string name, ReadOnlyMemory<byte> content)
    {
        BlobName.Check(name);
        if (content.Length > BlobName.MaximumContentBytes)
        {
            throw new ArgumentException($"A blob has at most {BlobName.MaximumContentBytes} bytes.", nameof(content));
        }
    }

    private static T Storing<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (IOException failure)
        {
            throw new StoreUnavailableException("The content store cannot answer now.", failure);
        }
        catch (UnauthorizedAccessException failure)
        {
            throw new StoreUnavailableException("This process may not use the content store.", failure);
        }
    }
}
