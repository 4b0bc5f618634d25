using System.Text;
using DataSharing.TransparencyLog;
using DataSharing.TransparencyLog.Tests;
using Xunit;

namespace DataSharing.Cli.Tests;

public sealed class VerifyLogTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("datasharing-log-").FullName;
    private readonly TestLog log = new(700);

    public VerifyLogTests() => log.Save(root);

    public void Dispose()
    {
        log.Dispose();
        Directory.Delete(root, recursive: true);
    }

    private string Key => Path.Combine(root, "key");

    [Fact]
    public async Task Log_Whole_IsVerified()
    {
        var result = await Command.RunAsync("verify", "log", "--folder", root, "--key", Key);
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("entries  700", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_EntryChanged_NamesIt()
    {
        var file = Path.Combine(root, "tile", "entries", "000");
        var bytes = await File.ReadAllBytesAsync(file);
        bytes[4] ^= 1;
        await File.WriteAllBytesAsync(file, bytes);
        var result = await Command.RunAsync("verify", "log", "--folder", root, "--key", Key);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("file     tile/entries/000", result.Output, StringComparison.Ordinal);
        Assert.Contains("entry    0", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_CheckpointChanged_NamesTheSignature()
    {
        var file = Path.Combine(root, "checkpoint");
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file)).Replace("\n700\n", "\n699\n", StringComparison.Ordinal));
        var result = await Command.RunAsync("verify", "log", "--folder", root, "--key", Key);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("does not fit the checkpoint", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Proof_OfAnEntry_IsVerifiedAndOfAnotherNot()
    {
        var path = await log.Hashes().InclusionPathAsync(300, CancellationToken.None);
        var proof = await SaveAsync("proof", new InclusionProof(300, path, log.Note).ToString());
        var entry = await SaveAsync("entry", Encoding.UTF8.GetString(TestLog.Entry(300)));
        var other = await SaveAsync("other", Encoding.UTF8.GetString(TestLog.Entry(301)));
        Assert.Equal(0, (await Command.RunAsync("verify", "proof", "--proof", proof, "--entry", entry, "--key", Key)).ExitCode);
        Assert.Equal(1, (await Command.RunAsync("verify", "proof", "--proof", proof, "--entry", other, "--key", Key)).ExitCode);
        Assert.Equal(2, (await Command.RunAsync("verify", "proof", "--proof", proof, "--key", Key)).ExitCode);
    }

    [Fact]
    public async Task Proof_ThatTheLogOnlyGrew_IsVerified()
    {
        using var before = new TestLog(300);
        var path = await log.Hashes().ConsistencyPathAsync(300, CancellationToken.None);
        var proof = await SaveAsync("proof", new ConsistencyProof(300, path, log.Note).ToString());
        var older = await SaveAsync("older", before.Note);
        Assert.Equal(0, (await Command.RunAsync("verify", "proof", "--proof", proof, "--older", older, "--key", Key)).ExitCode);
    }

    [Theory]
    [InlineData(true, 1, 0, "kept: it is entry 300")]
    [InlineData(false, 1, 1, "BROKEN")]
    [InlineData(false, 48, 3, "open")]
    public async Task Receipt_WithTheLog_SaysWhatBecameOfThePromise(bool isLogged, int promisedHours, int code, string expected)
    {
        using var signer = new ReceiptSigner(TestLog.Origin, TestLog.Seed(1), TimeSpan.FromHours(promisedHours));
        var leaf = MerkleTree.LeafHash(TestLog.Entry(isLogged ? 300 : 9_999));
        // Promised a day before the checkpoint was signed.
        var receipt = signer.Sign([leaf], TestLog.Time - TimeSpan.FromDays(1)).Receipt(0).Encode();
        var result = await Command.RunAsync("verify", "receipt", "--receipt", receipt, "--key", Key, "--log", root);
        Assert.Contains(expected, result.Output, StringComparison.Ordinal);
        Assert.Equal(code, result.ExitCode);
    }

    private async Task<string> SaveAsync(string name, string text)
    {
        var file = Path.Combine(root, name);
        await File.WriteAllTextAsync(file, text);
        return file;
    }
}
