using System.Text.RegularExpressions;
using DataSharing.Testing;

namespace DataSharing.Pages.Tests.Subjects;

/// <summary>Finding and opening people, businesses and places.</summary>
public sealed partial class ReadingTests(Borough borough) : PageTest(borough)
{
    [Fact]
    public async Task Find_ByNameAndNumber_LeadsToTheRecordAndBackAndLeavesNothingInTheAddress()
    {
        var records = await Records.OfAsync(Borough);
        var visit = await AsAsync("amira");
        await StatingAsync(visit, "/app/find", Eastmere.Purpose);
        await visit.LooksRightAsync("find");
        await visit.PressAsync("Find");
        Assert.Contains("Enter a name or a number to look for", await visit.TextAsync(), StringComparison.Ordinal);
        await visit.LooksRightAsync("find-error");

        await LookAsync(visit, "whitc", found: true);
        Assert.DoesNotContain("whitc", visit.Page.Url, StringComparison.OrdinalIgnoreCase);
        var results = visit.Page.Url;
        var text = await visit.TextAsync();
        Assert.Contains("2 records", text, StringComparison.Ordinal);
        Assert.Contains("Child", text, StringComparison.Ordinal);
        await visit.LooksRightAsync("find-results");

        await visit.FollowAsync("Zara Whitcombe");
        Assert.Contains("/app/access", visit.Page.Url, StringComparison.Ordinal);
        await AnswerAsync(visit, Eastmere.Purpose);
        Assert.EndsWith($"/app/subjects/{records.Child}", visit.Page.Url, StringComparison.Ordinal);
        await visit.GoAsync(results);
        Assert.Contains("2 records", await visit.TextAsync(), StringComparison.Ordinal);

        await visit.GoAsync("/app/find");
        await visit.Page.SelectOptionAsync("select[name='Look.By']", "nhs-number");
        await visit.Page.FillAsync("input[name='Look.Text']", "999 000 0123");
        await visit.PressAsync("Find");
        Assert.Contains("Zara Whitcombe", await visit.TextAsync(), StringComparison.Ordinal);

        await LookAsync(visit, "Nobodyatall", found: false);
        Assert.Contains("Nothing found", await visit.TextAsync(), StringComparison.Ordinal);
        await visit.LooksRightAsync("find-nothing");

        // Somebody else's word for a search, or one of an ended session, finds nothing of it.
        var other = await AsAsync("ben");
        await StatingAsync(other, new Uri(results).PathAndQuery, Eastmere.Purpose);
        Assert.DoesNotContain("Whitcombe", await other.TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Record_OfAChild_LeadsWithTheChildAndShowsEveryPartOfIt()
    {
        var records = await Records.OfAsync(Borough);
        var visit = await AsAsync("amira");
        var home = $"/app/subjects/{records.Child}";
        await StatingAsync(visit, home, Eastmere.Purpose);
        await EventuallyAsync(visit, home + "/timeline", "Missing overnight");
        await EventuallyAsync(visit, home, "Oonagh Whitcombe");

        Assert.Equal("Zara Whitcombe", await visit.HeadingAsync());
        Assert.DoesNotContain("Zara", await visit.Page.TitleAsync(), StringComparison.Ordinal);
        var text = await visit.Page.Locator("main").InnerTextAsync();
        var order = new[]
        {
            "years old",
            "What Zara says",
            "I want to stay at home",
            "Who is looking after Zara",
            "Oonagh Whitcombe",
            "NHS number",
        };
        Assert.Equal(order, order.OrderBy(part => text.IndexOf(part, StringComparison.Ordinal)));
        Assert.All(order, part => Assert.Contains(part, text, StringComparison.Ordinal));
        Assert.True(
            text.IndexOf("What Zara says", StringComparison.Ordinal) < text.IndexOf("High. She is taken", StringComparison.Ordinal)
        );
        await visit.LooksRightAsync("subject-child");

        await SmallAsync(visit, home + "/facts");
        text = await visit.TextAsync();
        Assert.Contains("2B", text, StringComparison.Ordinal);
        Assert.Contains("untested source, known indirectly but corroborated", text, StringComparison.Ordinal);
        Assert.Contains("ask the agency it came from before you act", text, StringComparison.Ordinal);
        Assert.Contains("Home visit by the duty worker", text, StringComparison.Ordinal);
        await visit.LooksRightAsync("subject-child-facts");

        await SmallAsync(visit, home + "/timeline");
        Assert.Contains("Victim and child in need of help in this event", await visit.TextAsync(), StringComparison.Ordinal);
        await visit.LooksRightAsync("subject-child-timeline");

        await SmallAsync(visit, home + "/links");
        Assert.Equal(1, await visit.Page.Locator("svg.app-chart").CountAsync());
        Assert.Equal(3, await visit.Page.Locator("table tbody tr").CountAsync());
        await visit.LooksRightAsync("subject-child-links");

        await SmallAsync(visit, home + "/places");
        Assert.Equal(1, await visit.Page.Locator("svg.app-map").CountAsync());
        Assert.True(await visit.Page.Locator(".app-map__base--road").CountAsync() > 3);
        Assert.Contains("Missing episode there", await visit.TextAsync(), StringComparison.Ordinal);
        await visit.LooksRightAsync("subject-child-places");

        await SmallAsync(visit, home + "/consent");
        Assert.Contains("Yes, if it helps to stop the calls.", await visit.TextAsync(), StringComparison.Ordinal);
        await visit.LooksRightAsync("subject-child-consent");

        await SmallAsync(visit, home + "/sharing");
        Assert.Contains("Nothing was shared with you", await visit.TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Record_OfAnotherAgency_ShowsWhatMayBeSharedAndWhyAndNothingOfTheRest()
    {
        var records = await Records.OfAsync(Borough);
        var visit = await AsAsync("colm");
        var home = $"/app/subjects/{records.Adult}";
        await StatingAsync(visit, home, Records.Purpose);
        await EventuallyAsync(visit, home + "/links", "Links (1)");

        // What may be shared only with conditions is neither there nor counted.
        await visit.GoAsync(home + "/facts");
        var text = await visit.TextAsync();
        Assert.Contains("Facts (1)", text, StringComparison.Ordinal);
        Assert.Contains("Seen outside licensed premises", text, StringComparison.Ordinal);
        foreach (var part in new[] { "", "/facts", "/facts?past=true", "/timeline", "/links", "/places", "/consent", "/sharing" })
        {
            await visit.GoAsync(home + part);
            Assert.DoesNotContain("Conditional", await visit.Page.ContentAsync(), StringComparison.Ordinal);
            Assert.DoesNotContain("(2)", await visit.TextAsync(), StringComparison.Ordinal);
        }

        await visit.GoAsync(home + "/sharing");
        text = await visit.TextAsync();
        Assert.Contains("Shown under agreement “Records, for tests”, version 1, because", text, StringComparison.Ordinal);
        Assert.Contains("a task in the public interest", text, StringComparison.Ordinal);
        await visit.LooksRightAsync("subject-shared-why");

        // To the police it is their own, whole.
        var owner = await AsAsync("ben");
        await StatingAsync(owner, home + "/facts", Records.Purpose);
        Assert.Contains("Facts (2)", await owner.TextAsync(), StringComparison.Ordinal);
        Assert.Contains("Conditional", await owner.TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Record_NotYours_IsThePageOfNone()
    {
        var records = await Records.OfAsync(Borough);
        var visit = await AsAsync("gita");
        var none = "00000000-1111-4222-8333-444444444444";
        var pages = new List<(int? Status, string Text)>();
        foreach (var id in new[] { records.Child, none })
        {
            foreach (var path in new[] { $"/app/subjects/{id}", $"/app/subjects/{id}/facts", $"/app/record/{id}/link" })
            {
                await visit.GoAsync($"/app/access?scope=subject:{id}");
                if (await visit.Page.Locator("input[name=Purpose]").CountAsync() > 0)
                {
                    await AnswerAsync(visit, null);
                }

                var answer = await visit.GoAsync(path);
                pages.Add((answer?.Status, Ids().Replace(await visit.TextAsync(), "ID")));
            }
        }

        Assert.Equal(pages[..3], pages[3..]);
    }

    [Fact]
    public async Task Record_OfABusinessAndOfAPlace_OpenAsTheyAre()
    {
        var records = await Records.OfAsync(Borough);
        var colm = await AsAsync("colm");
        await StatingAsync(colm, $"/app/subjects/{records.Bar}", Records.Purpose);
        await EventuallyAsync(colm, $"/app/subjects/{records.Bar}", "Links (1)");
        var text = await colm.TextAsync();
        Assert.Contains("Pearl & Anchor Lounge Ltd", text, StringComparison.Ordinal);
        Assert.Contains("The Pearl", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Consent", await colm.Page.Locator("nav.moj-sub-navigation").InnerTextAsync(), StringComparison.Ordinal);
        await colm.LooksRightAsync("subject-business");
        Assert.Equal(404, (await colm.GoAsync($"/app/subjects/{records.Bar}/consent"))?.Status);
        await colm.GoAsync($"/app/subjects/{records.Bar}/links");
        Assert.Contains("Has customer", await colm.TextAsync(), StringComparison.Ordinal);

        var amira = await AsAsync("amira");
        await StatingAsync(amira, $"/app/subjects/{records.Arcade}", Eastmere.Purpose);
        Assert.Contains("Tallow Steps, Marlowe Quay", await amira.TextAsync(), StringComparison.Ordinal);
        await amira.LooksRightAsync("subject-place");
        await EventuallyAsync(amira, $"/app/subjects/{records.Arcade}/timeline", "Where it happened in this event");
        await amira.GoAsync($"/app/subjects/{records.Arcade}/places");
        await amira.LooksRightAsync("subject-place-map");
    }

    internal static async Task StatingAsync(Visit visit, string path, string? purpose)
    {
        await visit.GoAsync(path);
        if (visit.Page.Url.Contains("/app/access", StringComparison.Ordinal))
        {
            await AnswerAsync(visit, purpose);
        }
    }

    internal static async Task AnswerAsync(Visit visit, string? purpose)
    {
        await visit.Page.CheckAsync(purpose is null ? "input[name=Purpose] >> nth=0" : $"input[name=Purpose][value={purpose}]");
        await visit.Page.FillAsync("textarea[name=Reason]", "Strategy meeting today");
        await visit.PressAsync("Continue");
    }

    /// <summary>Opens a page until it shows what follows by event.</summary>
    internal static async Task EventuallyAsync(Visit visit, string path, string text)
    {
        await Eventually.TrueAsync(
            async () =>
            {
                await visit.GoAsync(path);
                return (await visit.TextAsync()).Contains(text, StringComparison.Ordinal);
            },
            visit.TextAsync
        );
    }

    private static async Task LookAsync(Visit visit, string name, bool found)
    {
        await Eventually.TrueAsync(
            async () =>
            {
                await visit.GoAsync("/app/find");
                await visit.Page.FillAsync("input[name='Look.Text']", name);
                await visit.PressAsync("Find");
                return !found || await visit.Page.Locator("table tbody tr").CountAsync() > 0;
            },
            visit.TextAsync
        );
    }

    // After the first visit a page alone travels: its styles and scripts are kept.
    private static async Task SmallAsync(Visit visit, string path)
    {
        var answer = await visit.GoAsync(path);
        Assert.Equal(200, answer?.Status);
        var bytes = answer is null ? 0 : (await answer.Request.SizesAsync()).ResponseBodySize;
        Assert.InRange(bytes, 1, 60 * 1024);
    }

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f-]{27}", RegexOptions.None, 1000)]
    private static partial Regex Ids();
}
