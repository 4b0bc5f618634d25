namespace DataSharing.Pages.Tests;

/// <summary>The officer's pages for somebody without a mouse: each task to its end, and the way there and back of every page.</summary>
public sealed class AuditKeyboardTests(Borough borough) : PageTest(borough)
{
    private string Child => Borough.Id("aisha-penrow");

    [Fact]
    public async Task Disposal_KeyboardAlone_IsProposedAndConfirmed()
    {
        var body = new System.Text.Json.Nodes.JsonObject { ["kind"] = "person", ["name"] = "Kit Board-Erased" };
        using var made = await Borough.PostAsync("amira", "/api/subjects", body);
        var id = (await Eastmere.JsonAsync(made)).GetProperty("id").GetString() ?? "";
        var mira = await AsAsync("mira");
        var keys = new Keys(mira.Page);
        await mira.GoAsync("/app/audit/disposals");
        await keys.PressAsync("Propose the disposal");
        await keys.FollowErrorAsync("Choose a ground");
        await keys.ReachAsync("#Record");
        await mira.Page.Keyboard.TypeAsync(id);
        await keys.SelectAsync("Ground", "retention-ended");
        await keys.TypeAsync("textarea[name=Reason]", "The retention period ended last month.");
        await keys.PressAsync("Propose the disposal");
        Assert.Contains("another officer has to confirm it", await mira.TextAsync(), StringComparison.Ordinal);
        var path = new Uri(mira.Page.Url).AbsolutePath;

        var joan = await AsAsync("joan");
        var hers = new Keys(joan.Page);
        await joan.GoAsync(path);
        await hers.PressAsync("Record the decision");
        await hers.FollowErrorAsync("Choose what to do");
        await hers.ChooseAsync("Decision", "confirmed");
        await hers.PressAsync("Record the decision");
        Assert.Contains("It is erased. This is the certificate.", await joan.TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_KeyboardAlone_IsMadeAndDownloaded()
    {
        var joan = await AsAsync("joan");
        var keys = new Keys(joan.Page);
        await joan.GoAsync("/app/audit/exports");
        await keys.PressAsync("Make the export");
        await keys.FollowErrorAsync("Choose a format");
        await keys.ChooseAsync("Format", "jsonl");
        await keys.PressAsync("Make the export");
        await keys.ReachAsync("a[href$='handler=File']");
        var file = await joan.Page.RunAndWaitForDownloadAsync(() => joan.Page.Keyboard.PressAsync("Enter"));
        Assert.Null(await file.FailureAsync());
        await keys.PressAsync("See how far it has come");
        Assert.Contains("Fingerprint of the file", await joan.TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Entry_KeyboardAlone_IsFoundAndItsProofChecked()
    {
        var amira = await AsAsync("amira");
        var reason = $"Found by keyboard {Guid.NewGuid():N}";
        await amira.GoStatingAsync($"/app/subjects/{Child}", reason);
        var joan = await AsAsync("joan");
        var keys = new Keys(joan.Page);
        await joan.UntilAsync($"/app/audit?About={Child}", reason);
        await joan.GoAsync("/app/audit");
        await keys.TypeAsync("#About", Child);
        await keys.PressAsync("Search");
        Assert.Contains(reason, await joan.TextAsync(), StringComparison.Ordinal);
        var href = await joan.Page.Locator("tr", new() { HasText = reason }).GetByRole(AriaRole.Link).First.GetAttributeAsync("href");
        await keys.ReachAsync($"a[href='{href}']");
        await joan.Page.Keyboard.PressAsync("Enter");
        await joan.Page.WaitForURLAsync($"**{href}");
        await joan.UntilAsync(href ?? "", "Place in the log");
        await keys.PressOnPageAsync("Path and signed checkpoint");
        Assert.True(await joan.Page.Locator("#proof-checkpoint").IsVisibleAsync());
        await keys.PressOnPageAsync("Check it in this browser");
        await joan.Page.GetByText("It fits: from the entry and the path").WaitForAsync(new() { Timeout = 60_000 });
    }

    [Theory]
    [InlineData("/app/audit")]
    [InlineData("/app/audit/record")]
    [InlineData("/app/audit/practitioner")]
    [InlineData("/app/audit/left")]
    [InlineData("/app/audit/refusals")]
    [InlineData("/app/audit/emergencies")]
    [InlineData("/app/audit/exports")]
    [InlineData("/app/audit/disposals")]
    [InlineData("/app/audit/log")]
    [InlineData("/app/agreements")]
    [InlineData("/app/agreements/one/eastmere-exploitation/1")]
    [InlineData("/app/agreements/law/eastmere-exploitation/1")]
    [InlineData("/app/agreements/compare")]
    [InlineData("/app/agreements/simulate/eastmere-exploitation/1")]
    [InlineData("/app/can-i-share")]
    public async Task Page_TabToItsEndAndBack_LeadsTheSameWayAndPastTheMenu(string path)
    {
        var joan = await AsAsync("joan");
        var keys = new Keys(joan.Page);
        await joan.GoAsync(path);
        var there = await keys.StopsAsync();
        Assert.Contains("govuk-skip-link", there[0], StringComparison.Ordinal);
        await joan.GoAsync(path);
        for (var i = 0; i < there.Count; i++)
        {
            await joan.Page.Keyboard.PressAsync("Tab");
        }

        Assert.Equal(there.Reverse().Skip(1), await keys.BackAsync(there.Count - 1));

        // The skip link leads past everything that every page has.
        await joan.GoAsync(path);
        await joan.Page.Keyboard.PressAsync("Tab");
        await joan.Page.Keyboard.PressAsync("Enter");
        await joan.Page.Keyboard.PressAsync("Tab");
        Assert.True(
            await joan.Page.EvaluateAsync<bool>(
                "!!document.activeElement.closest('main, footer') || document.activeElement === document.body"
            ),
            await joan.Page.EvaluateAsync<string>("document.activeElement.outerHTML")
        );
    }
}
