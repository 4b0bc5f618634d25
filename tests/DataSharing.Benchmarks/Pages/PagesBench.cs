using DataSharing.Benchmarks.Requests;

namespace DataSharing.Benchmarks.Pages;

/// <summary>
/// The eight busiest pages with the scenario and with 100 times as much, 32 signed-in browsers, beside an empty Razor page; what crosses the wire
/// after the first visit; when the largest content is painted. <c>--scale N</c> for another multiple, <c>--quick</c> for short rounds.
/// </summary>
internal static class PagesBench
{
    private const int Browsers = 32;
    private const int Rounds = 3;
    private const double Floor = 0.2;
    private const double MostKilobytes = 60;

    // The scenario's people who may open all of these pages, signed in several times each.
    private static readonly string[] Practitioners = ["amira", "nia", "ffion", "idris"];
    private static readonly string[] Officers = ["joan"];
    private static readonly Dictionary<string, string> NoHeaders = new(StringComparer.Ordinal);

    public static async Task<int> RunAsync(string[] options)
    {
        var quick = options.Contains("--quick", StringComparer.Ordinal);
        var scale = Array.IndexOf(options, "--scale") is >= 0 and var at
            ? int.Parse(options[at + 1], System.Globalization.CultureInfo.InvariantCulture)
            : 100;
        var met = await RunAsync(1, quick);
        if (scale > 1)
        {
            met &= await RunAsync(scale, quick);
        }

        return met ? BenchLine.Met : BenchLine.Missed;
    }

    private static async Task<bool> RunAsync(int scale, bool quick)
    {
        using var platform = await Platform.StartWholeAsync(scale);
        using var empty = await Peers.StartEmptyPageAsync();
        await using var browser = await PageBrowser.StartAsync();
        var practitioners = await SignInAsync(platform, Practitioners);
        var officers = await SignInAsync(platform, Officers);
        var scratch = Directory.CreateTempSubdirectory("datasharing-bench-pages-").FullName;
        var met = true;
        try
        {
            foreach (var page in BusyPage.Of(platform))
            {
                var load = await page.PrepareAsync(page.ByOfficer ? officers : practitioners, scratch);
                foreach (
                    var line in load is null ? [Missing(page, scale)] : await MeasureAsync(platform, empty, browser, load, scale, quick)
                )
                {
                    await Console.Out.WriteLineAsync(line.ToJson());
                    met &= line.MeetsTarget ?? true;
                }
            }
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
            foreach (var session in practitioners.Concat(officers))
            {
                session.Dispose();
            }
        }

        return met;
    }

    private static async Task<IReadOnlyList<PageSession>> SignInAsync(Platform platform, string[] people)
    {
        var sessions = new List<PageSession>();
        for (var i = 0; i < Browsers; i++)
        {
            sessions.Add(await PageSession.SignInAsync(platform, people[i % people.Length]));
        }

        return sessions;
    }

    private static async Task<IReadOnlyList<BenchLine>> MeasureAsync(
        Platform platform,
        ServerProcess empty,
        PageBrowser browser,
        PageLoad load,
        int scale,
        bool quick
    )
    {
        var duration = TimeSpan.FromSeconds(quick ? 2 : 5);
        List<LoadFigures> ours = [],
            theirs = [];
        for (var round = 0; round <= Rounds; round++)
        {
            // Round 0 warms both up and counts for nothing.
            var our = await WrkLoad.RunAsync(platform.Server, load.Path, NoHeaders, Browsers, duration, load.Script);
            await load.CheckAsync();
            var their = await WrkLoad.RunAsync(empty, "/empty", NoHeaders, Browsers, duration);
            await Console.Error.WriteLineAsync(
                $"{load.Page.Name} x{scale} round {round}: ours {our.Rate:0}/s, an empty page {their.Rate:0}/s"
            );
            if (round > 0)
            {
                ours.Add(our);
                theirs.Add(their);
            }
        }

        var (bytes, paint) = await browser.VisitAsync(new Uri(platform.Server.Address), load);
        var (kilobytes, ourRate, theirRate) = (
            Math.Round(bytes / 1024, 1),
            BenchLine.Median(ours.Select(f => f.Rate)),
            BenchLine.Median(theirs.Select(f => f.Rate))
        );
        var name = $"{load.Page.Name} x{scale}";
        return
        [
            new(
                "pages",
                $"{name} c={Browsers}",
                "requests/s",
                ourRate,
                "empty-razor-page",
                theirRate,
                Math.Round(ourRate / theirRate, 3),
                Floor,
                BenchLine.Median(ours.Select(f => f.P50Ms)),
                BenchLine.Median(ours.Select(f => f.P99Ms)),
                BenchLine.Median(ours.Select(f => f.CpuUsPerOp)),
                BenchLine.Median(ours.Select(f => f.RssMb)),
                Rounds
            ),
            new(
                "pages",
                $"{name} wire after the first visit",
                "KiB",
                kilobytes,
                "most-allowed",
                MostKilobytes,
                Math.Round(MostKilobytes / kilobytes, 3),
                1,
                0,
                0,
                0,
                0,
                Rounds
            ),
            new("pages", $"{name} largest contentful paint", "ms", Math.Round(paint, 1), null, null, null, null, 0, 0, 0, 0, Rounds),
        ];
    }

    /// <summary>Said, and counted as missed: a figure that is not there must not look like one that is met.</summary>
    private static BenchLine Missing(BusyPage page, int scale) =>
        new(
            "pages",
            $"{page.Name} x{scale}: the platform has no such page",
            "requests/s",
            0,
            "empty-razor-page",
            null,
            0,
            Floor,
            0,
            0,
            0,
            0,
            0
        );
}
