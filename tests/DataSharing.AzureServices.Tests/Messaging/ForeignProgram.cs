using System.Diagnostics;
using Xunit;

namespace DataSharing.AzureServices.Tests.Messaging;

/// <summary>Somebody else's client, in a process of its own that does not outlive the test.</summary>
internal static class ForeignProgram
{
    // Its own waits are shorter: this one is for a program that is stuck.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>The lines it wrote. Its input ends when this process does, whatever ends that.</summary>
    public static async Task<IReadOnlyList<string>> RunAsync(
        string program,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string>? environment = null
    )
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        using var limit = new CancellationTokenSource(Patience);
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
        }

        var (said, complained) = (await output, await errors);
        Assert.True(process.ExitCode == 0, $"{program} ended with {process.ExitCode}:\n{said}\n{complained}");
        return said.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
