using DataSharing.Embedded;
using DataSharing.Protection;
using DataSharing.Storage;
using DataSharing.Web.Composition;
using DataSharing.Web.Security;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DataSharing.Web.Tests.Security.SessionKeys;

/// <summary>As much of an instance as protects cookies, over blobs and a key ring that it shares with others.</summary>
internal sealed class Instance : IDisposable
{
    private readonly ServiceProvider services;
    private readonly Lazy<IDataProtector> protector;

    public Instance(IBlobStore blobs, string keyDirectory, TimeProvider time)
    {
        services = new ServiceCollection()
            .AddLogging()
            .AddSingleton(time)
            .AddSingleton(blobs)
            .AddKeyedSingleton<IKeyRing>(
                SessionKeySeal.Ring,
                new FileKeyRing(Options.Create(new EmbeddedHomeOptions { DataDirectory = keyDirectory }))
            )
            .AddSessionKeys()
            .BuildServiceProvider();
        protector = new(() => services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test"));
    }

    public string Protect(string text) => protector.Value.Protect(text);

    public string Unprotect(string text) => protector.Value.Unprotect(text);

    public void Dispose() => services.Dispose();
}

/// <summary>The real blobs, counted and stopped.</summary>
internal sealed class WatchedBlobs(IBlobStore inner) : IBlobStore
{
    private int lists;

    public int Lists => lists;

    public bool Stopped { get; set; }

    public ValueTask<StoredBlob?> FindAsync(string name, CancellationToken cancellationToken) => inner.FindAsync(name, cancellationToken);

    public ValueTask<BlobWriteOutcome> CreateAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        inner.CreateAsync(name, content, cancellationToken);

    public ValueTask<BlobWriteOutcome> ReplaceAsync(
        string name,
        ReadOnlyMemory<byte> content,
        RowVersion expected,
        CancellationToken cancellationToken
    ) => inner.ReplaceAsync(name, content, expected, cancellationToken);

    public ValueTask WriteDerivedAsync(IReadOnlyList<DerivedBlob> blobs, CancellationToken cancellationToken) =>
        inner.WriteDerivedAsync(blobs, cancellationToken);

    public ValueTask<bool> DeleteAsync(string name, CancellationToken cancellationToken) => inner.DeleteAsync(name, cancellationToken);

    public IAsyncEnumerable<string> ListAsync(string prefix, string? after, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref lists);
        return Stopped ? throw new StoreUnavailableException("Stopped by a test.") : inner.ListAsync(prefix, after, cancellationToken);
    }
}
