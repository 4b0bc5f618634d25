using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace DataSharing.Benchmarks.Requests;

/// <summary>One run of the load generator <c>wrk</c> against one address.</summary>
internal static partial class WrkLoad
{
    /// <exception cref="BenchCouldNotRunException">An answer was not a success: a rate of refusals would mean nothing.</exception>
    public static async Task<LoadFigures> RunAsync(
        ServerProcess server,
        string path,
        IReadOnlyDictionary<string, string> headers,
        int connections,
        TimeSpan duration,
        string? script = null
    )
    {
        var arguments = new List<string> { "-t2", $"-c{connections}", $"-d{duration.TotalSeconds:0}s", "--latency", "--timeout", "10s" };
        foreach (var (key, value) in headers)
        {
            arguments.AddRange(["-H", $"{key}: {value}"]);
        }

        if (script is not null)
        {
            arguments.AddRange(["-s", script]);
        }

        var start = new ProcessStartInfo("wrk", [.. arguments, server.Address + path])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        var before = server.ProcessorSeconds();
        using var wrk = Process.Start(start) ?? throw new BenchCouldNotRunException("wrk did not start.");
        var text = await wrk.StandardOutput.ReadToEndAsync();
        await wrk.WaitForExitAsync();
        var used = server.ProcessorSeconds() - before;
        if (wrk.ExitCode != 0 || Faults().Match(text) is { Success: true })
        {
            throw new BenchCouldNotRunException($"the load did not run cleanly against {server.Address}:\n{text}");
        }

        var requests = Number(Requests().Match(text).Groups["n"].Value);
        return new LoadFigures(
            Number(Rate().Match(text).Groups["n"].Value),
            Milliseconds(text, "50%"),
            Milliseconds(text, "99%"),
            used * 1_000_000 / Math.Max(1, requests),
            server.ResidentMegabytes()
        );
    }

    private static double Milliseconds(string text, string quantile)
    {
        var match = Latency().Matches(text).First(found => found.Groups["q"].Value == quantile);
        var factor = match.Groups["unit"].Value switch
        {
            "us" => 0.001,
            "ms" => 1,
            "s" => 1000,
            _ => 60_000,
        };
        return Number(match.Groups["n"].Value) * factor;
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"Requests/sec:\s+(?<n>[\d.]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Rate();

    [GeneratedRegex(@"(?<n>\d+) requests in", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Requests();

    [GeneratedRegex(@"(?<q>\d+%)\s+(?<n>[\d.]+)(?<unit>us|ms|s|m)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Latency();

    [GeneratedRegex("Non-2xx|Socket errors", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Faults();
}

/// <param name="Rate">Requests a second.</param>
/// <param name="P50Ms">Milliseconds.</param>
/// <param name="P99Ms">Milliseconds.</param>
/// <param name="CpuUsPerOp">Processor microseconds a request, of the server.</param>
/// <param name="RssMb">Resident memory of the server afterwards, MiB.</param>
internal sealed record LoadFigures(double Rate, double P50Ms, double P99Ms, double CpuUsPerOp, double RssMb);
