namespace DataSharing.Pages.Tests;

/// <summary>The pages for people who use no mouse, who enlarge, who choose their own colours, or who cannot bear movement.</summary>
public sealed class WaysOfUseTests(Borough borough) : PageTest(borough)
{
    private string Child => Borough.Id("aisha-penrow");

    /// <summary>A page of every kind: text, form, results, record, chart, table, journey.</summary>
    private string[] Main =>
        [
            "/app",
            "/app/find",
            $"/app/subjects/{Child}",
            $"/app/subjects/{Child}/links",
            $"/app/share/new?subject={Child}",
            "/app/requests",
            "/app/tactics",
            "/app/agreements",
            "/app/agreements/text/eastmere-exploitation/1",
            "/app/agreements/who",
            "/app/can-i-share",
            "/app/deployments",
            $"/app/deployments/propose?about={Child}",
        ];

    [Fact]
    public async Task Share_KeyboardAlone_IsSent()
    {
        var amira = await AsAsync("amira");
        var keys = new Keys(amira.Page);
        await amira.GoAsync($"/app/share/new?subject={Child}");
        await StateAsync(amira, keys);

        await keys.ChooseAsync("To", "eastmere-police");
        await keys.ChooseAsync("Purpose", Eastmere.Purpose);
        await keys.TickAsync("input[type=checkbox][value=risk]");
        await keys.TypeAsync("#category-risk", "Seen at the arcade on Friday.");
        await keys.TypeAsync("textarea[name=Reason]", "Strategy discussion this morning");
        await keys.PressAsync("Continue");
        Assert.Equal("Check what will be shared", await amira.HeadingAsync());
        await keys.PressAsync("Share now");

        Assert.Contains("What you shared was sent", await amira.TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tactic_KeyboardAlone_IsProposed()
    {
        var ben = await AsAsync("ben");
        var keys = new Keys(ben.Page);
        await ben.GoAsync($"/app/deployments/propose?about={Borough.Id("heron-court-14")}");
        await StateAsync(ben, keys);

        await keys.ChooseAsync("Theme", "location");
        await keys.PressAsync("Continue");
        await keys.ChooseAsync("Tactic", "closure-notice");
        await keys.PressAsync("Continue");
        await keys.PressAsync("Continue");
        await keys.TypeAsync("#Objective", "Children are no longer called there at night.");
        await keys.PressAsync("Continue");
        await keys.PressAsync("Continue");
        Assert.Equal("Check your answers", await ben.HeadingAsync());
        await keys.PressAsync("Propose the tactic");

        Assert.Contains("The tactic is proposed", await ben.TextAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public async Task Pages_Enlarged_LoseNothingAndDoNotScrollSideways(int times)
    {
        // As browsers enlarge a window of 1280 pixels: so many times fewer pixels, each so many times the size (WCAG 2.2, 1.4.4 and 1.4.10).
        var width = 1280 / times;
        var visit = await AsAsync(
            "amira",
            adjust: options =>
            {
                options.ViewportSize = new() { Width = width, Height = 900 / times };
                options.DeviceScaleFactor = times;
            }
        );
        foreach (var path in Main)
        {
            await visit.GoStatingAsync(path);
            Assert.True(await visit.WidthAsync() <= width, $"{path} scrolls sideways at {times}00 %.");
            Assert.Empty(await CutOffAsync(visit));
            Assert.Empty(await UnreachableAsync(visit));
            // 320 pixels wide, LooksRightAsync holds every page to axe.
            if (times == 2)
            {
                await visit.AxeAsync($"{path} at {times}00 %");
            }
        }
    }

    [Fact]
    public async Task Pages_ForcedColoursAndReducedMotion_StayReadableAndStill()
    {
        var amira = await AsAsync(
            "amira",
            adjust: options =>
            {
                options.ForcedColors = ForcedColors.Active;
                options.ReducedMotion = ReducedMotion.Reduce;
            }
        );
        foreach (var path in Main)
        {
            await amira.GoStatingAsync(path);
            Assert.True(await amira.Page.EvaluateAsync<bool>("matchMedia('(forced-colors: active)').matches"));
            Assert.Equal(0, await amira.Page.EvaluateAsync<int>("document.getAnimations().length"));
            await amira.AxeAsync($"{path} in forced colours", ownColours: true);
        }
    }

    private static async Task StateAsync(Visit visit, Keys keys)
    {
        Assert.Contains("/app/access", visit.Page.Url, StringComparison.Ordinal);
        await keys.ChooseAsync("Purpose", Eastmere.Purpose);
        await keys.TypeAsync("textarea[name=Reason]", "Strategy meeting today");
        await keys.PressAsync("Continue");
    }

    /// <summary>Boxes that scroll and that a keyboard cannot reach, or that have no name.</summary>
    private static Task<string[]> UnreachableAsync(Visit visit) =>
        visit.Page.EvaluateAsync<string[]>(
            """
            () => [...document.querySelectorAll('main *')]
              .filter(e => e.scrollWidth > e.clientWidth + 1 && ['auto', 'scroll'].includes(getComputedStyle(e).overflowX))
              .filter(e => !['INPUT', 'TEXTAREA', 'SELECT'].includes(e.tagName))
              .filter(e => e.tabIndex < 0 || e.getAttribute('role') !== 'region' || !(e.getAttribute('aria-label') ?? e.getAttribute('aria-labelledby')))
              .map(e => e.outerHTML.slice(0, 120))
            """
        );

    /// <summary>Texts in boxes that hide what does not fit.</summary>
    private static Task<string[]> CutOffAsync(Visit visit) =>
        visit.Page.EvaluateAsync<string[]>(
            """
            () => [...document.querySelectorAll('main *')]
              .filter(e => e.scrollWidth > e.clientWidth + 1 && ['hidden', 'clip'].includes(getComputedStyle(e).overflowX))
              .filter(e => !e.closest('.govuk-visually-hidden') && !e.className.toString().includes('visually-hidden') && e.clientWidth > 1)
              .map(e => e.outerHTML.slice(0, 120))
            """
        );
}
