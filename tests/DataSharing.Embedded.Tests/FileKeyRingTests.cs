using DataSharing.Protection;
using Microsoft.Extensions.Options;
using Xunit;

namespace DataSharing.Embedded.Tests;

public sealed class FileKeyRingTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task KeyFiles_AreForTheirOwnerAlone()
    {
        var ring = new FileKeyRing(Options.Create(new EmbeddedHomeOptions { DataDirectory = directory.Path }));
        await ring.WrapAsync(new byte[32], "c", CancellationToken.None);
        await ring.SecretAsync("id", CancellationToken.None);
        await ring.SigningSeedAsync(1, CancellationToken.None);

        var files = Directory.GetFiles(directory.In("keys")).Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(["secret-id.key", "signing-seed.key", "wrapping-0001.key"], files.Select(Path.GetFileName));
        if (!OperatingSystem.IsWindows())
        {
            foreach (var file in files)
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            }

            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
                File.GetUnixFileMode(directory.In("keys"))
            );
        }
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.OtherWrite)]
    public async Task KeyFile_OpenToOthers_IsRefusedInOneSentence(UnixFileMode mode)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        await new FileKeyRing(directory.In("keys")).SecretAsync("id", CancellationToken.None);
        File.SetUnixFileMode(directory.In("keys/secret-id.key"), UnixFileMode.UserRead | UnixFileMode.UserWrite | mode);

        var refusal = await Assert.ThrowsAsync<KeyRingUnavailableException>(async () =>
            await new FileKeyRing(directory.In("keys")).SecretAsync("id", CancellationToken.None)
        );

        Assert.Equal("The key file secret-id.key is open to other users; make its mode 0600.", refusal.Message);
    }

    [Fact]
    public async Task KeyFile_CutShort_IsRefusedAndNotReplaced()
    {
        await new FileKeyRing(directory.In("keys")).SigningSeedAsync(1, CancellationToken.None);
        await File.WriteAllBytesAsync(directory.In("keys/signing-seed.key"), new byte[5]);

        await Assert.ThrowsAsync<KeyRingUnavailableException>(async () =>
            await new FileKeyRing(directory.In("keys")).SigningSeedAsync(1, CancellationToken.None)
        );
        Assert.Equal(5, new FileInfo(directory.In("keys/signing-seed.key")).Length);
    }

    [Fact]
    public async Task Secret_TwoRingsAtOnce_AgreeOnOne()
    {
        var secrets = await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(_ => Task.Run(async () => await new FileKeyRing(directory.In("keys")).SecretAsync("id", CancellationToken.None)))
        );
        Assert.All(secrets, s => Assert.Equal(secrets[0], s));
    }
}
