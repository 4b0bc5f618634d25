using DataSharing.Protection;
using DataSharing.Storage;
using DataSharing.Testing.Audit;

namespace DataSharing.AzureServices.Tests.Audit;

public sealed class IntegratorContractTests : IntegratorContract
{
    private CloudHome? home;

    protected override async ValueTask<(IBlobStore Blobs, IKeyRing Ring)> CreateHomeAsync()
    {
        home = await CloudHome.CreateAsync();
        return (home.Blobs, home.Ring);
    }

    protected override ValueTask DisposeHomeAsync()
    {
        home?.Dispose();
        return ValueTask.CompletedTask;
    }
}
