using DataSharing.Testing;

namespace DataSharing.Pages.Tests.Browser;

/// <summary>One browser window of one person. Notes what a page may not do: complain on the console, or ask any other host for anything.</summary>
public sealed class Visit : IAsyncDisposable
{
    private static readonly string? Pictures = Environment.GetEnvironmentVariable("PICTURES");
    private readonly IBrowserContext context;
    private readonly List<string> complaints = [];
    private readonly Uri platform;
    private readonly bool script;

    public Visit(IBrowserContext context, IPage page, Uri platform, Uri issuer, bool script)
    {
        this.context = context;
        this.platform = platform;
        this.script = script;
        Page = page;
        page.Console += (_, message) =>
        {
            // The browser's own words for an answer of 400 and above; tests expect some.
            if (message.Type is "error" or "warning" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
            {
                complaints.Add($"{message.Type}: {message.Text} at {page.Url}");
            }
        };
        page.PageError += (_, error) => complaints.Add($"script: {error} at {page.Url}");
        page.Request += (_, request) =>
        {
            var to = new Uri(request.Url);
            var atHome = to.Authority == platform.Authority;
            var signingIn = to.Authority == issuer.Authority && request.IsNavigationRequest;
            if (!atHome && !signingIn && to.Scheme is not "data" && !to.AbsolutePath.EndsWith("/favicon.ico", StringComparison.Ordinal))
            {
                complaints.Add($"outside request: {request.Url}");
            }
        };
        page.Response += (_, response) =>
        {
            if (
                response.Status >= 400
                && !response.Request.IsNavigationRequest
                && !response.Url.EndsWith("/favicon.ico", StringComparison.Ordinal)
            )
            {
                complaints.Add($"{response.Status} for {response.Url}");
            }
        };
    }

    public IPage Page { get; }

    public IReadOnlyList<string> Complaints => complaints;

    public IBrowserContext Context => context;

    public async Task<IResponse?> GoAsync(string path) => await Page.GotoAsync(path);

    /// <summary>Opens the page again and again until it says all of these words, in capitals or not.</summary>
    public async Task UntilAsync(string path, params string[] words)
    {
        await Eventually.TrueAsync(
            async () =>
            {
                await GoAsync(path);
                var text = await TextAsync();
                return words.All(w => text.Contains(w, StringComparison.OrdinalIgnoreCase));
            },
            TextAsync
        );
    }

    /// <summary>Opens a page that asks for purpose and reason first, and answers.</summary>
    public async Task GoStatingAsync(string path, string reason = "Strategy meeting today")
    {
        await Page.GotoAsync(path);
        if (Page.Url.Contains("/app/access", StringComparison.Ordinal))
        {
            await Page.CheckAsync("input[name=Purpose] >> nth=0");
            await Page.FillAsync("textarea[name=Reason]", reason);
            await PressAsync("Continue");
        }
    }

    /// <summary>Picks somebody at the development issuer, and waits until the browser is back from there.</summary>
    public async Task SignInAsync(string user)
    {
        await Page.ClickAsync($"button[value={user}]");
        await Page.WaitForURLAsync(url => new Uri(url).Authority == platform.Authority);
    }

    /// <summary>A button, or a link that looks like one.</summary>
    public Task PressAsync(string button) => ClickAsync(Page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }));

    public Task FollowAsync(string link) => ClickAsync(Page.GetByRole(AriaRole.Link, new() { Name = link, Exact = true }).First);

    public async Task<string> HrefAsync(string link) =>
        await Page.GetByRole(AriaRole.Link, new() { Name = link, Exact = true }).GetAttributeAsync("href") ?? "";

    public Task<string> HeadingAsync() => Page.Locator("h1").InnerTextAsync();

    public async Task<string> TextAsync()
    {
        await Page.WaitForLoadStateAsync();
        return await Page.Locator("body").InnerTextAsync();
    }

    /// <summary>
    /// Holds the page as it stands to what every page must be: no axe violation, one heading of the first level, nothing to scroll sideways at
    /// 320 pixels, no forbidden words. With PICTURES set to a folder, it is pictured there, wide and narrow.
    /// </summary>
    public async Task LooksRightAsync(string name)
    {
        await Page.WaitForLoadStateAsync();
        Assert.Equal(1, await Page.Locator("h1").CountAsync());
        Assert.Empty(PageWords.FaultsIn(await TextAsync()));
        Assert.Empty(PageWords.FaultsIn(await Page.TitleAsync()));
        await PictureAsync(name, 1280);
        await AxeAsync(name);
        await Page.SetViewportSizeAsync(320, 720);
        var scrolls = await WidthAsync();
        await PictureAsync(name, 320);
        Assert.True(scrolls <= 320, $"{name} is {scrolls} pixels wide on a screen of 320.");
        await AxeAsync(name + " at 320 pixels");
        await Page.SetViewportSizeAsync(1280, 900);
    }

    public async ValueTask DisposeAsync() => await context.DisposeAsync();

    /// <summary>Clicks what leads to a page, and waits until that page is there.</summary>
    internal async Task ClickAsync(ILocator what)
    {
        await what.ClickAsync();
        // A click waits until the answer begins, not until it is there.
        await Page.WaitForLoadStateAsync();
    }

    /// <summary>How wide the page is, in pixels of its own.</summary>
    public async Task<double> WidthAsync() =>
        script
            ? await Page.EvaluateAsync<double>("document.documentElement.scrollWidth")
            : (await Page.Locator("html").BoundingBoxAsync())?.Width ?? 0;

    /// <summary>No violation of WCAG 2.2 AA that axe finds, in the page as it stands.</summary>
    /// <param name="name">Of the page, for the complaint.</param>
    /// <param name="ownColours">Whether the person chose the colours: then their contrast is not the page's.</param>
    public async Task AxeAsync(string name, bool ownColours = false)
    {
        if (!script)
        {
            return;
        }

        var violations = await Axe.ViolationsAsync(Page, ownColours);
        var said = string.Join('\n', violations.Select(v => $"{name}: {v}"));
        Assert.True(said.Length == 0, said);
    }

    private async Task PictureAsync(string name, int width)
    {
        if (Pictures is { Length: > 0 } folder && script)
        {
            Directory.CreateDirectory(folder);
            await Page.SetViewportSizeAsync(width, 900);
            await Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}-{width}.png"), FullPage = true });
        }
    }
}
