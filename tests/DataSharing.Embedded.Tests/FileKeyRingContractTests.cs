using DataSharing.Protection;
using DataSharing.Testing.Protection;

namespace DataSharing.Embedded.Tests;

public sealed class FileKeyRingContractTests : KeyRingContract, IDisposable
{
    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    protected override ValueTask<IKeyRing> CreateRingAsync() => ReopenRingAsync();

    protected override ValueTask<IKeyRing> ReopenRingAsync() => ValueTask.FromResult<IKeyRing>(new FileKeyRing(directory.In("keys")));

    protected override ValueTask RotateAsync()
    {
        ((FileKeyRing)Ring).AddWrappingKey();
        return ValueTask.CompletedTask;
    }

    protected override ValueTask DisposeRingAsync() => ValueTask.CompletedTask;
}
