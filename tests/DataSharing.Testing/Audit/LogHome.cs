using System.Globalization;
using System.Text;
using DataSharing.Audit;
using DataSharing.Protection;
using DataSharing.Storage;
using DataSharing.TransparencyLog;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace DataSharing.Testing.Audit;

/// <summary>A log over a home's blobs, with sequence files as a relay writes them.</summary>
public sealed class LogHome(IBlobStore blobs, IKeyRing ring)
{
    public const string Origin = "log.example/test";

    private readonly List<ReadOnlyMemory<byte>> leaves = [];

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));

    public LogMonitor Monitor { get; } = new();

    public IBlobStore Blobs => blobs;

    public IReadOnlyList<ReadOnlyMemory<byte>> Leaves => leaves;

    public static LogOptions Settings(string origin = Origin, int key = 1, int second = 0, string previous = "") =>
        new()
        {
            Origin = origin,
            CheckpointMilliseconds = 1,
            SigningKey = key,
            SecondSigningKey = second,
            PreviousOrigin = previous,
        };

    /// <summary>Sequences this many new entries in files of so many each.</summary>
    public async Task SequenceAsync(int count, int perFile = 7)
    {
        for (var left = count; left > 0; left -= perFile)
        {
            var first = leaves.Count;
            for (var i = 0; i < Math.Min(perFile, left); i++)
            {
                leaves.Add(Leaf(leaves.Count));
            }

            await WriteAsync(first, [.. leaves.Skip(first)]);
        }
    }

    public async Task WriteAsync(long first, IReadOnlyList<ReadOnlyMemory<byte>> entries) =>
        Assert.IsType<BlobWriteOutcome.Written>(
            await blobs.CreateAsync(SequenceFile.Name(first), EntryBundle.Write(entries), CancellationToken.None)
        );

    public ReadOnlyMemory<byte> Leaf(int number) =>
        Encoding.UTF8.GetBytes(
            string.Create(
                CultureInfo.InvariantCulture,
                $$"""{"v":1,"id":"{{number:x32}}","time":"{{Clock.GetUtcNow():O}}","agency":"eastmere-council","actor":"person:1"}"""
            )
        );

    public Integrator Integrator(IBlobStore? through = null, LogOptions? options = null)
    {
        var settings = Options.Create(options ?? Settings());
        return new Integrator(through ?? blobs, new LogKeys(ring, settings), Monitor, settings, Clock, NullLogger<Integrator>.Instance);
    }

    /// <summary>A process that has just been started integrates all there is.</summary>
    public async Task IntegrateAsync(LogOptions? options = null, IBlobStore? through = null)
    {
        var integrator = Integrator(through, options);
        for (var run = 0; run < 8; run++)
        {
            await integrator.RunAsync(leaves.Count, CancellationToken.None);
            Clock.Advance(TimeSpan.FromSeconds(1));
        }
    }

    public LogReader Reader(LogOptions? options = null) => new(blobs, new LogKeys(ring, Options.Create(options ?? Settings())));

    public async Task<IReadOnlyList<VerifierKey>> KeysAsync(LogOptions? options = null) =>
        await new LogKeys(ring, Options.Create(options ?? Settings())).VerifiersAsync(CancellationToken.None);

    public async Task<CheckpointVerdict.Genuine?> CheckpointAsync(LogOptions? options = null, params VerifierKey[] keys)
    {
        var note = await Reader(options).CheckpointAsync(CancellationToken.None);
        IReadOnlyList<VerifierKey> all = keys.Length > 0 ? keys : await KeysAsync(options);
        return note is null ? null : Assert.IsType<CheckpointVerdict.Genuine>(CheckpointVerifier.Verify(Encoding.UTF8.GetBytes(note), all));
    }

    /// <summary>The checkpoint covers every entry, in order, and each file and proof leads to it.</summary>
    public async Task AssertCompleteAsync(LogOptions? options = null)
    {
        var checkpoint = (await CheckpointAsync(options))?.Checkpoint ?? throw new InvalidOperationException("There is no checkpoint.");
        Assert.Equal(leaves.Count, checkpoint.Size);
        ReadOnlyMemory<byte>[] hashes = [.. leaves.Select(l => (ReadOnlyMemory<byte>)MerkleTree.LeafHash(l.Span))];
        Assert.Equal(MerkleTree.Root(hashes), checkpoint.Root.ToArray());
        var reader = Reader(options);
        foreach (var tile in Tile.All(checkpoint.Size, entries: false))
        {
            Assert.NotNull(await reader.HashesAsync(tile, CancellationToken.None));
        }

        for (var index = 0; index < leaves.Count; index += 61)
        {
            var proof = await reader.ProveAsync(index, CancellationToken.None);
            Assert.True(proof?.Shows(hashes[index].Span, checkpoint));
        }

        Assert.Null(await reader.ProveAsync(leaves.Count, CancellationToken.None));
    }

    /// <summary>The log's derived files, the head last.</summary>
    public async Task<IReadOnlyList<string>> FilesAsync()
    {
        var names = new List<string>();
        await foreach (var name in blobs.ListAsync("tree/", null, CancellationToken.None))
        {
            names.Add(name);
        }

        return [.. names.OrderBy(n => n.EndsWith("/head", StringComparison.Ordinal)).ThenBy(n => n, StringComparer.Ordinal)];
    }

    public async Task OverwriteAsync(string name, Func<byte[], byte[]> change)
    {
        var blob = await blobs.FindAsync(name, CancellationToken.None) ?? throw new InvalidOperationException("There is no such file.");
        await blobs.WriteDerivedAsync([new DerivedBlob(name, change(blob.Content.ToArray()))], CancellationToken.None);
    }
}
