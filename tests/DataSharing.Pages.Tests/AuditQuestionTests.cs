namespace DataSharing.Pages.Tests;

/// <summary>The officer's questions day by day, refusals by ground, what left, and emergencies from the plea to the review.</summary>
public sealed class AuditQuestionTests(Borough borough) : PageTest(borough)
{
    private string Child => Borough.Id("aisha-penrow");

    [Fact]
    public async Task Histories_OfARecordAndAPerson_TellWhoWhyAndWhenDayByDay()
    {
        var amira = await AsAsync("amira");
        await amira.GoStatingAsync($"/app/subjects/{Child}", "Preparing the core group");
        var joan = await AsAsync("joan");
        await joan.GoAsync("/app/audit/record");
        await joan.LooksRightAsync("audit-record-empty");
        await joan.Page.FillAsync("input[name=Id]", "not an id");
        await joan.PressAsync("Show the history");
        Assert.Contains("Enter an id as it stands", await joan.TextAsync(), StringComparison.Ordinal);
        await joan.LooksRightAsync("audit-record-error");

        await joan.UntilAsync($"/app/audit/record?id={Child}", "Preparing the core group");
        var text = await joan.TextAsync();
        Assert.Contains("Amira Solanki", text, StringComparison.Ordinal);
        Assert.Contains("Opened a record", text, StringComparison.Ordinal);
        Assert.Contains("Complete up to", text, StringComparison.Ordinal);
        await joan.LooksRightAsync("audit-record");

        await joan.GoAsync("/app/audit/practitioner");
        await joan.Page.SelectOptionAsync("select[name=Person]", new SelectOptionValue { Label = "Amira Solanki" });
        await joan.PressAsync("Show what they did");
        // Newest first, a hundred on a page.
        var earlier = joan.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Earlier entries" });
        while (!(await joan.TextAsync()).Contains("Preparing the core group", StringComparison.Ordinal) && await earlier.CountAsync() > 0)
        {
            await joan.GoAsync(await joan.HrefAsync("Earlier entries"));
        }

        Assert.Contains("Preparing the core group", await joan.TextAsync(), StringComparison.Ordinal);
        await joan.LooksRightAsync("audit-practitioner");

        // Another agency's officer asks the same and is told nothing.
        var una = await AsAsync("una");
        await una.GoAsync($"/app/audit/record?id={Child}");
        Assert.Contains("Nothing found", await una.TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Emergency_PleadedSharedAndReviewed_ByAnotherOfficerAlone()
    {
        var mira = await AsAsync("mira");
        await ShareInAnEmergencyAsync(mira);

        var colm = await AsAsync("colm");
        await colm.GoStatingAsync(await mira.HrefAsync("See what was sent"));
        Assert.Contains("Shared in an emergency.", await colm.TextAsync(), StringComparison.Ordinal);
        Assert.Contains("Seen getting into a grey car.", await colm.TextAsync(), StringComparison.Ordinal);
        await colm.LooksRightAsync("share-emergency-received");

        // Her own: she sees it, and that it needs another officer.
        await mira.UntilAsync("/app/audit/emergencies", "Needs another officer");
        await mira.LooksRightAsync("audit-emergencies");
        await mira.ClickAsync(mira.Page.Locator("tbody a").First);
        Assert.Contains("it needs another officer", await mira.TextAsync(), StringComparison.Ordinal);
        await mira.LooksRightAsync("audit-emergency-own");
        var path = new Uri(mira.Page.Url).PathAndQuery;

        var joan = await AsAsync("joan");
        await joan.GoAsync("/app");
        Assert.Contains("for a review", await joan.TextAsync(), StringComparison.Ordinal);
        await joan.GoAsync(path);
        await joan.PressAsync("Record the review");
        Assert.Contains("Choose whether it was right to share this", await joan.TextAsync(), StringComparison.Ordinal);
        await joan.LooksRightAsync("audit-emergency-errors");
        await joan.Page.CheckAsync("input[name=Outcome][value=upheld]");
        await joan.Page.FillAsync("textarea[name=Reasons]", "The danger was real and there was no time.");
        await joan.PressAsync("Record the review");
        Assert.Contains("Your review was recorded.", await joan.TextAsync(), StringComparison.Ordinal);
        Assert.Contains("The danger was real and there was no time.", await joan.TextAsync(), StringComparison.Ordinal);
        await joan.LooksRightAsync("audit-emergency-upheld");

        await joan.UntilAsync("/app/audit/left?Emergency=true", "Emergency");
        await joan.LooksRightAsync("audit-left");
        await joan.UntilAsync("/app/audit/emergencies?state=done", "Upheld");
        await joan.LooksRightAsync("audit-emergencies-done");
    }

    [Fact]
    public async Task Emergency_WithoutScript_WorksAndSaysWhatIsMissing()
    {
        var mira = await AsAsync("mira", script: false);
        await CheckAsync(mira);
        await mira.PressAsync("Check it as an emergency");
        Assert.Contains("Say who is in danger of what", await mira.TextAsync(), StringComparison.Ordinal);
        await PleadAsync(mira);
        Assert.Contains("in an emergency", await mira.TextAsync(), StringComparison.Ordinal);
        await mira.PressAsync("Share now");
        Assert.Contains("What you shared was sent", await mira.TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refusals_ByGround_LeadToTheirEntries()
    {
        var amira = await AsAsync("amira");
        await amira.GoAsync("/app/audit");
        var joan = await AsAsync("joan");
        await joan.UntilAsync("/app/audit/refusals", "role does not include it");
        await joan.LooksRightAsync("audit-refusals");
        await joan.ClickAsync(joan.Page.Locator("tr", new() { HasText = "role does not include it" }).GetByRole(AriaRole.Link));
        Assert.Contains("Was refused access", await joan.TextAsync(), StringComparison.Ordinal);
        await joan.LooksRightAsync("audit-refusals-entries");
        await joan.GoAsync("/app/audit/refusals?From.Day=2&From.Month=1&From.Year=2026&To.Day=1&To.Month=1&To.Year=2026");
        Assert.Contains("and not before it", await joan.TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_MadeAndTakenOut_ShowsHowFarAndWhatTheFileIs()
    {
        var joan = await AsAsync("joan");
        await joan.GoAsync("/app/audit/exports");
        await joan.LooksRightAsync("audit-exports");
        await joan.PressAsync("Make the export");
        Assert.Contains("Choose a format", await joan.TextAsync(), StringComparison.Ordinal);
        await joan.LooksRightAsync("audit-exports-error");
        await joan.Page.CheckAsync("input[name=Format][value=csv]");
        await joan.PressAsync("Make the export");
        Assert.Contains("Not yet", await joan.TextAsync(), StringComparison.Ordinal);
        await joan.LooksRightAsync("audit-export");
        var file = await joan.Page.Context.APIRequest.GetAsync(joan.Page.Url + "?handler=File");
        Assert.Equal("application/zip", file.Headers["content-type"]);
        Assert.Equal("PK"u8.ToArray(), (await file.BodyAsync())[..2]);
        await joan.FollowAsync("See how far it has come");
        Assert.Contains("finished", await joan.TextAsync(), StringComparison.Ordinal);
        Assert.Contains("Fingerprint of the file", await joan.TextAsync(), StringComparison.Ordinal);
        await joan.LooksRightAsync("audit-export-done");
        var una = await AsAsync("una");
        Assert.Equal(404, (await una.GoAsync(new Uri(joan.Page.Url).AbsolutePath))?.Status);
    }

    private async Task CheckAsync(Visit visit)
    {
        await visit.GoStatingAsync($"/app/share/new?subject={Child}");
        await visit.Page.GetByLabel("Eastmere Borough Council, Licensing").CheckAsync();
        await visit.Page.CheckAsync("input[name=Purpose] >> nth=0");
        await visit.Page.CheckAsync("input[type=checkbox][value=risk]");
        await visit.Page.FillAsync("#category-risk", "Seen getting into a grey car.");
        await visit.Page.FillAsync("textarea[name=Reason]", "Missing since this morning");
        await visit.PressAsync("Continue");
    }

    private static async Task PleadAsync(Visit visit)
    {
        await visit.Page.FillAsync("textarea[name=Justification]", "A child was taken in a licensed car.");
        await visit.Page.FillAsync("input[name=Recipient]:not([type=hidden])", "The licensing duty officer");
        await visit.Page.CheckAsync("input[name=Hours][value='24']");
        await visit.PressAsync("Check it as an emergency");
    }

    private async Task ShareInAnEmergencyAsync(Visit visit)
    {
        await CheckAsync(visit);
        Assert.Contains("No agreement lets you share this", await visit.TextAsync(), StringComparison.Ordinal);
        await visit.LooksRightAsync("share-refused-emergency");
        await visit.PressAsync("Check it as an emergency");
        Assert.Contains("Say who is in danger of what", await visit.TextAsync(), StringComparison.Ordinal);
        await visit.LooksRightAsync("share-emergency-errors");
        await PleadAsync(visit);
        Assert.Contains("You can share all of this in an emergency", await visit.TextAsync(), StringComparison.Ordinal);
        await visit.LooksRightAsync("share-emergency-check");
        await visit.PressAsync("Share now");
        Assert.Contains("What you shared was sent", await visit.TextAsync(), StringComparison.Ordinal);
    }
}
