using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using DataSharing.Testing;
using Xunit;

namespace DataSharing.Cli.Tests.Demo;

/// <summary>What a newcomer does: start, copy the printed commands, stop, start again.</summary>
public sealed class RunTests
{
    // As the build says what it has made.
    private const string Built = " -> ";

    [Fact]
    public async Task Run_FreshCopy_EveryPrintedCommandWorksAndTheSecondStartKeepsTheData()
    {
        using var copy = WorkingCopy.Create();
        var port = FreePorts.Next(2);
        string[] commands;
        await using (var first = await RunningPlatform.StartAsync(copy, $"--fresh --yes --port {port}", TimeSpan.FromMinutes(8)))
        {
            commands = Commands(first.Output);
            Assert.Contains(Built, first.Output, StringComparison.Ordinal);
            Assert.Equal(7, commands.Length);

            Assert.Equal(3, (await SucceedAsync(copy, commands[0])).Trim().Split('.').Length);
            Assert.Equal("eastmere-police", Json(await SucceedAsync(copy, commands[1]))["to"]?.GetValue<string>());
            Assert.Equal(10, Json(await SucceedAsync(copy, commands[2]))["content"]?["missing-episodes"]?["count"]?.GetValue<int>());
            Assert.Equal("urn:datasharing:problem:not-found", ProblemType(await SucceedAsync(copy, commands[3])));
            Assert.Equal("urn:datasharing:problem:sharing-refused", ProblemType(await SucceedAsync(copy, commands[4])));
            Assert.StartsWith("genuine: localhost/eastmere", await SucceedAsync(copy, commands[5]), StringComparison.Ordinal);
            var acts = Json(await SucceedAsync(copy, commands[6]))["items"]?.AsArray().Select(entry => entry?["act"]?.GetValue<string>());
            // Newest first.
            Assert.Equal(["disclosure.read", "disclosure.made"], acts?.TakeLast(2));

            var again = await copy.ShellAsync($"./run --port {port}");
            Assert.Equal(1, again.ExitCode);
            Assert.Contains("already running in this folder", again.Error, StringComparison.Ordinal);

            Assert.Equal(0, await first.InterruptAsync());
        }

        Assert.False(IsListening(port));
        Assert.False(IsListening(port + 1));

        await using var second = await RunningPlatform.StartAsync(copy, $"--port {port}", TimeSpan.FromMinutes(5));
        // It takes seconds because nothing is built or loaded again.
        Assert.DoesNotContain(Built, second.Output, StringComparison.Ordinal);
        Assert.Equal(commands, Commands(second.Output));
        // What the first start's visitor disclosed is still there, and so is its receipt's key.
        Assert.Equal(10, Json(await SucceedAsync(copy, commands[2]))["content"]?["missing-episodes"]?["count"]?.GetValue<int>());
        Assert.StartsWith("genuine", await SucceedAsync(copy, commands[5]), StringComparison.Ordinal);
    }

    private static async Task<string> SucceedAsync(WorkingCopy copy, string command)
    {
        var result = await copy.ShellAsync(command);
        Assert.True(result.ExitCode == 0, $"{command}\n{result.Error}\n{result.Output}");
        return result.Output;
    }

    /// <summary>Blocks after the heading, each with its comment: what a person would copy.</summary>
    private static string[] Commands(string output) =>
        [
            .. output[output.IndexOf("To try in another shell", StringComparison.Ordinal)..]
                .Split("\n\n")
                .Where(block => block.StartsWith("# ", StringComparison.Ordinal))
                .Select(block => block.Trim()),
        ];

    private static JsonNode Json(string text) => JsonNode.Parse(text) ?? throw new InvalidOperationException("No JSON.");

    private static string? ProblemType(string text) => Json(text)["type"]?.GetValue<string>();

    private static bool IsListening(int port)
    {
        using var client = new TcpClient();
        try
        {
            client.Connect(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
