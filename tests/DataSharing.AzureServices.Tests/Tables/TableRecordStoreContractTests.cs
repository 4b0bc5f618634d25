using DataSharing.Storage;
using DataSharing.Testing.Storage;

namespace DataSharing.AzureServices.Tests.Tables;

public sealed class TableRecordStoreContractTests : RecordStoreContract
{
    private CloudHome? home;

    protected override async ValueTask<IRecordStore> CreateStoreAsync() => (home = await CloudHome.CreateAsync()).Records;

    protected override ValueTask DisposeStoreAsync()
    {
        home?.Dispose();
        return ValueTask.CompletedTask;
    }
}
