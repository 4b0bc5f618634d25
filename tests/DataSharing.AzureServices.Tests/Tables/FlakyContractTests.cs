using DataSharing.Storage;
using DataSharing.Testing.Azure;
using DataSharing.Testing.Storage;
using Xunit;

namespace DataSharing.AzureServices.Tests.Tables;

/// <summary>The whole contract over a connection that loses one answer in six and delivers some requests late.</summary>
[Trait("Category", "Storm")]
public sealed class FlakyContractTests : RecordStoreContract
{
    private CloudHome? near;
    private CloudHome? far;
    private FaultyProxy? proxy;

    protected override async ValueTask<IRecordStore> CreateStoreAsync()
    {
        near = await CloudHome.CreateAsync();
        proxy = new FaultyProxy((await Azurite.SharedAsync()).TableEndpoint, FaultyProxy.AtRandom(5, lost: 0.12, torn: 0.05, late: 0.03))
        {
            Late = TimeSpan.FromMilliseconds(200),
        };
        far = near.Through(proxy.Address, proxy.Address, commitSeconds: 300);
        return far.Records;
    }

    protected override async ValueTask DisposeStoreAsync()
    {
        far?.Dispose();
        if (proxy is not null)
        {
            await proxy.DisposeAsync();
        }

        near?.Dispose();
    }
}
