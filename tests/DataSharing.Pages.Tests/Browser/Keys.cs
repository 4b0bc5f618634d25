namespace DataSharing.Pages.Tests.Browser;

/// <summary>Somebody who has a keyboard and nothing else: Tab, arrows, Space, Enter and letters.</summary>
internal sealed class Keys(IPage page)
{
    private const int MostStops = 150;

    /// <summary>Goes on with Tab until the focus is where the selector says. What cannot be reached fails the test.</summary>
    public Task ReachAsync(string selector) => ReachAsync("(e, s) => e.matches(s)", selector);

    public async Task TypeAsync(string selector, string text)
    {
        await ReachAsync(selector);
        await page.Keyboard.TypeAsync(text);
    }

    public async Task TickAsync(string selector)
    {
        await ReachAsync(selector);
        await page.Keyboard.PressAsync("Space");
        Assert.True(await page.EvaluateAsync<bool>("document.activeElement.checked"), $"{selector} was not ticked by Space.");
    }

    /// <summary>One of a group of radio buttons: Tab to the group, arrows within it.</summary>
    public async Task ChooseAsync(string name, string value)
    {
        await ReachAsync($"input[type=radio][name='{name}']");
        await page.Keyboard.PressAsync("Space");
        for (var i = 0; i < MostStops; i++)
        {
            if (await page.EvaluateAsync<string>("document.activeElement.value") == value)
            {
                Assert.True(await page.EvaluateAsync<bool>("document.activeElement.checked"), $"{value} has the focus and is not chosen.");
                return;
            }

            await page.Keyboard.PressAsync("ArrowDown");
        }

        Assert.Fail($"The arrows never reach {value} of {name}.");
    }

    /// <summary>A button or a link by its words; waits for the page that it leads to.</summary>
    public async Task PressAsync(string words)
    {
        await ReachAsync("(e, s) => ['BUTTON', 'A'].includes(e.tagName) && e.textContent.trim() === s", words);
        await page.EvaluateAsync("window.pageBefore = true");
        await page.Keyboard.PressAsync("Enter");
        await Eventually.TrueAsync(
            async () =>
            {
                try
                {
                    return await page.EvaluateAsync<bool>("!window.pageBefore && document.readyState === 'complete'");
                }
                catch (PlaywrightException)
                {
                    // Between two pages.
                    return false;
                }
            },
            () => Task.FromResult($"'{words}' led nowhere.")
        );
    }

    private async Task ReachAsync(string test, string argument)
    {
        for (var i = 0; i < MostStops; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await page.EvaluateAsync<bool>($"s => ({test})(document.activeElement, s)", argument))
            {
                return;
            }
        }

        Assert.Fail($"Tab never reaches '{argument}' at {page.Url}.");
    }
}
