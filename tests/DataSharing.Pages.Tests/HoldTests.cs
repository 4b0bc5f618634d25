using System.Globalization;
using System.Text.Json.Nodes;

namespace DataSharing.Pages.Tests;

/// <summary>Legal holds in the officers' pages, and a practitioner's proposal of an erasure from the record to what became of it.</summary>
public sealed class HoldTests(Borough borough) : PageTest(borough)
{
    [Fact]
    public async Task Hold_SetSeenAndLifted_HoldsTheErasureBackUntilThen()
    {
        var id = await RegisterAsync("Perpetua Heldfast");
        var mira = await AsAsync("mira");
        await mira.GoAsync("/app/audit/set-hold");
        await mira.PressAsync("Set the hold");
        foreach (var fault in new[] { "Enter an id as it stands", "Choose what needs", "Say who asked", "Say why, in 10", "Enter the day" })
        {
            Assert.Contains(fault, await mira.TextAsync(), StringComparison.Ordinal);
        }

        await mira.LooksRightAsync("audit-hold-errors");
        // The police's own record is not there for the council, nor is one that nobody has.
        foreach (var other in new[] { Borough.Id("dorian-sleight"), Guid.NewGuid().ToString() })
        {
            await FillAsync(mira, other);
            await mira.PressAsync("Set the hold");
            Assert.Contains("Your agency has recorded nothing under this id", await mira.TextAsync(), StringComparison.Ordinal);
            Assert.Equal(404, (await mira.GoAsync($"/app/audit/holds-on/{other}"))?.Status);
            await mira.GoAsync("/app/audit/set-hold");
        }

        await mira.GoAsync($"/app/audit/set-hold?record={id}");
        await FillAsync(mira, id);
        await mira.PressAsync("Set the hold");
        await mira.Page.WaitForURLAsync($"**/app/audit/holds-on/{id}");
        Assert.Contains("The hold is set.", await mira.TextAsync(), StringComparison.Ordinal);
        Assert.Contains("HM Coroner for Eastmere", await mira.TextAsync(), StringComparison.Ordinal);
        Assert.Contains("The inquest opens in spring.", await mira.TextAsync(), StringComparison.Ordinal);
        await mira.LooksRightAsync("audit-holds-on");
        await mira.GoAsync("/app/audit/holds");
        Assert.Contains(id, await mira.TextAsync(), StringComparison.Ordinal);
        Assert.Contains("A coroner’s investigation or inquest", await mira.TextAsync(), StringComparison.Ordinal);
        await mira.LooksRightAsync("audit-holds");

        // Another agency's officer sees neither the hold nor that there is one.
        var una = await AsAsync("una");
        await una.GoAsync("/app/audit/holds");
        Assert.DoesNotContain(id, await una.TextAsync(), StringComparison.Ordinal);
        Assert.Equal(404, (await una.GoAsync($"/app/audit/holds-on/{id}"))?.Status);

        var amira = await AsAsync("amira", script: false);
        await ProposeAsync(amira, id);
        Assert.Equal("This cannot be erased now", await amira.HeadingAsync());
        Assert.Contains("There is a legal hold on it.", await amira.TextAsync(), StringComparison.Ordinal);

        var joan = await AsAsync("joan", script: false);
        await joan.GoAsync($"/app/audit/holds-on/{id}");
        await joan.Page.ClickAsync("a[href*='/app/audit/lift-hold/']");
        await joan.PressAsync("Lift the hold");
        Assert.Contains("Say why it is no longer needed", await joan.TextAsync(), StringComparison.Ordinal);
        var path = new Uri(joan.Page.Url).AbsolutePath;
        await mira.GoAsync(path);
        await mira.LooksRightAsync("audit-hold-lift");
        await joan.Page.FillAsync("textarea[name=Reason]", "The inquest has ended.");
        await joan.PressAsync("Lift the hold");
        Assert.Contains("The hold is lifted.", await joan.TextAsync(), StringComparison.Ordinal);
        Assert.Contains("The inquest has ended.", await joan.TextAsync(), StringComparison.Ordinal);

        // Whoever had it open before is told that it changed.
        await mira.Page.FillAsync("textarea[name=Reason]", "The inquest has ended, they say.");
        await mira.PressAsync("Lift the hold");
        Assert.Equal("This changed while you looked at it", await mira.HeadingAsync());
        await mira.GoAsync("/app/audit/holds");
        Assert.DoesNotContain(id, await mira.TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Proposal_FromTheRecord_IsCheckedListedAndDecided()
    {
        var id = await RegisterAsync("Pia Proposed");
        var amira = await AsAsync("amira");
        await amira.GoStatingAsync($"/app/subjects/{id}");
        await amira.FollowAsync("Propose an erasure");
        await amira.LooksRightAsync("record-erase");
        await amira.PressAsync("Continue");
        Assert.Contains("Choose a ground", await amira.TextAsync(), StringComparison.Ordinal);
        Assert.Contains("Say why, in 10 to 1,000 characters", await amira.TextAsync(), StringComparison.Ordinal);
        await amira.LooksRightAsync("record-erase-errors");
        await amira.Page.CheckAsync("input[name=Ground][value=recorded-in-error]");
        await amira.Page.FillAsync("textarea[name=Reason]", "Registered twice by mistake.");
        await amira.PressAsync("Continue");
        Assert.Contains("Nothing is proposed yet.", await amira.TextAsync(), StringComparison.Ordinal);
        await amira.LooksRightAsync("record-erase-check");
        await amira.PressAsync("Change");
        Assert.Equal("Registered twice by mistake.", await amira.Page.InputValueAsync("textarea[name=Reason]"));
        await amira.PressAsync("Continue");
        await amira.PressAsync("Propose the erasure");
        await amira.Page.WaitForURLAsync("**/app/record/proposed");
        Assert.Contains("The erasure is proposed.", await amira.TextAsync(), StringComparison.Ordinal);
        // The list follows the commit by a moment.
        await amira.UntilAsync("/app/record/proposed", "It was recorded in error", "To confirm");
        await amira.LooksRightAsync("record-erase-proposed");

        // Colleagues have lists of their own, and officers find it in theirs.
        var mira = await AsAsync("mira");
        await mira.UntilAsync("/app/audit/disposals", "It was recorded in error");
        using var hold = await Borough.PostAsync(
            "joan",
            $"/api/subjects/{id}/legal-holds",
            new JsonObject { ["reason"] = "A complaint about the registering." }
        );
        Assert.True(hold.IsSuccessStatusCode);
        await mira.Page.Locator("tr", new() { HasText = "It was recorded in error" }).GetByRole(AriaRole.Link).First.ClickAsync();
        await mira.Page.WaitForURLAsync("**/app/audit/disposal/**");
        Assert.Contains("What holds it back", await mira.TextAsync(), StringComparison.Ordinal);
        Assert.Contains("There is a legal hold on it.", await mira.TextAsync(), StringComparison.Ordinal);
        await mira.LooksRightAsync("audit-disposal-held");
        await mira.FollowAsync("See the holds on it");
        Assert.Contains("A complaint about the registering.", await mira.TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Proposal_OfWhatIsNotTheOwnAgencys_IsNotThere()
    {
        var amira = await AsAsync("amira");
        await amira.GoStatingAsync($"/app/record/{Guid.NewGuid()}/erase");
        Assert.Equal("Page not found", await amira.HeadingAsync());
        var joan = await AsAsync("joan");
        foreach (var path in new[] { "/app/record/proposed", $"/app/record/{Borough.Id("aisha-penrow")}/erase" })
        {
            Assert.Equal(403, (await joan.GoAsync(path))?.Status);
        }

        foreach (var path in new[] { "/app/audit/holds", "/app/audit/set-hold", $"/app/audit/holds-on/{Borough.Id("aisha-penrow")}" })
        {
            Assert.Equal(403, (await amira.GoAsync(path))?.Status);
        }
    }

    private static async Task FillAsync(Visit visit, string record)
    {
        var review = DateTimeOffset.UtcNow.AddDays(90);
        await visit.Page.FillAsync("input[name=Record]", record);
        await visit.Page.CheckAsync("input[name=Ground][value=coroner]");
        await visit.Page.FillAsync("input[name=AskedBy]", "HM Coroner for Eastmere");
        await visit.Page.FillAsync("textarea[name=Reason]", "The inquest opens in spring.");
        await visit.Page.FillAsync("input[name='ReviewOn.Day']", review.Day.ToString(CultureInfo.InvariantCulture));
        await visit.Page.FillAsync("input[name='ReviewOn.Month']", review.Month.ToString(CultureInfo.InvariantCulture));
        await visit.Page.FillAsync("input[name='ReviewOn.Year']", review.Year.ToString(CultureInfo.InvariantCulture));
    }

    private static async Task ProposeAsync(Visit visit, string id)
    {
        await visit.GoStatingAsync($"/app/record/{id}/erase");
        await visit.Page.CheckAsync("input[name=Ground][value=retention-ended]");
        await visit.Page.FillAsync("textarea[name=Reason]", "The retention period ended last month.");
        await visit.PressAsync("Continue");
        await visit.PressAsync("Propose the erasure");
    }

    private async Task<string> RegisterAsync(string name)
    {
        using var made = await Borough.PostAsync("amira", "/api/subjects", new JsonObject { ["kind"] = "person", ["name"] = name });
        return (await Eastmere.JsonAsync(made)).GetProperty("id").GetString() ?? "";
    }
}
