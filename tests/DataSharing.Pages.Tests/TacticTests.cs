namespace DataSharing.Pages.Tests;

/// <summary>The catalogue, and one tactic from the idea to the notice served, by two people.</summary>
public sealed class TacticTests(Borough borough) : PageTest(borough)
{
    private string Place => Borough.Id("heron-court-14");

    [Fact]
    public async Task Catalogue_NarrowedAndOpened_SaysWhatIsNotVerified()
    {
        var ben = await AsAsync("ben");
        await ben.GoAsync("/app/tactics");
        Assert.Contains("187 tactics shown", await ben.TextAsync(), StringComparison.Ordinal);
        await ben.Page.SelectOptionAsync("#Theme", "housing");
        await ben.PressAsync("Show");
        Assert.Contains("18 tactics shown", await ben.TextAsync(), StringComparison.Ordinal);
        await ben.LooksRightAsync("catalogue");

        await ben.GoAsync("/app/tactics/item/child-abduction-warning-notice");
        Assert.Contains("This entry was written from memory", await ben.TextAsync(), StringComparison.Ordinal);
        Assert.Contains("Start date not recorded", await ben.TextAsync(), StringComparison.Ordinal);
        await ben.LooksRightAsync("catalogue-tactic");
        await ben.GoAsync("/app/tactics/item/licensing-s161-closure");
        Assert.Contains("This power is not in force", await ben.TextAsync(), StringComparison.Ordinal);
        Assert.Equal(404, (await ben.GoAsync("/app/tactics/item/no-such-tactic"))?.Status);
    }

    [Fact]
    public async Task Tactic_ProposedAuthorisedByAnotherAndServed()
    {
        var ben = await AsAsync("ben");
        var tactic = await ProposeAsync(ben, "Stop the flat being used to hurt children.");
        Assert.Contains("The tactic is proposed", await ben.TextAsync(), StringComparison.Ordinal);
        await ben.LooksRightAsync("tactic-idea");

        await ben.PressAsync("Start gathering evidence");
        await ben.PressAsync("Start gathering evidence");
        await ben.FollowAsync("Change the case, the evidence or who carries it");
        await ben.Page.FillAsync("#ImpactOnChild", "Two children can no longer be called there at night.");
        await ben.Page.FillAsync("#Proportionality", "Warnings in May and June changed nothing.");
        await ben.Page.CheckAsync("#gathered-0");
        await ben.LooksRightAsync("tactic-edit");
        await ben.PressAsync("Save");
        Assert.Contains("Your changes are saved.", await ben.TextAsync(), StringComparison.Ordinal);
        // Whoever proposed it does not authorise it.
        await ben.Page.GetByText("Other steps").ClickAsync();
        Assert.Contains("Whoever proposed it cannot authorise it.", await ben.TextAsync(), StringComparison.Ordinal);

        var lena = await AsAsync("lena");
        await lena.GoStatingAsync(tactic);
        await lena.Page.GetByText("Other steps").ClickAsync();
        await lena
            .Page.GetByRole(AriaRole.Link, new() { Name = "Authorise", Exact = true })
            .Or(lena.Page.GetByRole(AriaRole.Button, new() { Name = "Authorise", Exact = true }))
            .First.ClickAsync();
        await lena.LooksRightAsync("tactic-authorise");
        await lena.PressAsync("Authorise");
        Assert.Contains("Authorised", await lena.TextAsync(), StringComparison.Ordinal);

        await ben.GoStatingAsync(tactic);
        await ben.GoAsync(tactic.Replace("/item/", "/step/", StringComparison.Ordinal) + "?to=served");
        await ben.PressAsync("Record that it was served");
        await ben.LooksRightAsync("tactic-serve-errors");
        await FillDateAsync(ben, "Form.ServedAt.Date", 16, 11, 2026);
        await ben.Page.FillAsync("[name='Form.ServedAt.Time']", "10:15am");
        await ben.Page.GetByLabel("Fixed to the premises").CheckAsync();
        await ben.Page.FillAsync("#Form-ServedBy", "PC 4417");
        await ben.PressAsync("Record that it was served");
        Assert.Contains("16 November 2026 at 10:15am", await ben.TextAsync(), StringComparison.Ordinal);
        await ben.LooksRightAsync("tactic-served");

        await ben.FollowAsync("Record something that happened");
        await ben.Page.SelectOptionAsync("#Kind", "ComplianceCheck");
        await FillDateAsync(ben, "On", 17, 11, 2026);
        await ben.Page.FillAsync("#Note", "The door was locked and nobody was there.");
        await ben.LooksRightAsync("tactic-happened");
        await ben.PressAsync("Record it");
        Assert.Contains("The door was locked", await ben.TextAsync(), StringComparison.Ordinal);

        await ben.GoStatingAsync("/app/deployments");
        Assert.Contains("14 Heron Court", await ben.TextAsync(), StringComparison.Ordinal);
        await ben.LooksRightAsync("tactics-board");
        await ben.GoAsync("/app/deployments/due");
        await ben.LooksRightAsync("tactics-due");
    }

    [Fact]
    public async Task Tactic_ChangedBySomebodyElse_KeepsWhatWasTyped()
    {
        var ben = await AsAsync("ben");
        var tactic = await ProposeAsync(ben, "Changed twice.");
        var edit = tactic.Replace("/item/", "/edit/", StringComparison.Ordinal);
        await ben.GoAsync(edit);
        var lena = await AsAsync("lena");
        await lena.GoStatingAsync(tactic);
        await lena.GoAsync(edit);
        await lena.Page.FillAsync("#ImpactOnChild", "Lena was first.");
        await lena.PressAsync("Save");

        await ben.Page.FillAsync("#Proportionality", "Ben was second.");
        await ben.PressAsync("Save");

        Assert.Contains("Somebody changed this", await ben.TextAsync(), StringComparison.Ordinal);
        Assert.Equal("Ben was second.", await ben.Page.InputValueAsync("#Proportionality"));
        await ben.LooksRightAsync("tactic-changed");
    }

    [Fact]
    public async Task Tactic_NotYours_LooksLikeNone()
    {
        var ben = await AsAsync("ben");
        var tactic = await ProposeAsync(ben, "Not for licensing.");

        var colm = await AsAsync("colm");
        await colm.GoStatingAsync(tactic);
        var theirs = await colm.TextAsync();
        await colm.GoStatingAsync($"/app/deployments/item/{Guid.NewGuid():D}");
        Assert.Equal("Page not found", await colm.HeadingAsync());
        Assert.Equal(theirs, await colm.TextAsync());
    }

    private async Task<string> ProposeAsync(Visit visit, string objective)
    {
        await visit.GoStatingAsync($"/app/deployments/propose?about={Place}");
        var first = objective.StartsWith("Stop", StringComparison.Ordinal);
        await visit.Page.CheckAsync("input[name=Theme][value=location]");
        await visit.PressAsync("Continue");
        if (first)
        {
            await visit.LooksRightAsync("propose-tactic");
            await visit.PressAsync("Continue");
            await visit.LooksRightAsync("propose-tactic-errors");
        }

        await visit.Page.CheckAsync("input[name=Tactic][value=closure-notice]");
        await visit.PressAsync("Continue");
        await visit.PressAsync("Continue");
        await visit.Page.FillAsync("#Objective", objective);
        await visit.PressAsync("Continue");
        await visit.Page.GetByLabel("Eastmere Borough Council, Licensing").CheckAsync();
        await visit.PressAsync("Continue");
        Assert.Equal("Check your answers", await visit.HeadingAsync());
        if (first)
        {
            await visit.LooksRightAsync("propose-check");
        }

        await visit.PressAsync("Propose the tactic");
        return new Uri(visit.Page.Url).AbsolutePath;
    }

    private static async Task FillDateAsync(Visit visit, string name, int day, int month, int year)
    {
        await visit.Page.FillAsync($"[name='{name}.Day']", $"{day}");
        await visit.Page.FillAsync($"[name='{name}.Month']", $"{month}");
        await visit.Page.FillAsync($"[name='{name}.Year']", $"{year}");
    }
}
