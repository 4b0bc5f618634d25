using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace DataSharing.Benchmarks.Bus;

/// <summary>Apache Qpid Proton in a process of its own, with the distribution's Python.</summary>
internal static class ProtonSide
{
    public const string Name = "qpid-proton-python";

    public static async Task<Round> RunAsync(string mode, string url, string address, int count, int window)
    {
        var script = Path.Combine(AppContext.BaseDirectory, "Bus", "proton_load.py");
        string[] numbers = [count.ToString(CultureInfo.InvariantCulture), window.ToString(CultureInfo.InvariantCulture)];
        var start = new ProcessStartInfo("/usr/bin/python3", [script, mode, url, address, .. numbers])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start) ?? throw new BenchCouldNotRunException("Python did not start.");
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0 || output.Length == 0)
        {
            throw new BenchCouldNotRunException($"Proton ended with {process.ExitCode}.");
        }

        using var said = JsonDocument.Parse(output);
        return new Round(said.RootElement.GetProperty("per_second").GetDouble(), [], said.RootElement.GetProperty("cpu_us").GetDouble());
    }
}
