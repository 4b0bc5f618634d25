using DataSharing.Protection;
using DataSharing.Storage;
using DataSharing.Testing.Audit;
using Microsoft.Extensions.Options;

namespace DataSharing.Embedded.Tests;

public sealed class IntegratorContractTests : IntegratorContract, IDisposable
{
    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    protected override ValueTask<(IBlobStore Blobs, IKeyRing Ring)> CreateHomeAsync()
    {
        var home = Options.Create(new EmbeddedHomeOptions { DataDirectory = directory.Path });
        return ValueTask.FromResult<(IBlobStore, IKeyRing)>((new EmbeddedBlobStore(home), new FileKeyRing(home)));
    }

    protected override ValueTask DisposeHomeAsync() => ValueTask.CompletedTask;
}
