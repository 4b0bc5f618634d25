using System.Net;
using System.Net.Sockets;
using DataSharing.Testing;
using Xunit;

namespace DataSharing.Cli.Tests.Demo;

/// <summary>What keeps <c>./run</c> from starting is said in one sentence, before anything is built or touched.</summary>
public sealed class RunRefusalTests : IDisposable
{
    private readonly WorkingCopy copy = WorkingCopy.Create("run", ".ci", "global.json");

    [Fact]
    public async Task Run_PortInUse_SaysWhichAndWhatToDo()
    {
        var port = FreePorts.Next(2) + 1;
        using var taken = new TcpListener(IPAddress.Loopback, port);
        taken.Start();

        await RefusesAsync($"./run --port {port}", $"port {port} is in use; choose another: ./run --port {port + 10}");
        await RefusesAsync($"./run --port {port - 1}", $"port {port}, which the development issuer needs, is in use");
    }

    [Fact]
    public async Task Run_NoSdk_SaysWhereToGetIt()
    {
        // A PATH with what the script itself needs, and no dotnet.
        var tools = Path.Combine(copy.Folder, "tools");
        const string Link =
            "mkdir tools && for c in bash sed head env rm mkdir cat grep find dirname id tr paste; do ln -s \"$(command -v $c)\" tools/; done";
        Assert.Equal(0, (await copy.ShellAsync(Link)).ExitCode);

        await RefusesAsync($"PATH={tools} ./run", "The .NET 10 SDK is not installed");
    }

    [Fact]
    public async Task Run_OtherSdk_SaysWhichIsNeededAndWhichIsThere()
    {
        await File.WriteAllTextAsync(Path.Combine(copy.Folder, "global.json"), """{ "sdk": { "version": "10.0.999" } }""");

        await RefusesAsync("./run", "The .NET SDK 10.0.999 (or a later one that global.json allows) is needed, but installed here: 10.");
    }

    [Fact]
    public async Task Run_FolderCannotBeWrittenTo_SaysSo()
    {
        // A file where the folder belongs: that stops root as well, whom permissions do not.
        await File.WriteAllTextAsync(Path.Combine(copy.Folder, ".data"), "");

        await RefusesAsync("./run", "this folder cannot be written to");
    }

    [Fact]
    public async Task Run_DataWouldBeDeletedAndNobodyCanBeAsked_DeletesNothing()
    {
        var kept = Path.Combine(Directory.CreateDirectory(Path.Combine(copy.Folder, ".data", "embedded")).FullName, "kept");
        await File.WriteAllTextAsync(kept, "kept");

        await RefusesAsync($"./run --fresh --port {FreePorts.Next(2)} </dev/null", "say so with --yes");

        Assert.True(File.Exists(kept));
    }

    [Theory]
    [InlineData("--port 99999", "--port needs a port number")]
    [InlineData("--port", "--port needs a port number")]
    [InlineData("--faster", "'--faster' is not an option")]
    [InlineData("--port 8000 --issuer-port 8000", "cannot both use port 8000")]
    public async Task Run_WrongOption_IsNamed(string options, string sentence) => await RefusesAsync($"./run {options}", sentence);

    [Fact]
    public async Task Run_Help_NamesEveryOption()
    {
        var result = await copy.ShellAsync("./run --help");

        Assert.Equal(0, result.ExitCode);
        Assert.All(["--fresh", "--empty", "--yes", "--port"], option => Assert.Contains(option, result.Output, StringComparison.Ordinal));
    }

    public void Dispose() => copy.Dispose();

    private async Task RefusesAsync(string line, string sentence)
    {
        var result = await copy.ShellAsync(line);

        Assert.Equal(1, result.ExitCode);
        var last = result.Error.TrimEnd('\n').Split('\n')[^1];
        Assert.StartsWith("run: ", last, StringComparison.Ordinal);
        Assert.Contains(sentence, last, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(copy.Folder, "artifacts", "bin")));
    }
}
