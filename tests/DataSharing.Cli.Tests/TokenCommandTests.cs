using Xunit;

namespace DataSharing.Cli.Tests;

public sealed class TokenCommandTests
{
    [Fact]
    public async Task Token_KnownPerson_PrintsTheTokenAlone()
    {
        await using var issuer = await StandIn.StartAsync(_ => new Answer(404));

        var result = await Command.RunAsync("token", "--as", "amira", "--issuer", issuer.Address);

        Assert.Equal((0, "token-of-amira\n", ""), (result.ExitCode, result.Output, result.Error));
    }

    [Fact]
    public async Task Token_UnknownPerson_SaysSoAndPrintsNothing()
    {
        await using var issuer = await StandIn.StartAsync(_ => new Answer(404));

        var result = await Command.RunAsync("token", "--as", "mallory", "--issuer", issuer.Address);

        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Contains("'mallory'", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_NobodyListening_SaysWhatToDo()
    {
        // Port 9 (discard) is never served on a developer's machine, and 127.0.0.2 is nobody's.
        var result = await Command.RunAsync("token", "--as", "amira", "--issuer", "http://127.0.0.2:9");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("./run", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("token", "--as", "amira", "--issuer", "ftp://somewhere")]
    [InlineData("token", "--as", "amira")]
    [InlineData("nonsense")]
    public async Task Usage_Wrong_IsNoAnswer(params string[] args) => Assert.Equal(2, (await Command.RunAsync(args)).ExitCode);
}
