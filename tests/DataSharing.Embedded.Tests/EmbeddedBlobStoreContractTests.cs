using DataSharing.Storage;
using DataSharing.Testing.Storage;
using Microsoft.Extensions.Options;

namespace DataSharing.Embedded.Tests;

public sealed class EmbeddedBlobStoreContractTests : BlobStoreContract, IDisposable
{
    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    protected override ValueTask<IBlobStore> CreateStoreAsync() =>
        ValueTask.FromResult<IBlobStore>(new EmbeddedBlobStore(Options.Create(new EmbeddedHomeOptions { DataDirectory = directory.Path })));

    protected override ValueTask DisposeStoreAsync() => ValueTask.CompletedTask;
}
