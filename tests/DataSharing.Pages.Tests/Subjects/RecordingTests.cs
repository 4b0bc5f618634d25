using System.Text.Json.Nodes;
using DataSharing.Testing;

namespace DataSharing.Pages.Tests.Subjects;

/// <summary>Adding to records: new subjects, facts, links, events, consent, and closing what no longer holds.</summary>
public sealed class RecordingTests(Borough borough) : PageTest(borough)
{
    [Fact]
    public async Task NewPerson_NumberFailsItsCheck_IsWarnedSavedAndShownAsFailed()
    {
        var visit = await AsAsync("amira");
        await visit.GoAsync("/app/record/subject");
        await visit.PressAsync("Continue");
        Assert.Contains("Choose what the record is about", await visit.TextAsync(), StringComparison.Ordinal);
        await visit.LooksRightAsync("record-new");
        await visit.Page.CheckAsync("input[value=person]");
        await visit.PressAsync("Continue");

        await visit.PressAsync("Make the record");
        Assert.Contains("Enter the name", await visit.TextAsync(), StringComparison.Ordinal);
        await visit.Page.FillAsync("input[name=Name]", "Ines Farrow-Kaye");
        await visit.Page.FillAsync("input[name='Born.Day']", "30");
        await visit.Page.FillAsync("input[name='Born.Month']", "2");
        await visit.Page.FillAsync("input[name='Born.Year']", "2013");
        await visit.PressAsync("Make the record");
        Assert.Contains("must be a real date", await visit.TextAsync(), StringComparison.Ordinal);
        await visit.LooksRightAsync("record-new-person-error");
        await visit.Page.FillAsync("input[name='Born.Day']", "3");
        await visit.Page.SelectOptionAsync("select[name='Identifiers[0].Scheme']", "nhs-number");
        await visit.Page.FillAsync("input[name='Identifiers[0].Value']", "999 000 0019");
        await visit.PressAsync("Make the record");

        Assert.Equal("Check this number", await visit.HeadingAsync());
        await visit.LooksRightAsync("record-new-person-warning");
        await visit.PressAsync("Change it");
        Assert.Equal("999 000 0019", await visit.Page.InputValueAsync("input[name='Identifiers[0].Value']"));
        Assert.Equal("Ines Farrow-Kaye", await visit.Page.InputValueAsync("input[name=Name]"));
        await visit.PressAsync("Make the record");
        await visit.PressAsync("Save it all the same");
        await ReadingTests.AnswerAsync(visit, Eastmere.Purpose);
        Assert.Equal("Ines Farrow-Kaye", await visit.HeadingAsync());
        Assert.Contains("Failed its check", await visit.TextAsync(), StringComparison.Ordinal);
        Assert.Contains("Nothing is recorded of what Ines says", await visit.TextAsync(), StringComparison.Ordinal);
        await visit.LooksRightAsync("subject-new");
    }

    [Fact]
    public async Task NewBusinessAndPlace_AreRegisteredAsTheyAre()
    {
        var visit = await AsAsync("colm");
        await visit.GoAsync("/app/record/subject/business");
        await visit.Page.FillAsync("input[name=Name]", "Gantry Cars Ltd");
        await visit.Page.FillAsync("textarea[name=TradingAs]", "Gantry\nQuay Gantry Cars");
        await visit.LooksRightAsync("record-new-business");
        await visit.PressAsync("Make the record");
        await ReadingTests.AnswerAsync(visit, Eastmere.Purpose);
        Assert.Contains("Gantry and Quay Gantry Cars", await visit.TextAsync(), StringComparison.Ordinal);

        await visit.GoAsync("/app/record/subject/location");
        await visit.Page.FillAsync("input[name=Name]", "Lantern House");
        await visit.PressAsync("Make the record");
        Assert.Contains("Choose what kind of place it is", await visit.TextAsync(), StringComparison.Ordinal);
        await visit.Page.SelectOptionAsync("select[name=PlaceType]", "address");
        await visit.Page.FillAsync("input[name=Address]", "2 Lantern Close");
        await visit.Page.FillAsync("input[name=Latitude]", "53.2");
        await visit.PressAsync("Make the record");
        Assert.Contains("Latitude and longitude go together", await visit.TextAsync(), StringComparison.Ordinal);
        await visit.LooksRightAsync("record-new-place-error");
        await visit.Page.FillAsync("input[name=Longitude]", "1.1");
        await visit.Page.CheckAsync("input[name=Protected]");
        await visit.PressAsync("Make the record");
        await ReadingTests.AnswerAsync(visit, Eastmere.Purpose);
        Assert.Contains("Address kept from other agencies", await visit.TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task FactLinkEventAndConsent_AreAddedAndAFactIsClosed()
    {
        var records = await Records.OfAsync(Borough);
        var visit = await AsAsync("amira");
        var id = await NewPersonAsync(records, "Tobias Quarrell");
        var home = $"/app/subjects/{id}";
        await ReadingTests.StatingAsync(visit, home, Eastmere.Purpose);
        await visit.PressAsync("Add to this record");
        await visit.LooksRightAsync("record-what");

        // A fact.
        await visit.FollowAsync("A fact");
        await visit.PressAsync("Continue");
        Assert.Contains("Choose what you want to add", await visit.TextAsync(), StringComparison.Ordinal);
        await visit.LooksRightAsync("record-fact-kind");
        await visit.Page.CheckAsync("input[value=child-voice]");
        await visit.PressAsync("Continue");
        await visit.Page.SelectOptionAsync("select[name='Item.Source']", "2");
        await visit.PressAsync("Add the fact");
        Assert.Contains("Choose both parts of the grading, or neither", await visit.TextAsync(), StringComparison.Ordinal);
        await visit.LooksRightAsync("record-fact-error");
        await visit.Page.FillAsync("textarea[name=Text]", "I like it at football. I do not want to go near the station.");
        await visit.Page.FillAsync("textarea[name='Item.Provenance']", "Told his youth worker");
        await visit.Page.SelectOptionAsync("select[name='Item.Intelligence']", "A");
        await visit.Page.CheckAsync("input[name='Item.Handling'][value=P]");
        await visit.PressAsync("Add the fact");
        Assert.EndsWith("/facts", visit.Page.Url, StringComparison.Ordinal);
        Assert.Contains("I like it at football", await visit.TextAsync(), StringComparison.Ordinal);

        // A link.
        await visit.GoAsync($"/app/record/{id}/link");
        await FindAsync(visit, "Tallow", "Link to Tallow Steps");
        await visit.LooksRightAsync("record-link-find");
        await visit.FollowAsync("Link to Tallow Steps");
        await visit.PressAsync("Continue");
        Assert.Contains("Choose how they are linked", await visit.TextAsync(), StringComparison.Ordinal);
        await visit.LooksRightAsync("record-link-error");
        await visit.Page.SelectOptionAsync("select[name=Kind]", "out:found-at");
        await visit.Page.CheckAsync("input[value=likely]");
        await visit.Page.FillAsync("textarea[name=Why]", "To plan outreach there");
        await visit.Page.FillAsync("textarea[name='Item.Provenance']", "Outreach team");
        await visit.PressAsync("Continue");
        Assert.Equal("Check your answers", await visit.HeadingAsync());
        await visit.LooksRightAsync("record-link-check");
        await visit.PressAsync("Change");
        Assert.Equal("To plan outreach there", (await visit.Page.InputValueAsync("textarea[name=Why]")).Trim());
        await visit.PressAsync("Continue");
        await TwiceAsync(visit);
        await visit.GoAsync(home + "/links");
        Assert.Equal(1, await visit.Page.Locator("table tbody tr").CountAsync());

        // An event with another participant.
        await visit.GoAsync($"/app/record/{id}/event");
        await FindAsync(visit, "Tallow", "Add Tallow Steps");
        await visit.FollowAsync("Add Tallow Steps");
        Assert.Contains("Remove", await visit.TextAsync(), StringComparison.Ordinal);
        await visit.LooksRightAsync("record-event-who");
        await visit.PressAsync("Continue");
        await visit.PressAsync("Continue");
        Assert.Contains("Choose what Tobias Quarrell was in this event", await visit.TextAsync(), StringComparison.Ordinal);
        await visit.LooksRightAsync("record-event-error");
        await visit.Page.SelectOptionAsync("select[name=Kind]", "incident");
        await visit.Page.FillAsync("input[name='On.Day']", "14");
        await visit.Page.FillAsync("input[name='On.Month']", "11");
        await visit.Page.FillAsync("input[name='On.Year']", "2026");
        await visit.Page.FillAsync("input[name=At]", "quarter past");
        await visit.Page.FillAsync("textarea[name=Text]", "Two men threatened him and took his phone.");
        await visit.Page.CheckAsync("input[name='Parts[0].Roles'][value=victim]");
        await visit.Page.CheckAsync("input[name='Parts[1].Roles'][value=place-of]");
        await visit.Page.FillAsync("textarea[name='Item.Provenance']", "He told us");
        await visit.PressAsync("Continue");
        Assert.Contains("Enter a time like 2:30pm or 14:30", await visit.TextAsync(), StringComparison.Ordinal);
        await visit.Page.FillAsync("input[name=At]", "5.15pm");
        await visit.PressAsync("Continue");
        Assert.Contains("14 November 2026 at 5:15pm", await visit.TextAsync(), StringComparison.Ordinal);
        Assert.Contains("Victim in this event", await visit.TextAsync(), StringComparison.Ordinal);
        await visit.LooksRightAsync("record-event-check");
        await visit.PressAsync("Confirm and save");
        await ReadingTests.EventuallyAsync(visit, home + "/timeline", "took his phone");

        // Consent.
        await visit.GoAsync(home + "/consent");
        await visit.FollowAsync("Record what was said");
        await visit.Page.CheckAsync("input[value=given]");
        await visit.PressAsync("Record it");
        Assert.Contains("consent counts only when it is informed", await visit.TextAsync(), StringComparison.Ordinal);
        await visit.LooksRightAsync("record-consent-error");
        await visit.Page.CheckAsync("input[value=not-sought]");
        await visit.Page.FillAsync("textarea[name=Words]", "Asking his family would tell those who threaten him.");
        await visit.PressAsync("Record it");
        Assert.Contains("Not asked for", await visit.TextAsync(), StringComparison.Ordinal);

        // Closing, while a colleague closes it first.
        await visit.GoAsync(home + "/facts");
        await visit.ClickAsync(visit.Page.Locator("a[href*='/close/fact/']"));
        await visit.LooksRightAsync("record-close");
        var fact = new Uri(visit.Page.Url).Segments[^1];
        using var read = await Borough.GetAsync("nia", $"/api/subjects/{id}");
        var version = (await Eastmere.JsonAsync(read)).GetProperty("facts")[0].GetProperty("item").GetProperty("eTag").GetString();
        using var closed = await Borough.WriteAsync(
            "nia",
            $"/api/subjects/{id}/facts/{fact}/closure",
            new JsonObject { ["lastDay"] = "2026-11-20" },
            ifMatch: version
        );
        Assert.True(closed.IsSuccessStatusCode, await closed.Content.ReadAsStringAsync());
        var answer = await visit.Page.RunAndWaitForResponseAsync(
            () => visit.PressAsync("Close it"),
            response => response.Request.Method == "POST"
        );
        Assert.Equal(412, answer.Status);
        Assert.Contains("Somebody changed this since you opened it", await visit.TextAsync(), StringComparison.Ordinal);
        await visit.LooksRightAsync("record-close-changed");
        await visit.GoAsync(home + "/facts?past=true");
        Assert.Contains("Until 20 November 2026", await visit.TextAsync(), StringComparison.Ordinal);
        await visit.LooksRightAsync("subject-facts-past");

        // A link of one's own.
        await visit.GoAsync(home + "/links");
        await visit.ClickAsync(visit.Page.Locator("a[href*='/close/link/']"));
        await visit.PressAsync("Close it");
        Assert.Contains("It is closed, and stays readable", await visit.TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fact_WithoutScriptAndSentAfterTheSessionEnded_SavesOnceOrNothing()
    {
        var records = await Records.OfAsync(Borough);
        var id = await NewPersonAsync(records, "Perpetua Lisle");
        var visit = await AsAsync("amira", script: false);
        await ReadingTests.StatingAsync(visit, $"/app/record/{id}/fact", Eastmere.Purpose);
        await visit.Page.CheckAsync("input[value=status]");
        await visit.PressAsync("Continue");
        await visit.Page.SelectOptionAsync("select[name=Code]", "nrm");
        await visit.Page.FillAsync("textarea[name=Text]", "Referred on Monday");
        await visit.Page.FillAsync("textarea[name='Item.Provenance']", "Council");
        await visit.PressAsync("Add the fact");
        Assert.Contains("Referred to the National Referral Mechanism", await visit.TextAsync(), StringComparison.Ordinal);

        await visit.GoAsync($"/app/record/{id}/fact?kind=note");
        await visit.Page.FillAsync("textarea[name=Text]", "Never to be saved");
        await visit.Page.FillAsync("textarea[name='Item.Provenance']", "Council");
        await visit.Context.ClearCookiesAsync();
        await visit.PressAsync("Add the fact");
        Assert.Equal("You were signed out", await visit.HeadingAsync());
        using var read = await Borough.GetAsync("amira", $"/api/subjects/{id}");
        Assert.DoesNotContain("Never to be saved", await read.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static Task<string> NewPersonAsync(Records records, string name) =>
        records.WriteAsync(
            "amira",
            "/api/subjects",
            new JsonObject
            {
                ["kind"] = "person",
                ["name"] = name,
                ["dateOfBirth"] = "2011-04-09",
            }
        );

    private static async Task FindAsync(Visit visit, string name, string link)
    {
        await Eventually.TrueAsync(
            async () =>
            {
                await visit.Page.FillAsync("input[name='Look.Text']", name);
                await visit.PressAsync("Find");
                return await visit.Page.GetByRole(AriaRole.Link, new() { Name = link, Exact = true }).CountAsync() > 0;
            },
            visit.TextAsync
        );
    }

    // The same form sent twice: once by the button, once again as the browser would after going back.
    private static async Task TwiceAsync(Visit visit)
    {
        var fields = await visit.Page.EvalOnSelectorAsync<Dictionary<string, string>>(
            "form[method=post]:has(button[value=save])",
            "form => Object.fromEntries(new FormData(form))"
        );
        var path = new Uri(visit.Page.Url).PathAndQuery;
        await visit.PressAsync("Confirm and save");
        var form = visit.Context.APIRequest.CreateFormData();
        foreach (var (name, value) in fields)
        {
            form.Set(name, value);
        }

        form.Set("_step", "save");
        var again = await visit.Context.APIRequest.PostAsync(path, new() { Form = form });
        Assert.True(again.Status == 200, $"{again.Status}");
    }
}
