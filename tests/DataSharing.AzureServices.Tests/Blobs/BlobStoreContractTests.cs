using DataSharing.Storage;
using DataSharing.Testing.Storage;

namespace DataSharing.AzureServices.Tests.Blobs;

public sealed class BlobStoreContractTests : BlobStoreContract
{
    private CloudHome? home;

    protected override async ValueTask<IBlobStore> CreateStoreAsync() => (home = await CloudHome.CreateAsync()).Blobs;

    protected override ValueTask DisposeStoreAsync()
    {
        home?.Dispose();
        return ValueTask.CompletedTask;
    }
}
