using System.Text.RegularExpressions;
using DataSharing.Testing;

namespace DataSharing.Pages.Tests;

/// <summary>The whole job once, each step by whoever does it: from a child's record to the audit of everything that followed.</summary>
[Collection(WholeCollection.Name)]
public sealed partial class WalkThroughTests(WholeBorough borough) : PageTest(borough)
{
    private const string Purpose = "disrupting-exploitation";
    private const string Reason = "Walked through before the panel meets";

    [Fact]
    public async Task Partnership_FromAChildsRecordToTheAuditOfEveryLookAndDecision()
    {
        // A police officer signs in and opens a child's record, with a reason.
        var ben = await AsAsync(null);
        await ben.GoAsync("/");
        await ben.SignInAsync("ben");
        await ben.Page.WaitForURLAsync(new Uri(Borough.Platform, "/app").ToString());
        Assert.Contains("Hello Ben", await ben.TextAsync(), StringComparison.Ordinal);
        await ben.FollowAsync("Find a person, place or business");
        await AnswerAsync(ben);
        await ben.Page.FillAsync("input[name='Look.Text']", "Aisha");
        await ben.PressAsync("Find");
        await ben.FollowAsync("Aisha Penrow");
        await AnswerAsync(ben);
        Assert.Equal("Aisha Penrow", await ben.HeadingAsync());
        var child = new Uri(ben.Page.Url).AbsolutePath;
        Assert.Contains(Reason, await ben.TextAsync(), StringComparison.Ordinal);
        await ben.LooksRightAsync("walk-child");

        // Linked people, a business and a place.
        await ben.ClickAsync(ben.Page.Locator($"a[href='{child}/links']"));
        Assert.Equal(1, await ben.Page.Locator("svg.app-chart").CountAsync());
        var place = await ben.HrefAsync("Cobbler's Arcade, Marlowe Quay");
        await ben.ClickAsync(ben.Page.Locator("table").GetByRole(AriaRole.Link, new() { Name = "Dorian Sleight", Exact = true }).First);
        await AnswerAsync(ben);
        Assert.Equal("Dorian Sleight", await ben.HeadingAsync());
        await ben.ClickAsync(ben.Page.Locator($"a[href='{new Uri(ben.Page.Url).AbsolutePath}/links']"));
        var links = await ben.Page.Locator("table").First.InnerTextAsync();
        foreach (var linked in new[] { "Aisha Penrow", "Quayline Private Hire", "Cobbler's Arcade, Marlowe Quay" })
        {
            Assert.Contains(linked, links, StringComparison.Ordinal);
        }

        // A tactic against the place.
        await ben.GoAsync(place);
        await AnswerAsync(ben);
        await ben.PressAsync("Propose a tactic");
        await AnswerAsync(ben);
        var tactic = await ProposeAsync(ben);
        await MakeTheCaseAsync(ben, tactic);

        // The panel meets and authorises it; whoever chairs did not propose it.
        var nia = await AsAsync("nia");
        var item = await MeetAsync(nia);
        await nia.PressAsync("Decide");
        await nia.Page.CheckAsync("input[value=Authorise]");
        await nia.Page.FillAsync("#Rationale", "It keeps Aisha and her friends safe after school.");
        await nia.PressAsync("Record the decision");
        await EventuallyAsync(nia, item, "Authorise");
        await nia.LooksRightAsync("walk-decided");

        // It is served.
        await EventuallyAsync(ben, tactic, "Authorised");
        await ben.GoAsync(tactic.Replace("/item/", "/step/", StringComparison.Ordinal) + "?to=served");
        var now = DateTime.UtcNow;
        await FillDateAsync(ben, "Form.ServedAt.Date", now);
        await ben.Page.FillAsync("[name='Form.ServedAt.Time']", "12:05am");
        await ben.Page.GetByLabel("Fixed to the premises").CheckAsync();
        await ben.Page.FillAsync("#Form-ServedBy", "PC 4417");
        await ben.PressAsync("Record that it was served");
        Assert.Contains("Fixed to premises", await FlatAsync(ben), StringComparison.OrdinalIgnoreCase);

        // The information governance officer sees every look of the agency's people, and every decision on what they proposed.
        var kath = await AsAsync("kath");
        await SeesAsync(kath, child[(child.LastIndexOf('/') + 1)..], "Opened a record", "Ben Oduya", Reason);
        await kath.LooksRightAsync("walk-audit-looks");
        var record = "deployment:" + tactic[(tactic.LastIndexOf('/') + 1)..];
        await SeesAsync(kath, record, "Nia Bevan", "Ben Oduya");
        await kath.LooksRightAsync("walk-audit-decisions");
    }

    private static async Task<string> ProposeAsync(Visit ben)
    {
        await ben.Page.CheckAsync("input[name=Theme][value=location]");
        await ben.PressAsync("Continue");
        await ben.Page.CheckAsync("input[name=Tactic][value=closure-notice]");
        await ben.PressAsync("Continue");
        await ben.PressAsync("Continue");
        await ben.Page.FillAsync("#Objective", "Children are no longer met there after school.");
        await ben.PressAsync("Continue");
        await ben.PressAsync("Continue");
        Assert.Equal("Check your answers", await ben.HeadingAsync());
        await ben.PressAsync("Propose the tactic");
        Assert.Contains("The tactic is proposed", await ben.TextAsync(), StringComparison.Ordinal);
        return new Uri(ben.Page.Url).AbsolutePath;
    }

    private static async Task MakeTheCaseAsync(Visit ben, string tactic)
    {
        await ben.GoAsync(tactic);
        await AnswerAsync(ben);
        await ben.PressAsync("Start gathering evidence");
        await ben.PressAsync("Start gathering evidence");
        await ben.FollowAsync("Change the case, the evidence or who carries it");
        await ben.Page.FillAsync("#ImpactOnChild", "Aisha and two friends are no longer met there after school.");
        await ben.Page.FillAsync("#Proportionality", "Warnings in May and June changed nothing.");
        await ben.Page.CheckAsync("#gathered-0");
        await ben.PressAsync("Save");
        await ben.GoAsync(tactic.Replace("/item/", "/step/", StringComparison.Ordinal) + "?to=panel-review");
        await ben.PressAsync("Send to the panel");
        Assert.Contains("Waiting for panel", await ben.TextAsync(), StringComparison.Ordinal);
    }

    /// <summary>Plans today's meeting, puts the tactic on its agenda, and says who came; the address of the item.</summary>
    private static async Task<string> MeetAsync(Visit nia)
    {
        await nia.GoAsync("/app/panels");
        await AnswerAsync(nia);
        await nia.FollowAsync("Eastmere MACE");
        await AnswerAsync(nia);
        await nia.PressAsync("Plan a meeting");
        await FillDateAsync(nia, "Form.Starts.Date", DateTime.UtcNow);
        await nia.Page.FillAsync("[name='Form.Starts.Time']", "12:01am");
        await nia.PressAsync("Plan the meeting");
        await AnswerAsync(nia);
        var meeting = new Uri(nia.Page.Url).AbsolutePath;

        await nia.PressAsync("Add an item");
        var waiting = await nia.Page.Locator("#Tactic option", new() { HasText = "waiting for panel" }).First.GetAttributeAsync("value");
        await nia.Page.SelectOptionAsync("#Tactic", waiting ?? "");
        await nia.Page.SelectOptionAsync("#Form-Section", "Tactics");
        await nia.Page.FillAsync("#Form-Title", "Closing the arcade in the evenings");
        await nia.PressAsync("Add to the agenda");
        var item = new Uri(nia.Page.Url).AbsolutePath;
        Assert.Contains("no longer met there after school", await nia.TextAsync(), StringComparison.Ordinal);

        await nia.GoAsync(meeting + "/attendance");
        foreach (var came in await nia.Page.Locator("input[type=radio][value=Present]").AllAsync())
        {
            await came.CheckAsync();
        }

        await nia.PressAsync("Save attendance");
        await nia.GoAsync(item);
        return item;
    }

    private static async Task SeesAsync(Visit officer, string about, params string[] seen)
    {
        await Eventually.TrueAsync(LookAsync);

        async Task<bool> LookAsync()
        {
            await officer.GoAsync("/app/audit");
            await officer.Page.FillAsync("input[name=About]", about);
            await officer.PressAsync("Search");
            var text = await officer.TextAsync();
            while (await officer.Page.GetByRole(AriaRole.Link, new() { Name = "Earlier entries" }).CountAsync() > 0)
            {
                await officer.ClickAsync(officer.Page.GetByRole(AriaRole.Link, new() { Name = "Earlier entries" }));
                text += await officer.TextAsync();
            }

            // Look-up rows are written by event.
            return seen.All(words => text.Contains(words, StringComparison.Ordinal));
        }
    }

    private static Task EventuallyAsync(Visit visit, string path, string text) =>
        Eventually.TrueAsync(
            async () =>
            {
                await visit.GoAsync(path);
                await AnswerAsync(visit);
                return (await visit.TextAsync()).Contains(text, StringComparison.Ordinal);
            },
            visit.TextAsync
        );

    private static async Task AnswerAsync(Visit visit)
    {
        await visit.Page.WaitForLoadStateAsync();
        if (visit.Page.Url.Contains("/app/access", StringComparison.Ordinal))
        {
            await visit.Page.CheckAsync($"input[name=Purpose][value={Purpose}]");
            await visit.Page.FillAsync("textarea[name=Reason]", Reason);
            await visit.PressAsync("Continue");
            await visit.Page.WaitForURLAsync(url => !url.Contains("/app/access", StringComparison.Ordinal));
        }
    }

    private static async Task FillDateAsync(Visit visit, string name, DateTime day)
    {
        await visit.Page.FillAsync($"[name='{name}.Day']", $"{day.Day}");
        await visit.Page.FillAsync($"[name='{name}.Month']", $"{day.Month}");
        await visit.Page.FillAsync($"[name='{name}.Year']", $"{day.Year}");
    }

    private static async Task<string> FlatAsync(Visit visit) => Blanks().Replace(await visit.TextAsync(), " ");

    [GeneratedRegex(@"\s+", RegexOptions.None, 1000)]
    private static partial Regex Blanks();
}
