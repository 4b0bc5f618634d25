using System.Diagnostics;
using System.Globalization;
using DataSharing.Embedded.Tests.PowerCut;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace DataSharing.Embedded.Tests;

/// <summary>A process killed under load (SIGKILL) loses nothing that it had acknowledged, and gives its directory up.</summary>
public sealed class KilledProcessTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task Kill_UnderLoad_KeepsEveryAcknowledgedCommitWhole()
    {
        var acknowledged = new int[Program.Callers];
        for (var kill = 0; kill < 3; kill++)
        {
            // Each life starts anew in a directory of its own; the callers' numbers start at 1.
            var data = directory.In($"life-{kill}");
            Array.Clear(acknowledged);
            await RunAndKillAsync(data, acknowledged);

            await using var store = EmbeddedRecordStore.Open(
                new EmbeddedHomeOptions { DataDirectory = data },
                TimeProvider.System,
                NullLogger<EmbeddedRecordStore>.Instance
            );
            var sent = acknowledged.Select(a => a + 1).ToArray();
            Assert.True(acknowledged.Sum() > 100);
            // One commit more than was printed may have been acknowledged but not printed, and one more sent.
            Assert.Empty(await new AcknowledgedWork(Program.Callers).JudgeAsync(store, acknowledged, [.. sent.Select(s => s + 1)]));
        }
    }

    private static async Task RunAndKillAsync(string data, int[] acknowledged)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            ArgumentList = { typeof(Program).Assembly.Location, data },
        };
        using var child = Process.Start(start) ?? throw new InvalidOperationException("No child.");
        var lines = 0;
        while (await child.StandardOutput.ReadLineAsync() is { } line)
        {
            if (lines++ == 5_000)
            {
                child.Kill();
            }

            // The last line may be cut off: then it has no second part, or a shorter number than it had, which is acknowledged all the same.
            var parts = line.Split(' ');
            if (parts.Length == 2 && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                var caller = int.Parse(parts[0], CultureInfo.InvariantCulture);
                acknowledged[caller] = Math.Max(acknowledged[caller], number);
            }
        }

        await child.WaitForExitAsync();
    }
}
