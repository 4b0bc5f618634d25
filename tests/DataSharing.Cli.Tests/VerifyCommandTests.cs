using DataSharing.TransparencyLog;
using Xunit;

namespace DataSharing.Cli.Tests;

public sealed class VerifyCommandTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("datasharing-cli-").FullName;
    private readonly ReceiptSigner signer = new("localhost/eastmere", new byte[32], TimeSpan.FromHours(24));
    private readonly string receipt;
    private readonly string keyFile;

    public VerifyCommandTests()
    {
        ReadOnlyMemory<byte>[] leaves = [new byte[32], Enumerable.Repeat((byte)7, 32).ToArray(), new byte[32]];
        receipt = signer.Sign(leaves, new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero)).Receipt(1).Encode();
        keyFile = Write("key", signer.VerifierKey.ToString());
    }

    [Fact]
    public async Task Receipt_OfThisKey_IsGenuineWithItsTimes()
    {
        var result = await Command.RunAsync("verify", "receipt", "--receipt", receipt, "--key", keyFile);

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.StartsWith("genuine: localhost/eastmere", result.Output, StringComparison.Ordinal);
        Assert.Contains("2026-03-03T09:00:00.000Z", result.Output, StringComparison.Ordinal);
        Assert.Contains("2 of 3", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Receipt_InSavedHeaders_IsFound()
    {
        var headers = Write("headers", $"HTTP/1.1 201 Created\r\nDate: now\r\naudit-receipt: {receipt}\r\n\r\n");

        var result = await Command.RunAsync("verify", "receipt", "--receipt", "@" + headers, "--key", signer.VerifierKey.ToString());

        Assert.Equal(0, result.ExitCode);
    }

    [Fact]
    public async Task Key_AtAnAddress_IsFetched()
    {
        await using var platform = await StandIn.StartAsync(_ => new Answer(200, signer.VerifierKey + "\n"));

        var result = await Command.RunAsync("verify", "receipt", "--receipt", receipt, "--key", platform.Address + "/log/key");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(["GET /log/key"], platform.Requests.Select(request => request.Line));
    }

    [Fact]
    public async Task Receipt_Altered_IsRefused()
    {
        // The last byte of the signature.
        var altered = receipt[..^2] + (receipt[^2] == 'A' ? 'B' : 'A') + receipt[^1];

        var result = await Command.RunAsync("verify", "receipt", "--receipt", altered, "--key", keyFile);

        Assert.Equal((1, "not genuine: the signature does not fit\n"), (result.ExitCode, result.Output));
    }

    [Fact]
    public async Task Receipt_OfAnotherKey_IsRefusedNamingIt()
    {
        using var other = new ReceiptSigner("localhost/westmere", Enumerable.Repeat((byte)1, 32).ToArray(), TimeSpan.FromHours(24));

        var result = await Command.RunAsync("verify", "receipt", "--receipt", receipt, "--key", other.VerifierKey.ToString());

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("localhost/eastmere", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("AQID", 1)]
    [InlineData("@/nowhere/receipt", 2)]
    public async Task Receipt_NotOne_IsRefusedOrUnreadable(string text, int exitCode) =>
        Assert.Equal(exitCode, (await Command.RunAsync("verify", "receipt", "--receipt", text, "--key", keyFile)).ExitCode);

    [Fact]
    public async Task Receipt_FileMissing_IsNamed() =>
        Assert.Contains(
            "/nowhere/receipt",
            (await Command.RunAsync("verify", "receipt", "--receipt", "@/nowhere/receipt", "--key", keyFile)).Error,
            StringComparison.Ordinal
        );

    [Fact]
    public async Task Key_NotOne_IsNoAnswer()
    {
        var result = await Command.RunAsync("verify", "receipt", "--receipt", receipt, "--key", "/nowhere/key");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("/nowhere/key", result.Error, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        signer.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
