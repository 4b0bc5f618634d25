namespace DataSharing.Pages.Tests;

/// <summary>The pages about agreements for somebody without a mouse: each task to its end, by Tab, Space, Enter and arrows.</summary>
public sealed class AgreementKeyboardTests(Borough borough) : PageTest(borough)
{
    private const string InForce = "eastmere-exploitation";

    [Fact]
    public async Task Agreement_KeyboardAlone_LivesFromDraftToEnd()
    {
        const string Id = "keys-and-fires";
        const string Title = "Keys and fires";
        await Borough.DraftAsync(Id, 1, Title, Drafts.NeedsAnswer);
        var wendy = await AsAsync("wendy");
        var keys = new Keys(wendy.Page);
        await wendy.GoAsync("/app/agreements");
        await keys.PressAsync(Title);
        await keys.PressAsync("Put this version before the parties");
        await keys.PressAsync("Put it before the parties");
        Assert.Contains("It is before the parties, to be signed.", await wendy.TextAsync(), StringComparison.Ordinal);
        await SignAsync(wendy, keys);

        var hazel = await AsAsync("hazel");
        var hers = new Keys(hazel.Page);
        await hazel.GoAsync($"/app/agreements/one/{Id}/1");
        await SignAsync(hazel, hers);
        await hers.PressAsync("Legal check");
        await hers.PressAsync("Answer for it");
        await hers.PressAsync("Answer for it");
        await hers.FollowErrorAsync("Say why, in 5 to 500 characters");
        await hers.TypeAsync("textarea[name=Reason]", "Our counsel has seen the commencement order.");
        await hers.PressAsync("Answer for it");
        Assert.Contains("You have answered for it by name.", await hazel.TextAsync(), StringComparison.Ordinal);

        var olwen = await AsAsync("olwen");
        var last = new Keys(olwen.Page);
        await olwen.GoAsync($"/app/agreements/one/{Id}/1");
        await last.PressAsync("Bring this version into force");
        await last.PressAsync("Bring it into force");
        Assert.Contains("It is in force.", await olwen.TextAsync(), StringComparison.Ordinal);
        await last.PressAsync("Suspend this agreement");
        await last.PressAsync("Suspend the agreement");
        await last.FollowErrorAsync("Say why, in 5 to 500 characters");
        await last.TypeAsync("textarea[name=Reason]", "A party asked for it.");
        await last.PressAsync("Suspend the agreement");
        await last.PressAsync("Lift the suspension");
        await last.PressAsync("Lift the suspension");
        Assert.Contains("It is no longer suspended.", await olwen.TextAsync(), StringComparison.Ordinal);
        await last.PressAsync("End this agreement");
        await last.TypeAsync("textarea[name=Reason]", "The service moved to another body.");
        await last.PressAsync("End the agreement");
        Assert.Contains("The agreement has ended.", await olwen.TextAsync(), StringComparison.Ordinal);

        // She sees every version, so she can hold two side by side.
        await olwen.GoAsync("/app/agreements/compare");
        await last.SelectAsync("Before", $"{InForce}:1");
        await last.PressAsync("Compare");
        await last.FollowErrorAsync("Choose two versions that are not the same");
        await last.SelectAsync("After", $"{Id}:1");
        await last.PressAsync("Compare");
        Assert.Contains("Lost: may no longer be shared", await olwen.TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trial_KeyboardAlone_IsFollowedToItsResult()
    {
        var joan = await AsAsync("joan");
        var keys = new Keys(joan.Page);
        await joan.GoAsync($"/app/agreements/one/{InForce}/1");
        await keys.PressAsync("Try it on your agency’s past decisions");
        await keys.ChooseAsync("Days", "7");
        await keys.PressAsync("Try it");
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while ((await joan.TextAsync()).Contains("decisions are done", StringComparison.Ordinal))
        {
            Assert.False(limit.IsCancellationRequested, await joan.TextAsync());
            await keys.PressAsync("See how far it has come");
        }

        Assert.Contains("would have come out differently", await joan.TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhoCanGetWhat_KeyboardAlone_LeadsToTheClause()
    {
        var sana = await AsAsync("sana");
        var keys = new Keys(sana.Page);
        await sana.GoAsync("/app/agreements/who");
        await keys.SelectAsync("Agency", "eastmere-police");
        await keys.SelectAsync("Way", "gets");
        await keys.PressAsync("Show");
        Assert.Contains("What the record says", await sana.TextAsync(), StringComparison.Ordinal);
        await keys.PressAsync("council-to-police");
        Assert.Equal("rule-council-to-police", await sana.Page.Locator(":target").GetAttributeAsync("id"));
    }

    [Fact]
    public async Task CanIShare_KeyboardAlone_IsAnswered()
    {
        var amira = await AsAsync("amira");
        var keys = new Keys(amira.Page);
        await amira.GoAsync("/app/agreements");
        await keys.PressAsync("Can I share this?");
        // Past the header and the menu in one step.
        await keys.ReachWordsAsync("Skip to main content");
        await amira.Page.Keyboard.PressAsync("Enter");
        await keys.PressAsync("Continue");
        await keys.FollowErrorAsync("Choose who you want to share with");
        await keys.ChooseAsync("To", "eastmere-police");
        await keys.ChooseAsync("Kind", "person");
        await keys.ChooseAsync("Purpose", Eastmere.Purpose);
        await keys.PressAsync("Continue");
        await keys.PressAsync("Back");
        await keys.PressAsync("Continue");
        Assert.Equal("What you want to share with Eastmere Constabulary", await amira.HeadingAsync());
        await keys.PressAsync("Tell me");
        await keys.FollowErrorAsync("Choose what you want to share");
        await keys.TickAsync("input[name=Categories][value=risk]");
        await keys.ChooseAsync("Consent", "not-known");
        await keys.ChooseAsync("Emergency", "no");
        await keys.PressAsync("Tell me");
        Assert.Equal("Yes. You can share this with Eastmere Constabulary.", await amira.HeadingAsync());
        await keys.PressAsync("Change your answers");
        await keys.TickAsync("input[name=Categories][value=housing]");
        await keys.PressAsync("Tell me");
        Assert.Contains("Yes, but not all of it.", await amira.HeadingAsync(), StringComparison.Ordinal);
    }

    private static async Task SignAsync(Visit visit, Keys keys)
    {
        await keys.PressAsync("Sign it for your agency");
        await keys.PressAsync("Sign the agreement");
        await keys.FollowErrorAsync("Choose the post in which you sign");
        await keys.ChooseAsync("Post", "director");
        await keys.TickAsync("input[name=HasRead]");
        await keys.PressAsync("Sign the agreement");
        Assert.Contains("You have signed it for your agency.", await visit.TextAsync(), StringComparison.Ordinal);
    }
}
