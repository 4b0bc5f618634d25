namespace DataSharing.Pages.Tests;

/// <summary>An officer tries an agreement on the agency's past decisions, and makes one decision again.</summary>
public sealed class AgreementTrialTests(Borough borough) : PageTest(borough)
{
    private const string Version = "eastmere-exploitation/1";

    [Fact]
    public async Task Trial_OfTheVersionInForce_RunsToItsEndAndChangesNothing()
    {
        var joan = await AsAsync("joan");
        await joan.GoAsync($"/app/agreements/one/{Version}");
        await joan.FollowAsync("Try it on your agency’s past decisions");
        await joan.LooksRightAsync("agreement-trial");
        await joan.PressAsync("Try it");
        Assert.Equal("What would change", await joan.HeadingAsync());
        var address = new Uri(joan.Page.Url).AbsolutePath;
        await joan.UntilAsync(address, "Nothing would have come out differently");
        await joan.LooksRightAsync("agreement-trial-done");

        // Another agency's officer finds nothing there, and whoever is no officer is not let in.
        var kath = await AsAsync("kath");
        Assert.Equal(404, (await kath.GoAsync(address))?.Status);
        var amira = await AsAsync("amira");
        Assert.Equal(403, (await amira.GoAsync(address))?.Status);
        Assert.Equal(403, (await amira.GoAsync($"/app/agreements/simulate/{Version}"))?.Status);
    }

    [Fact]
    public async Task Decision_MadeAgain_IsTheSame()
    {
        var amira = await AsAsync("amira");
        await amira.GoStatingAsync($"/app/share/new?subject={Borough.Id("aisha-penrow")}", "To be made again");
        await amira.PressAsync("Continue");
        await amira.Page.GetByLabel("Eastmere Constabulary", new() { Exact = true }).CheckAsync();
        await amira.Page.CheckAsync("input[name=Purpose] >> nth=0");
        await amira.Page.CheckAsync("input[value=risk]");
        await amira.Page.FillAsync("#category-risk", "Seen at the arcade after midnight");
        await amira.Page.FillAsync("textarea[name=Reason]", "Made to be decided again");
        await amira.PressAsync("Continue");
        await amira.PressAsync("Share now");

        var joan = await AsAsync("joan");
        await joan.UntilAsync($"/app/audit?About={Borough.Id("aisha-penrow")}", "Made to be decided again");
        await joan.ClickAsync(joan.Page.Locator("tr", new() { HasText = "Made to be decided again" }).GetByRole(AriaRole.Link).First);
        await joan.FollowAsync("Make the decision again");
        await joan.LooksRightAsync("decision-again");
        await joan.PressAsync("Make it again");
        if ((await joan.TextAsync()).Contains("Enter the id of the record", StringComparison.Ordinal))
        {
            await joan.LooksRightAsync("decision-again-whom");
            await joan.Page.FillAsync("input[name=About]", Borough.Id("aisha-penrow"));
            await joan.PressAsync("Make it again");
        }

        Assert.Contains("exactly what the entry says", await joan.TextAsync(), StringComparison.Ordinal);
        await joan.LooksRightAsync("decision-again-made");
    }
}
