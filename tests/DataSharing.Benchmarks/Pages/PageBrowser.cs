using Microsoft.Playwright;

namespace DataSharing.Benchmarks.Pages;

/// <summary>A headless Chromium: what crosses the wire once a page has been visited before, and when its largest content is painted.</summary>
internal sealed class PageBrowser(IPlaywright playwright, IBrowser browser) : IAsyncDisposable
{
    private const int Visits = 3;

    public static async Task<PageBrowser> StartAsync()
    {
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(
            new()
            {
                ExecutablePath = Environment.GetEnvironmentVariable("CHROMIUM") ?? "/usr/bin/chromium",
                // Containers run benches as root, where Chromium's sandbox does not start.
                Args = ["--no-sandbox", "--disable-gpu"],
            }
        );
        return new PageBrowser(playwright, browser);
    }

    /// <returns>Bytes with headers, as they came (compressed where they are); milliseconds. Medians of three visits after the first.</returns>
    public async Task<(double Bytes, double PaintMs)> VisitAsync(Uri platform, PageLoad load)
    {
        await using var context = await browser.NewContextAsync(new() { BaseURL = platform.ToString() });
        await context.AddCookiesAsync(
            load.Sessions[0]
                .Cookies.GetCookies(new Uri(platform, load.Path))
                .Select(cookie => new Microsoft.Playwright.Cookie
                {
                    Name = cookie.Name,
                    Value = cookie.Value,
                    Domain = platform.Host,
                    Path = cookie.Path,
                })
        );
        var page = await context.NewPageAsync();
        var wire = await context.NewCDPSessionAsync(page);
        var received = 0.0;
        await wire.SendAsync("Network.enable");
        wire.Event("Network.loadingFinished").OnEvent += (_, said) =>
            received += said?.TryGetProperty("encodedDataLength", out var length) == true ? length.GetDouble() : 0;
        var bytes = new List<double>();
        var paints = new List<double>();
        for (var visit = 0; visit <= Visits; visit++)
        {
            received = 0;
            await page.GotoAsync(load.Path, new() { WaitUntil = WaitUntilState.NetworkIdle });
            var paint = await page.EvaluateAsync<double>(
                """
                () => new Promise((resolve, reject) => {
                  new PerformanceObserver(list => resolve(list.getEntries().at(-1).startTime))
                    .observe({ type: 'largest-contentful-paint', buffered: true })
                  setTimeout(() => reject(new Error('Nothing was painted.')), 10000)
                })
                """
            );
            if (visit > 0)
            {
                bytes.Add(received);
                paints.Add(paint);
            }
        }

        return (BenchLine.Median(bytes), BenchLine.Median(paints));
    }

    public async ValueTask DisposeAsync()
    {
        await browser.DisposeAsync();
        playwright.Dispose();
    }
}
