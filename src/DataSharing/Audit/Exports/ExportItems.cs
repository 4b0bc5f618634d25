using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using DataSharing.TransparencyLog;

namespace DataSharing.Audit;

/// <summary>What the manifest says of each entry, kept in a temporary file while the entries go out, because the manifest follows them.</summary>
/// <remarks>
/// A file, so that a million entries take no memory; it goes with its handle. It holds what the log holds: sealed sections and pseudonyms, no words.
/// </remarks>
internal sealed class ExportItems : IAsyncDisposable
{
    private const int HeadBytes = 8 + 16 + MerkleTree.HashLength + 4;

    /// <summary>Over all of them, for <see cref="ExportStatement"/>.</summary>
    public ExportItemsHash Hash { get; } = new();

    private readonly FileStream file = Create();

    /// <param name="logged">The entry.</param>
    /// <param name="withLeaf">Whether its bytes belong to the asking agency: they hold its own sealed sections.</param>
    /// <param name="cancellationToken">Stops writing.</param>
    public async ValueTask AddAsync(LoggedEntry logged, bool withLeaf, CancellationToken cancellationToken)
    {
        var head = new byte[HeadBytes];
        BinaryPrimitives.WriteInt64BigEndian(head, logged.Index);
        Convert.FromHexString(logged.Entry.Id).CopyTo(head.AsSpan(8));
        var leafHash = MerkleTree.LeafHash(logged.Leaf.Span);
        leafHash.CopyTo(head.AsSpan(24));
        Hash.Add(logged.Index, leafHash);
        var leaf = withLeaf ? logged.Leaf : ReadOnlyMemory<byte>.Empty;
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(24 + MerkleTree.HashLength), leaf.Length);
        await file.WriteAsync(head, cancellationToken);
        await file.WriteAsync(leaf, cancellationToken);
    }

    public async IAsyncEnumerable<ExportItem> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await file.FlushAsync(cancellationToken);
        file.Position = 0;
        var head = new byte[HeadBytes];
        while (await file.ReadAtLeastAsync(head, HeadBytes, throwOnEndOfStream: false, cancellationToken) == HeadBytes)
        {
            var leaf = new byte[BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(24 + MerkleTree.HashLength))];
            await file.ReadExactlyAsync(leaf, cancellationToken);
            yield return new ExportItem(
                BinaryPrimitives.ReadInt64BigEndian(head),
                Convert.ToHexStringLower(head.AsSpan(8, 16)),
                head[24..(24 + MerkleTree.HashLength)],
                leaf
            );
        }
    }

    public ValueTask DisposeAsync()
    {
        Hash.Dispose();
        return file.DisposeAsync();
    }

    private static FileStream Create()
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
            BufferSize = 64 * 1024,
        };
        // The folder is everybody's. Windows has no such modes, and refuses to be given one.
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(Path.Combine(Path.GetTempPath(), $"datasharing-export-{Guid.NewGuid():N}"), options);
    }
}

/// <param name="Index">In the log.</param>
/// <param name="Id">Of the entry.</param>
/// <param name="LeafHash">RFC 6962.</param>
/// <param name="Leaf">The bytes in the log; empty for another agency's entry.</param>
internal sealed record ExportItem(long Index, string Id, byte[] LeafHash, byte[] Leaf);
