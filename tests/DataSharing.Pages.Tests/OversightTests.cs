using DataSharing.TransparencyLog;

namespace DataSharing.Pages.Tests;

/// <summary>The partnership's own IG officer: headings of every agency, nobody's words, refusals together, and the proof of any entry.</summary>
public sealed class OversightTests(Borough borough) : PageTest(borough)
{
    private string Child => Borough.Id("aisha-penrow");

    [Fact]
    public async Task Search_OfEveryAgency_ShowsHeadingsAndNobodysWords()
    {
        var amira = await AsAsync("amira");
        var words = $"Overheard by nobody {Guid.NewGuid():N}";
        await amira.GoStatingAsync($"/app/subjects/{Child}", words);
        var ines = await AsAsync("ines");
        await ines.GoAsync("/app/oversight");
        await ines.LooksRightAsync("oversight");
        await ines.Page.SelectOptionAsync("select[name=Agency]", "eastmere-council");
        await ines.Page.SelectOptionAsync("select[name=Act]", "subject.");
        await ines.PressAsync("Search");
        await ines.UntilAsync(new Uri(ines.Page.Url).PathAndQuery, "Opened a record", "Amira Solanki");
        await ines.LooksRightAsync("oversight-found");

        await ines.ClickAsync(ines.Page.Locator("tr", new() { HasText = "Opened a record" }).GetByRole(AriaRole.Link).First);
        await ines.Page.WaitForURLAsync("**/app/oversight/entry/**");
        await ines.UntilAsync(new Uri(ines.Page.Url).AbsolutePath, "Place in the log");
        var text = await ines.TextAsync();
        Assert.Contains("Only that agency’s officers can read it", text, StringComparison.Ordinal);
        Assert.Contains("named to nobody here", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Overheard by nobody", await ines.Page.ContentAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(Child, await ines.Page.ContentAsync(), StringComparison.Ordinal);
        await ines.LooksRightAsync("oversight-entry");

        await ines.FollowAsync("What else was done by Amira Solanki");
        Assert.Contains("Day by day, newest first", await ines.TextAsync(), StringComparison.Ordinal);
        Assert.Contains("Only what was done by person:", await ines.TextAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("Overheard by nobody", await ines.Page.ContentAsync(), StringComparison.Ordinal);
        await ines.LooksRightAsync("oversight-narrowed");
    }

    [Fact]
    public async Task Entry_WithItsProof_IsWhatTheCommandTakes()
    {
        var amira = await AsAsync("amira");
        await amira.GoStatingAsync($"/app/subjects/{Child}");
        var ines = await AsAsync("ines", script: false);
        await ines.UntilAsync("/app/oversight?Agency=eastmere-council&Act=subject.", "Opened a record");
        var href = await ines
            .Page.Locator("tr", new() { HasText = "Opened a record" })
            .GetByRole(AriaRole.Link)
            .First.GetAttributeAsync("href");
        await ines.UntilAsync(href ?? "", "Place in the log");
        var leaf = await ines.Context.APIRequest.GetAsync($"{href}?handler=Leaf");
        var proof = await ines.Context.APIRequest.GetAsync($"{href}?handler=Proof");
        Assert.True(InclusionProof.TryParse(await proof.TextAsync(), out var parsed));
        Assert.True(SignedNote.TryParse(parsed.Note, out var note));
        Assert.True(Checkpoint.TryParse(note.Text, out var checkpoint));
        Assert.True(parsed.Shows(MerkleTree.LeafHash(await leaf.BodyAsync()), checkpoint));
        // An entry that is not there yet.
        Assert.Equal(404, (await ines.GoAsync("/app/oversight/entry/999999999"))?.Status);
        var nothing = await ines.Context.APIRequest.GetAsync("/app/oversight/entry/999999999?handler=Leaf");
        Assert.Equal(404, nothing.Status);
    }

    [Fact]
    public async Task Search_WithNothingToGoByOrByAPerson_SaysWhatIsMissing()
    {
        var ines = await AsAsync("ines");
        await ines.GoAsync("/app/oversight?Recipient=eastmere-police");
        Assert.Contains("or choose an agency, a decision or an agreement", await ines.TextAsync(), StringComparison.Ordinal);
        await ines.GoAsync("/app/oversight?Agreement=Not+an+id");
        Assert.Contains("Enter the id of an agreement", await ines.TextAsync(), StringComparison.Ordinal);
        await ines.LooksRightAsync("oversight-error");
        await ines.GoAsync($"/app/oversight?Agency=eastmere-council&Record=subject:{Child}");
        Assert.Contains("or choose an agency, a decision or an agreement", await ines.TextAsync(), StringComparison.Ordinal);

        // Nobody reviews what they did themselves, here either.
        const string Own = "person:aaaaaaaa-0000-4000-8000-000000000001:0a000000-0000-4000-8000-000000000003";
        var refused = await ines.GoAsync($"/app/oversight?Agency=eastmere-partnership&Actor={Uri.EscapeDataString(Own)}");
        Assert.Equal(403, refused?.Status);
        Assert.Equal("This needs another officer", await ines.HeadingAsync());
    }

    [Fact]
    public async Task Refusals_OfAllAgencies_LeadToTheirHeadings()
    {
        var amira = await AsAsync("amira");
        Assert.Equal(403, (await amira.GoAsync("/app/oversight"))?.Status);
        var ines = await AsAsync("ines");
        await ines.UntilAsync("/app/oversight/refusals", "role does not include it");
        await ines.LooksRightAsync("oversight-refusals");
        await ines.Page.SelectOptionAsync("select[name=Agency]", "eastmere-council");
        await ines.PressAsync("Count");
        await ines.ClickAsync(ines.Page.Locator("tr", new() { HasText = "role does not include it" }).GetByRole(AriaRole.Link));
        await ines.Page.WaitForURLAsync("**/app/oversight?Reason=**");
        Assert.Contains("Was refused access", await ines.TextAsync(), StringComparison.Ordinal);
        await ines.LooksRightAsync("oversight-refusals-entries");
        await ines.GoAsync("/app/oversight/refusals?From.Day=2&From.Month=1&From.Year=2026&To.Day=1&To.Month=1&To.Year=2026");
        Assert.Contains("and not before it", await ines.TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Left_OfEveryAgency_ShowsWhatWasSentAndNotWhatWasInIt()
    {
        using var sent = await Borough.PostAsync("amira", "/api/disclosures", Borough.Disclosure());
        Assert.True(sent.IsSuccessStatusCode);
        var ines = await AsAsync("ines");
        await ines.UntilAsync("/app/oversight/left", "Shared information");
        await ines.LooksRightAsync("oversight-left");
        await ines.GoAsync("/app/oversight/left?Recipient=eastmere-fire&Agency=eastmere-licensing");
        Assert.Contains("Nothing found", await ines.TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Folder_AndTheLog_OpenToWhomTheApiOpensThem()
    {
        foreach (var user in new[] { "joan", "olwen", "amira" })
        {
            var visit = await AsAsync(user);
            foreach (var path in new[] { "/app/oversight", "/app/oversight/left", "/app/oversight/refusals", "/app/oversight/entry/0" })
            {
                Assert.Equal(403, (await visit.GoAsync(path))?.Status);
            }

            Assert.Equal(user == "amira" ? 403 : 200, (await visit.GoAsync("/app/audit/log"))?.Status);
        }

        var olwen = await AsAsync("olwen");
        await olwen.GoAsync("/app");
        await olwen.FollowAsync("The log");
        Assert.Contains("datasharing verify log", await olwen.TextAsync(), StringComparison.Ordinal);
        await olwen.LooksRightAsync("audit-log-administrator");
        var ines = await AsAsync("ines");
        await ines.GoAsync("/app");
        await ines.LooksRightAsync("home-partnership-officer");
    }
}
