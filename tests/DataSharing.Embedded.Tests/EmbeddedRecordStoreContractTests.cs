using DataSharing.Embedded.Sqlite;
using DataSharing.Storage;
using DataSharing.Testing.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace DataSharing.Embedded.Tests;

public sealed class EmbeddedRecordStoreContractTests() : EmbeddedRecordStoreContract(Disk.Usual);

/// <summary>The same while keys move from memory into the index on disk, and the log into the database, at nearly every commit.</summary>
public sealed class EmbeddedRecordStoreMergingContractTests()
    : EmbeddedRecordStoreContract(Disk.Usual with { CheckpointPages = 10, MergeKeys = 3 });

public abstract class EmbeddedRecordStoreContract : RecordStoreContract, IDisposable
{
    private readonly TemporaryDirectory directory = new();
    private readonly Disk disk;
    private EmbeddedRecordStore? store;

    private protected EmbeddedRecordStoreContract(Disk disk) => this.disk = disk;

    public void Dispose()
    {
        directory.Dispose();
        GC.SuppressFinalize(this);
    }

    protected override ValueTask<IRecordStore> CreateStoreAsync()
    {
        var options = new EmbeddedHomeOptions { DataDirectory = directory.Path };
        store = EmbeddedRecordStore.Open(options, disk, TimeProvider.System, NullLogger.Instance);
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
