using DataSharing.Testing;

namespace DataSharing.Pages.Tests;

/// <summary>The information governance officer's audit, and the administrators' agencies and people.</summary>
public sealed class OfficerTests(Borough borough) : PageTest(borough)
{
    [Fact]
    public async Task Audit_SearchBySubject_ShowsWhoLookedAndOneEntryInFull()
    {
        var amira = await AsAsync("amira");
        await amira.GoStatingAsync($"/app/share/new?subject={Borough.Id("aisha-penrow")}", "Handover to the night team");

        var joan = await AsAsync("joan");
        await joan.GoAsync("/app/audit");
        await joan.LooksRightAsync("audit");
        await joan.Page.FillAsync("input[name=About]", Borough.Id("aisha-penrow"));
        await Eventually.TrueAsync(async () =>
        {
            await joan.PressAsync("Search");
            return (await joan.TextAsync()).Contains("Handover to the night team", StringComparison.Ordinal);
        });
        Assert.Contains("Amira Solanki", await joan.TextAsync(), StringComparison.Ordinal);
        Assert.Contains("Handover to the night team", await joan.TextAsync(), StringComparison.Ordinal);
        await joan.LooksRightAsync("audit-found");
        await joan.ClickAsync(joan.Page.Locator("tr", new() { HasText = "Handover to the night team" }).GetByRole(AriaRole.Link).First);
        Assert.Contains("Saw a name", await joan.HeadingAsync(), StringComparison.Ordinal);
        Assert.Contains("Handover to the night team", await joan.TextAsync(), StringComparison.Ordinal);
        await joan.LooksRightAsync("audit-entry");
    }

    [Fact]
    public async Task Audit_NothingToGoBy_SaysWhatIsMissing()
    {
        var joan = await AsAsync("joan");
        await joan.GoAsync("/app/audit?From.Day=31&From.Month=2&From.Year=2026");
        Assert.Contains("must be a real date", await joan.TextAsync(), StringComparison.Ordinal);
        await joan.LooksRightAsync("audit-error");
    }

    [Fact]
    public async Task Audit_EntryOfAnotherAgency_IsNotFound()
    {
        var greta = await AsAsync("greta");
        Assert.Equal(404, (await greta.GoAsync("/app/audit/entry/999999999"))?.Status);
    }

    [Fact]
    public async Task Folder_WithoutItsRole_IsRefusedAndSaysSo()
    {
        var amira = await AsAsync("amira");
        foreach (var path in new[] { "/app/audit", "/app/agencies", "/app/people" })
        {
            Assert.Equal(403, (await amira.GoAsync(path))?.Status);
        }

        Assert.Equal("You do not have access to this page", await amira.HeadingAsync());
        await amira.LooksRightAsync("error-no-access");
    }

    [Fact]
    public async Task Agency_SuspendedAndBack_ByAPartnershipAdministrator()
    {
        var olwen = await AsAsync("olwen");
        await olwen.GoAsync("/app/agencies");
        await olwen.LooksRightAsync("agencies");
        await olwen.FollowAsync("Eastmere Borough Council, Licensing");
        await olwen.LooksRightAsync("agency");
        var colm = await AsAsync("colm");
        Assert.Equal(200, (await colm.GoAsync("/app"))?.Status);
        await olwen.PressAsync("Suspend the agency");
        Assert.Contains("Say why", await olwen.TextAsync(), StringComparison.Ordinal);
        await olwen.Page.FillAsync("textarea[name=Reason]", "Their contract ended.");
        await olwen.PressAsync("Suspend the agency");
        await olwen.LooksRightAsync("agency-suspended");

        Assert.Equal(403, (await colm.GoAsync("/app"))?.Status);
        Assert.Equal("Your agency's access is suspended", await colm.HeadingAsync());

        await olwen.PressAsync("Give access back");
        Assert.Equal(200, (await colm.GoAsync("/app"))?.Status);
    }

    [Fact]
    public async Task Person_SuspendedAndBack_ByAPartnershipAdministrator()
    {
        var femi = await AsAsync("femi");
        await femi.GoAsync("/app/people");
        await femi.LooksRightAsync("people");
        Assert.Equal(
            404,
            (await femi.GoAsync("/app/people/one/person:aaaaaaaa-0000-4000-8000-000000000005:0a000000-0000-4000-8000-000000000043"))?.Status
        );

        var olwen = await AsAsync("olwen");
        await olwen.GoAsync("/app/people?agency=eastmere-health");
        await olwen.FollowAsync("Femi Ward");
        await olwen.LooksRightAsync("person");
        await olwen.Page.FillAsync("textarea[name=Reason]", "Left the trust.");
        await olwen.PressAsync("Suspend their access");
        Assert.Equal(403, (await femi.GoAsync("/app"))?.Status);
        await olwen.PressAsync("Give access back");
        Assert.Equal(200, (await femi.GoAsync("/app"))?.Status);
    }

    [Theory]
    [InlineData("amira", "practitioner")]
    [InlineData("joan", "officer")]
    [InlineData("olwen", "administrator")]
    public async Task Home_EachRole_OffersWhatTheRoleOpens(string user, string name)
    {
        var visit = await AsAsync(user);
        await visit.GoAsync("/app");
        await visit.LooksRightAsync($"home-{name}");
        var links = await visit
            .Page.Locator(".app-card a")
            .EvaluateAllAsync<string[]>("links => links.map(link => link.getAttribute('href'))");
        Assert.NotEmpty(links);
        foreach (var link in links)
        {
            Assert.Equal(200, (await visit.GoAsync(link))?.Status);
        }
    }

    [Fact]
    public async Task Keyboard_Alone_SkipsToTheContentAndStatesAReason()
    {
        var amira = await AsAsync("amira");
        await amira.GoAsync("/app/share");
        await amira.Page.Keyboard.PressAsync("Tab");
        Assert.Equal("Skip to main content", await amira.Page.EvaluateAsync<string>("document.activeElement.textContent"));
        await amira.Page.Keyboard.PressAsync("Enter");
        for (var i = 0; i < 10 && await ActiveAsync(amira) != "Purpose"; i++)
        {
            await amira.Page.Keyboard.PressAsync("Tab");
        }

        await amira.Page.Keyboard.PressAsync("Space");
        await amira.Page.Keyboard.PressAsync("Tab");
        Assert.Equal("Reason", await ActiveAsync(amira));
        await amira.Page.Keyboard.TypeAsync("Preparing tomorrow’s meeting");
        await amira.Page.Keyboard.PressAsync("Tab");
        await amira.Page.Keyboard.PressAsync("Enter");
        await amira.Page.WaitForURLAsync("**/app/share**");
        Assert.Contains("Preparing tomorrow’s meeting", await amira.TextAsync(), StringComparison.Ordinal);
    }

    private static Task<string?> ActiveAsync(Visit visit) => visit.Page.EvaluateAsync<string?>("document.activeElement.name");
}
