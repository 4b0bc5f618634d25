using DataSharing.Storage;
using DataSharing.Testing.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace DataSharing.Embedded.Tests;

public sealed class EmbeddedRecordStoreContractTests : RecordStoreContract, IDisposable
{
    private readonly TemporaryDirectory directory = new();
    private EmbeddedRecordStore? store;

    public void Dispose() => directory.Dispose();

    protected override ValueTask<IRecordStore> CreateStoreAsync()
    {
        store = EmbeddedRecordStore.Open(
            new EmbeddedHomeOptions { DataDirectory = directory.Path },
            TimeProvider.System,
            NullLogger<EmbeddedRecordStore>.Instance
        );
        return ValueTask.FromResult<IRecordStore>(store);
    }

    protected override async ValueTask DisposeStoreAsync()
    {
        if (store is not null)
        {
            await store.DisposeAsync();
        }
    }
}
