using System.Diagnostics;
using System.Globalization;
using DataSharing.Audit;

namespace DataSharing.Benchmarks.Logs;

/// <summary>
/// What an officer and a sceptic wait for when the log is long: integration with its files, a person's access history as the pages ask it (with the
/// officer's own entry committed), and the offline check of an export of everything by the program itself.
/// </summary>
internal static class FilledLogBench
{
    private const int Questions = 400;
    private const string Program = "artifacts/bin/DataSharing.Cli/release/DataSharing.Cli.dll";

    public static async Task<IReadOnlyList<BenchLine>> RunAsync(string root, int entries, CancellationToken cancellationToken)
    {
        await using var log = new FilledLog(Path.Combine(root, "filled"));
        var named = string.Create(CultureInfo.InvariantCulture, $"{entries / 1_000}k entries");
        var integrated = await log.FillAsync(entries, cancellationToken);
        Progress($"{named}: integrated {integrated:F0}/s");
        var lookedUp = await log.LookUpAsync(entries, cancellationToken);
        Progress($"{named}: look-up rows of {lookedUp:F0} entries/s");
        var lines = new List<BenchLine>
        {
            Line($"{named}: integrated from sequence files into tiles and bundles on disk", "leaves/s", integrated),
            Line($"{named}: look-up rows written anew", "entries/s", lookedUp),
            await HistoryAsync(log, named, cancellationToken),
        };
        lines.Add(await ExportAsync(log, root, entries, named, cancellationToken));
        return lines;
    }

    private static async Task<BenchLine> HistoryAsync(FilledLog log, string named, CancellationToken cancellationToken)
    {
        var times = new List<double>();
        var found = 0;
        for (var i = 0; i < Questions; i++)
        {
            var question = new AuditSearch { SubjectId = log.Anybody };
            var begun = Stopwatch.GetTimestamp();
            var answer = await log.Inquiries.SearchAsync(log.Officer, question, null, cancellationToken);
            times.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            found += answer is AuditInquiryOutcome.Found { Page: var page } ? page.Entries.Count : 0;
        }

        times.Sort();
        var p99 = times[(int)(times.Count * 0.99)];
        return Line($"a person's access history among {named}, {found / Questions} on a page: p99", "ms", p99) with
        {
            Theirs = 50,
            Ratio = Math.Round(50 / p99, 3),
            Target = 1,
            P50Ms = Math.Round(times[times.Count / 2], 3),
            P99Ms = Math.Round(p99, 3),
            Rounds = 1,
        };
    }

    private static async Task<BenchLine> ExportAsync(
        FilledLog log,
        string root,
        int entries,
        string named,
        CancellationToken cancellationToken
    )
    {
        var (file, key) = (Path.Combine(root, "export.zip"), Path.Combine(root, "key"));
        await File.WriteAllTextAsync(key, await log.KeyAsync(cancellationToken), cancellationToken);
        var begun = Stopwatch.GetTimestamp();
        await log.ExportAsync(file, cancellationToken);
        Progress($"{named}: taken out in {Stopwatch.GetElapsedTime(begun).TotalSeconds:F0} s, {new FileInfo(file).Length >> 20} MiB");
        begun = Stopwatch.GetTimestamp();
        using var check =
            Process.Start(
                new ProcessStartInfo("dotnet", [Program, "verify", "export", file, "--key", key])
                {
                    RedirectStandardOutput = true,
                    UseShellExecute = false,
                }
            ) ?? throw new BenchCouldNotRunException("The program did not start.");
        var report = check.StandardOutput.ReadToEndAsync(cancellationToken);
        var peak = 0L;
        while (!check.HasExited)
        {
            check.Refresh();
            peak = Math.Max(peak, check.HasExited ? 0 : check.PeakWorkingSet64);
            await Task.Delay(50, cancellationToken);
        }

        var seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        var said = await report;
        if (check.ExitCode != 0)
        {
            throw new BenchCouldNotRunException($"The export did not verify: {said}");
        }

        return Line($"verify export of {named}, program start included", "entries/s", entries / seconds) with
        {
            RssMb = Math.Round(peak / 1048576.0, 1),
        };
    }

    private static BenchLine Line(string name, string unit, double ours) =>
        new("log", name, unit, Math.Round(ours, 3), null, null, null, null, 0, 0, 0, Math.Round(Environment.WorkingSet / 1048576.0, 1), 1);

    private static void Progress(FormattableString text) => Console.Error.WriteLine("  " + FormattableString.Invariant(text));
}
