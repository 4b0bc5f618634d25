namespace DataSharing.Pages.Tests.Browser;

/// <summary>
/// Somebody who has a keyboard and nothing else: Tab, arrows, Space, Enter and letters. Wherever Tab leads, the focus must be seen, must not lie
/// beneath something, and must go on in the order in which the page is read.
/// </summary>
internal sealed class Keys(IPage page)
{
    private const int MostStops = 200;

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

    /// <summary>One line of a drop-down list, by arrows from its beginning.</summary>
    public async Task SelectAsync(string id, string value)
    {
        await ReachAsync($"select#{id}");
        await page.Keyboard.PressAsync("Home");
        for (var i = 0; i < MostStops && await page.EvaluateAsync<string>("document.activeElement.value") != value; i++)
        {
            await page.Keyboard.PressAsync("ArrowDown");
        }

        Assert.Equal(value, await page.EvaluateAsync<string>("document.activeElement.value"));
    }

    /// <summary>A button (Space) or a link (Enter) by its words, or by how they begin; waits for the page that it leads to.</summary>
    public async Task PressAsync(string words)
    {
        await ReachWordsAsync(words);
        await LeadsOnAsync(words, PressHereAsync);
    }

    /// <summary>The same where it leads to no other page.</summary>
    public async Task PressOnPageAsync(string words)
    {
        await ReachWordsAsync(words);
        await PressHereAsync();
    }

    public Task ReachWordsAsync(string words) =>
        ReachAsync(
            """
            (e, s) => ['BUTTON', 'A', 'SUMMARY'].includes(e.tagName)
              && (e.textContent.trim().replace(/\s+/g, ' ') === s || e.textContent.trim().replace(/\s+/g, ' ').startsWith(s + ':'))
            """,
            words
        );

    /// <summary>The page came back with a mistake: its list of them has the focus, and the first leads to its field.</summary>
    public async Task FollowErrorAsync(string words)
    {
        Assert.True(
            await page.EvaluateAsync<bool>("document.activeElement.matches('.govuk-error-summary')"),
            $"The list of mistakes does not have the focus at {page.Url}."
        );
        Assert.StartsWith("Error: ", await page.TitleAsync(), StringComparison.Ordinal);
        Assert.True(await page.EvaluateAsync<bool>(InPageOrder), $"The mistakes are not in the order of the page at {page.Url}.");
        await ReachWordsAsync(words);
        await page.Keyboard.PressAsync("Enter");
        Assert.True(
            await page.EvaluateAsync<bool>("document.activeElement.matches('input, select, textarea')"),
            $"'{words}' leads to no field."
        );
        // The field is described by what is wrong with it.
        Assert.Contains(words, await page.EvaluateAsync<string>(Described), StringComparison.Ordinal);
        // Back to before it, so that the next Tab can find it again.
        await page.Keyboard.PressAsync("Shift+Tab");
        _ = await page.EvaluateAsync("() => { window.lastStop = undefined; }");
    }

    /// <summary>Tab from the top of the page to its end: what gets the focus, in order.</summary>
    public async Task<IReadOnlyList<string>> StopsAsync()
    {
        var stops = new List<string>();
        for (var i = 0; i < MostStops; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            var stop = await LookAsync("() => true", "");
            if (stop.Name.Length == 0 || (stops.Count > 0 && stop.Name == stops[0]))
            {
                return stops;
            }

            stops.Add(stop.Name);
        }

        throw new InvalidOperationException($"Tab never comes to the end of {page.Url}.");
    }

    /// <summary>Shift and Tab from where the focus is, so many times: what gets it, in order.</summary>
    public async Task<IReadOnlyList<string>> BackAsync(int stops)
    {
        var back = new List<string>();
        for (var i = 0; i < stops; i++)
        {
            await page.Keyboard.PressAsync("Shift+Tab");
            _ = await page.EvaluateAsync("() => { window.lastStop = undefined; }");
            back.Add((await LookAsync("() => true", "")).Name);
        }

        return back;
    }

    private async Task PressHereAsync() =>
        await page.Keyboard.PressAsync(await page.EvaluateAsync<bool>("document.activeElement.tagName === 'BUTTON'") ? "Space" : "Enter");

    private async Task LeadsOnAsync(string words, Func<Task> press)
    {
        await page.EvaluateAsync("window.pageBefore = true");
        await press();
        try
        {
            await page.WaitForFunctionAsync(
                "() => !window.pageBefore && document.readyState === 'complete'",
                null,
                new() { Timeout = 60_000 }
            );
        }
        catch (TimeoutException)
        {
            Assert.Fail($"'{words}' led nowhere from {page.Url}.");
        }
    }

    private async Task ReachAsync(string test, string argument)
    {
        for (var i = 0; i < MostStops; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            if ((await LookAsync(test, argument)).Found)
            {
                return;
            }
        }

        Assert.Fail($"Tab never reaches '{argument}' at {page.Url}.");
    }

    private async Task<Stop> LookAsync(string test, string argument)
    {
        var stop = await page.EvaluateAsync<Stop>($"s => ({Look})({test}, s)", argument);
        Assert.True(stop.Fault.Length == 0, $"{stop.Fault} at {page.Url}: {stop.Name}");
        return stop;
    }

    private sealed record Stop
    {
        public bool Found { get; init; }

        public string Name { get; init; } = "";

        public string Fault { get; init; } = "";
    }

    private const string InPageOrder = """
        () => {
          const fields = [...document.querySelectorAll('.govuk-error-summary a')].map(a => document.getElementById(a.hash.slice(1)));
          return fields.every((field, i) => field && (i === 0 || fields[i - 1].compareDocumentPosition(field) & Node.DOCUMENT_POSITION_FOLLOWING));
        }
        """;

    private const string Described = """
        () => {
          const ids = [];
          for (let e = document.activeElement; e; e = e.parentElement) ids.push(...(e.getAttribute('aria-describedby') ?? '').split(' '));
          return ids.map(id => document.getElementById(id)?.textContent ?? '').join(' ');
        }
        """;

    // How the focused element looks beside how it looks without the focus; where it lies; and where it lies beside the one before.
    private const string Look = """
        (test, argument) => {
          const e = document.activeElement;
          if (!e || e === document.body) { window.lastStop = undefined; return { found: false, name: '', fault: '' }; }
          const clear = colour => colour === 'transparent' || /, 0\)$/.test(colour);
          const of = (element, pseudo) => {
            const s = getComputedStyle(element, pseudo);
            const outline = s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0 && !clear(s.outlineColor) ? s.outline : '';
            return [outline, s.boxShadow, s.backgroundColor, s.borderWidth, s.borderColor].join('|');
          };
          const parts = [e, ...(e.labels ?? [])].flatMap(part => [[part], [part, '::before'], [part, '::after']]);
          const look = () => parts.map(part => of(...part)).join(';');
          const focused = look();
          e.blur();
          const plain = look();
          e.focus({ preventScroll: true });
          const box = e.getClientRects()[0] ?? new DOMRect();
          const hit = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
          const covered = !hit || !(e.contains(hit) || hit.contains(e) || [...(e.labels ?? [])].some(label => label.contains(hit)));
          const here = { left: box.left + scrollX, right: box.right + scrollX, top: box.top + scrollY, bottom: box.bottom + scrollY };
          const last = window.lastStop;
          window.lastStop = here;
          const back = last && here.bottom <= last.top && here.left < last.right;
          return {
            found: test(e, argument),
            name: e.outerHTML.replace(/\s+/g, ' ').slice(0, 160),
            fault: focused === plain ? 'The focus is not seen' : covered ? 'The focus is covered' : back ? 'The focus goes back up' : '',
          };
        }
        """;
}
