using DataSharing.Testing;

namespace DataSharing.Pages.Tests.Browser;

/// <summary>The synthetic borough on a real platform, a real issuer, and one real browser, for all tests of the pages.</summary>
public class Borough : Eastmere, IAsyncLifetime
{
    private readonly Dictionary<string, string> signedIn = new(StringComparer.Ordinal);
    private IPlaywright? playwright;
    private IBrowser? browser;

    public IBrowser Browser => browser ?? throw new InvalidOperationException("The browser has not been started.");

    public Uri Platform => Running.Address;

    async Task IAsyncLifetime.InitializeAsync()
    {
        await PrepareAsync();
        await InitializeAsync();
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(
            new()
            {
                ExecutablePath = Environment.GetEnvironmentVariable("CHROMIUM") ?? "/usr/bin/chromium",
                // Containers run the tests as root, where Chromium's sandbox does not start.
                Args = ["--no-sandbox", "--disable-gpu"],
            }
        );
    }

    async Task IAsyncLifetime.DisposeAsync()
    {
        if (browser is not null)
        {
            await browser.DisposeAsync();
        }

        playwright?.Dispose();
        await DisposeAsync();
        await EndAsync();
    }

    /// <summary>What must be there before the platform starts.</summary>
    protected virtual Task PrepareAsync() => Task.CompletedTask;

    /// <summary>Takes it away again.</summary>
    protected virtual Task EndAsync() => Task.CompletedTask;

    protected override IEnumerable<KeyValuePair<string, string?>> Settings =>
        [new("Packs:BaseMap", RepositoryFiles.Path("scenarios", "eastmere", "map.geojson"))];

    /// <summary>The cookies of somebody signed in, made once: signing in is tested elsewhere.</summary>
    public async Task<string> SessionOfAsync(string user)
    {
        if (!signedIn.TryGetValue(user, out var state))
        {
            await using var context = await Browser.NewContextAsync(new() { BaseURL = Platform.ToString() });
            context.SetDefaultTimeout((float)Eventually.Patience.TotalMilliseconds);
            var page = await context.NewPageAsync();
            await page.GotoAsync("/app");
            await page.ClickAsync($"button[value={user}]");
            await page.WaitForURLAsync(new Uri(Platform, "/app").ToString());
            signedIn[user] = state = await context.StorageStateAsync();
        }

        return state;
    }
}

[CollectionDefinition(Name)]
public sealed class PagesCollection : ICollectionFixture<Borough>
{
    public const string Name = "pages";
}

/// <summary>The borough with the agreement on disruption in force too: panels live by it. Apart, because it puts another purpose first.</summary>
public sealed class PanelBorough : Borough
{
    protected override string? Part => "agreements";
}

[CollectionDefinition(Name)]
public sealed class PanelCollection : ICollectionFixture<PanelBorough>
{
    public const string Name = "panels";
}
