using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using DataSharing.Testing;

namespace DataSharing.Pages.Tests;

/// <summary>A panel from its founding to approved minutes, by the people who sit on it, and what those who may not see do not see.</summary>
[Collection(PanelCollection.Name)]
public sealed class PanelTests(PanelBorough borough) : PageTest(borough)
{
    private const string Reason = "Panel meeting today";

    [Fact]
    public async Task Panel_SetUpAndMeetingRun_EndToEnd()
    {
        // Members are chosen from those who have signed in.
        await Borough.SessionOfAsync("marcus");
        await Borough.SessionOfAsync("ben");
        await Borough.SessionOfAsync("tariq");
        var nia = await AsAsync("nia");
        await nia.GoStatingAsync("/app/panels", Reason);
        await nia.FollowAsync("Set up a new panel");
        await nia.PressAsync("Set up the panel");
        await nia.LooksRightAsync("panel-new-errors");
        await nia.Page.FillAsync("#Name", "Marlowe Quay panel");
        await nia.Page.FillAsync("#Remit", "Children at risk around Marlowe Quay.");
        await nia.PressAsync("Set up the panel");
        foreach (
            var (person, role) in new[] { ("Marcus Thorne", "Co-chair"), ("Ben Oduya", "Core member"), ("Tariq Bellamy", "Core member") }
        )
        {
            await ChooseAsync(nia, "#NewPerson", person);
            await nia.Page.SelectOptionAsync("#NewRole", new SelectOptionValue { Label = role });
            await nia.PressAsync("Save");
        }

        await nia.LooksRightAsync("panel-members");
        await nia.PressAsync("Save");
        Assert.Contains("Marcus Thorne co-chair", await nia.TextAsync(), StringComparison.Ordinal);
        await nia.LooksRightAsync("panel");

        await nia.PressAsync("Plan a meeting");
        await nia.PressAsync("Plan the meeting");
        await nia.LooksRightAsync("meeting-plan-errors");
        var today = DateTime.UtcNow.Date;
        await DateAsync(nia, "Form.Starts.Date", today);
        await nia.Page.FillAsync("[name='Form.Starts.Time']", "9:30am");
        await nia.Page.FillAsync("[name='Form.EndTime']", "11.30am");
        await nia.Page.FillAsync("[name='Form.Place']", "Civic Centre, room 2");
        await nia.PressAsync("Plan the meeting");
        await AnswerAsync(nia);
        var meeting = new Uri(nia.Page.Url).AbsolutePath;
        Assert.Contains("9:30am to 11:30am", await nia.HeadingAsync(), StringComparison.Ordinal);

        var tactic = await TacticForPanelAsync();
        await nia.PressAsync("Add an item");
        await nia.PressAsync("Add to the agenda");
        await nia.LooksRightAsync("item-add-errors");
        await ShownAsync(nia, meeting + "/items/add", "#Tactic option >> text=waiting for panel");
        await ChooseAsync(nia, "#Tactic", "waiting for panel");
        await nia.Page.SelectOptionAsync("#Form-Section", "Tactics");
        await nia.Page.FillAsync("#Form-Title", "Closing a flat");
        await nia.Page.FillAsync("#Form-Minutes", "15");
        await nia.PressAsync("Add to the agenda");
        var item = new Uri(nia.Page.Url).AbsolutePath;
        Assert.Contains("Two children can no longer be called there at night.", await nia.TextAsync(), StringComparison.Ordinal);
        await nia.LooksRightAsync("item-tactic");
        await FreeItemAsync(nia, meeting, "Themes", "Buses after ten", restricted: false);
        var secret = await NominationAsync(meeting);
        await nia.GoAsync(secret);
        Assert.Contains("Aisha Penrow 1", await FlatAsync(nia), StringComparison.Ordinal);
        await nia.LooksRightAsync("item-child");

        // Nobody decides before it is known who is there.
        await nia.GoAsync(item + "/decide");
        await nia.Page.CheckAsync("input[value=Authorise]");
        await nia.Page.FillAsync("#Rationale", "It keeps two children safe at night.");
        await nia.PressAsync("Record the decision");
        Assert.Contains("Attendance is recorded first", await nia.TextAsync(), StringComparison.Ordinal);
        await nia.LooksRightAsync("decide-errors");
        await nia.GoAsync(meeting + "/attendance");
        for (var i = 0; i < 4; i++)
        {
            await nia.Page.CheckAsync($"#came-{i}-Present");
        }

        await nia.LooksRightAsync("attendance");
        await nia.PressAsync("Save attendance");

        await nia.GoAsync(item);
        await nia.PressAsync("Decide");
        await nia.Page.CheckAsync("input[value=Authorise]");
        await nia.Page.FillAsync("#Rationale", "It keeps two children safe at night.");
        await nia.Page.GetByText("Somebody disagreed").ClickAsync();
        await ChooseAsync(nia, "[name='Dissents[0].Member']", "Tariq Bellamy");
        await nia.Page.FillAsync("[name='Dissents[0].Words']", "The tenant needs a home first.");
        await nia.LooksRightAsync("decide");
        // Sent twice: it is said once, and neither answer is an error.
        await SendTwiceAsync(nia);
        await nia.GoAsync(item);
        Assert.Contains("Tariq Bellamy, Eastmere Youth Justice Service disagreed", await FlatAsync(nia), StringComparison.Ordinal);
        await nia.LooksRightAsync("item-decided");

        await nia.GoAsync(item);
        await nia.FollowAsync("Add an action");
        await nia.PressAsync("Add the action");
        await nia.LooksRightAsync("action-errors");
        await nia.Page.FillAsync("#Words", "Serve the notice with housing there");
        await ChooseAsync(nia, "#Owner", "Ben Oduya");
        await DateAsync(nia, "Due", today.AddDays(10));
        await nia.PressAsync("Add the action");
        await nia.GoAsync(meeting);
        await nia.LooksRightAsync("meeting");

        // A conflict of interest hides the nomination from youth justice, without a trace.
        var tariq = await AsAsync("tariq");
        await tariq.GoStatingAsync(meeting, Reason);
        Assert.Contains("A child new to the panel", await tariq.TextAsync(), StringComparison.Ordinal);
        await tariq.GoAsync(secret + "/conflict");
        await tariq.Page.GetByLabel("Eastmere Youth Justice Service").CheckAsync();
        await tariq.LooksRightAsync("conflict");
        await tariq.PressAsync("Declare the conflict");
        Assert.DoesNotContain("A child new to the panel", await tariq.TextAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("Aisha", await tariq.TextAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("New nominations", await tariq.TextAsync(), StringComparison.Ordinal);
        await tariq.LooksRightAsync("meeting-excluded");
        Assert.Equal(404, (await tariq.GoAsync(secret))?.Status);
        Assert.Equal(404, (await tariq.GoAsync(meeting + "/items/" + Guid.NewGuid().ToString("D")))?.Status);

        // Ben does what he was given.
        var ben = await AsAsync("ben");
        await ben.GoStatingAsync("/app/panels", Reason);
        await ShownAsync(ben, "/app/panels", "text=Serve the notice with housing there");
        await ben.LooksRightAsync("panels");
        await ben.FollowAsync("Serve the notice with housing there");
        await AnswerAsync(ben);
        await ben.Page.GetByLabel("In progress").CheckAsync();
        await ben.Page.FillAsync("#Note", "Housing is coming on Friday.");
        await ben.PressAsync("Record progress");
        Assert.Contains("Housing is coming on Friday.", await ben.TextAsync(), StringComparison.Ordinal);
        await ben.LooksRightAsync("action");
        Assert.Equal(403, (await ben.GoAsync(item + "/decide"))?.Status);

        await MinutesAsync(nia, tariq, meeting);
    }

    [Fact]
    public async Task Meeting_NotAMember_LooksLikeNone()
    {
        var meeting = await MeetingByApiAsync();
        var sana = await AsAsync("sana");
        await sana.GoStatingAsync(meeting, Reason);
        var theirs = await sana.TextAsync();
        Assert.Equal("Page not found", await sana.HeadingAsync());
        await sana.GoStatingAsync($"/app/meetings/{Guid.NewGuid():D}", Reason);
        Assert.Equal(theirs, await sana.TextAsync());
    }

    [Fact]
    public async Task Meeting_ChangedBySomebodyElseOrSentTwice_SaysSoAndKeepsWhatWasTyped()
    {
        var meeting = await MeetingByApiAsync();
        var nia = await AsAsync("nia");
        await nia.GoStatingAsync(meeting, Reason);
        await nia.GoAsync(meeting + "/dates");
        var marcus = await AsAsync("marcus", script: false);
        await marcus.GoStatingAsync(meeting, Reason);
        await marcus.GoAsync(meeting + "/dates");
        await marcus.Page.FillAsync("[name='Form.Place']", "Police station");
        await marcus.PressAsync("Save");
        Assert.Contains("Police station", await marcus.TextAsync(), StringComparison.Ordinal);

        await nia.Page.FillAsync("[name='Form.Place']", "Town hall");
        await nia.PressAsync("Save");
        Assert.Contains("Somebody changed this", await nia.TextAsync(), StringComparison.Ordinal);
        Assert.Equal("Town hall", await nia.Page.InputValueAsync("[name='Form.Place']"));
        await nia.LooksRightAsync("meeting-changed");

        // The same form twice adds one item.
        await nia.GoAsync(meeting + "/items/add");
        await FillItemAsync(nia, "Themes", "Sent twice", false);
        await SendTwiceAsync(nia);
        await nia.GoAsync(meeting);
        Assert.Single(Regex.Matches(await nia.TextAsync(), "Sent twice"));
    }

    private async Task MinutesAsync(Visit nia, Visit tariq, string meeting)
    {
        await nia.GoAsync(meeting + "/minutes");
        await nia.PressAsync("Write the minutes");
        await nia.Page.FillAsync("#General", "Everybody was asked about conflicts of interest.");
        await nia.Page.GetByLabel("A child new to the panel").FillAsync("She has told her teacher what she wants.");
        await nia.Page.FillAsync("#Annex", "The address is known to three people.");
        await nia.LooksRightAsync("minutes-write");
        await nia.PressAsync("Save the draft");
        Assert.Contains("You wrote this draft, so another chair approves it.", await nia.TextAsync(), StringComparison.Ordinal);

        await tariq.GoAsync(meeting + "/minutes");
        var seen = await tariq.TextAsync();
        Assert.Contains("Everybody was asked", seen, StringComparison.Ordinal);
        foreach (var hidden in new[] { "A child new to the panel", "told her teacher", "three people", "annex" })
        {
            Assert.DoesNotContain(hidden, seen, StringComparison.OrdinalIgnoreCase);
        }

        var marcus = await AsAsync("marcus");
        await marcus.GoStatingAsync(meeting, Reason);
        await marcus.FollowAsync("Minutes");
        await marcus.LooksRightAsync("minutes-draft");
        await marcus.PressAsync("Approve the minutes");
        Assert.Contains("The minutes are approved", await marcus.TextAsync(), StringComparison.Ordinal);
        await marcus.FollowAsync("Print");
        await marcus.LooksRightAsync("minutes-print");
        await marcus.Page.EmulateMediaAsync(new() { Media = Media.Print });
        Assert.False(await marcus.Page.Locator(".app-header").IsVisibleAsync());
        Assert.False(await marcus.Page.GetByRole(AriaRole.Navigation).First.IsVisibleAsync());
        Assert.True(await marcus.Page.GetByText("told her teacher").IsVisibleAsync());
        if (Environment.GetEnvironmentVariable("PICTURES") is { Length: > 0 } folder)
        {
            await marcus.Page.PdfAsync(new() { Path = Path.Combine(folder, "minutes.pdf"), PreferCSSPageSize = true });
        }

        await tariq.GoAsync(meeting + "/print");
        Assert.DoesNotContain("told her teacher", await tariq.TextAsync(), StringComparison.Ordinal);
        // What stands is not written again.
        await nia.GoAsync(meeting + "/minutes/write");
        Assert.Equal(meeting, new Uri(nia.Page.Url).AbsolutePath);
    }

    private static async Task<string> FreeItemAsync(Visit visit, string meeting, string section, string title, bool restricted)
    {
        await visit.GoAsync(meeting + "/items/add");
        await FillItemAsync(visit, section, title, restricted);
        await visit.PressAsync("Add to the agenda");
        return new Uri(visit.Page.Url).AbsolutePath;
    }

    private static async Task FillItemAsync(Visit visit, string section, string title, bool restricted)
    {
        await visit.Page.SelectOptionAsync("#Form-Section", section);
        await visit.Page.FillAsync("#Form-Title", title);
        await visit.Page.FillAsync("#Form-Minutes", "10");
        await visit.Page.SetCheckedAsync("#Form-Restricted", restricted);
    }

    private static async Task<string> FlatAsync(Visit visit) => Regex.Replace(await visit.TextAsync(), @"\s+", " ");

    private static async Task AnswerAsync(Visit visit)
    {
        if (visit.Page.Url.Contains("/app/access", StringComparison.Ordinal))
        {
            await visit.Page.CheckAsync("input[name=Purpose] >> nth=0");
            await visit.Page.FillAsync("textarea[name=Reason]", Reason);
            await visit.PressAsync("Continue");
        }
    }

    /// <summary>Sends the page's form two times, as a browser does that lost the answer to the first.</summary>
    private static async Task SendTwiceAsync(Visit visit)
    {
        var ends = await visit.Page.EvaluateAsync<string[]>(
            """
            async () => {
              const form = document.querySelector('main form')
              const send = () => fetch(location.href, { method: 'POST', body: new URLSearchParams(new FormData(form)) })
              const first = await send()
              return [first.url, (await send()).url]
            }
            """
        );
        Assert.Contains("/items/", ends[0], StringComparison.Ordinal);
        Assert.Equal(ends[0], ends[1]);
    }

    /// <summary>Waits for what follows by event.</summary>
    private static async Task ShownAsync(Visit visit, string path, string what)
    {
        await Eventually.TrueAsync(async () =>
        {
            await visit.GoAsync(path);
            return await visit.Page.Locator(what).CountAsync() > 0;
        });
    }

    /// <summary>Chooses the option whose text contains some words.</summary>
    private static async Task ChooseAsync(Visit visit, string select, string words)
    {
        var value = await visit.Page.Locator($"{select} option", new() { HasText = words }).First.GetAttributeAsync("value");
        await visit.Page.SelectOptionAsync(select, value ?? "");
    }

    private static async Task DateAsync(Visit visit, string name, DateTime day)
    {
        await visit.Page.FillAsync($"[name='{name}.Day']", $"{day.Day}");
        await visit.Page.FillAsync($"[name='{name}.Month']", $"{day.Month}");
        await visit.Page.FillAsync($"[name='{name}.Year']", $"{day.Year}");
    }

    /// <summary>A tactic of Ben's that waits for the panel.</summary>
    private async Task<string> TacticForPanelAsync()
    {
        var body = new JsonObject
        {
            ["tactic"] = "closure-notice",
            ["subjects"] = new JsonArray(new JsonObject { ["id"] = Borough.Id("heron-court-14"), ["role"] = "target" }),
            ["purpose"] = "disrupting-exploitation",
            ["owner"] = Actor("ben"),
            ["objective"] = "Stop the flat being used to hurt children.",
        };
        using var made = await ApiAsync("ben", HttpMethod.Post, "/api/deployments", body, HttpStatusCode.Created);
        var id = (await Eastmere.JsonAsync(made)).GetProperty("id").GetString();
        var step = new JsonObject { ["to"] = "scoping" };
        using var scoping = await ApiAsync(
            "ben",
            HttpMethod.Post,
            $"/api/deployments/{id}/transitions",
            step,
            HttpStatusCode.OK,
            Tag(made)
        );
        var edit = new JsonObject
        {
            ["impactOnChild"] = "Two children can no longer be called there at night.",
            ["proportionality"] = "Warnings in May and June changed nothing.",
        };
        using var edited = await ApiAsync("ben", HttpMethod.Put, $"/api/deployments/{id}", edit, HttpStatusCode.OK, Tag(scoping));
        step["to"] = "panel-review";
        using var waiting = await ApiAsync(
            "ben",
            HttpMethod.Post,
            $"/api/deployments/{id}/transitions",
            step.DeepClone(),
            HttpStatusCode.OK,
            Tag(edited)
        );
        return id ?? "";
    }

    /// <summary>A child is nominated; the address of the item.</summary>
    private async Task<string> NominationAsync(string meeting)
    {
        var body = new JsonObject
        {
            ["section"] = "new-nominations",
            ["title"] = "A child new to the panel",
            ["note"] = "She has asked that her school is not told yet.",
            ["subjects"] = new JsonArray(Borough.Id("aisha-penrow")),
            ["restricted"] = true,
        };
        using var made = await ApiAsync("nia", HttpMethod.Post, "/api" + meeting["/app".Length..] + "/items", body, HttpStatusCode.Created);
        return $"{meeting}/items/{(await Eastmere.JsonAsync(made)).GetProperty("id").GetString()}";
    }

    private async Task<string> MeetingByApiAsync()
    {
        var members = new[] { ("nia", "eastmere-council", "chair"), ("marcus", "eastmere-police", "co-chair") };
        var panel = new JsonObject
        {
            ["name"] = "Small panel",
            ["kind"] = "mace",
            ["members"] = new JsonArray([
                .. members.Select(m => new JsonObject
                {
                    ["agency"] = m.Item2,
                    ["person"] = Actor(m.Item1),
                    ["role"] = m.Item3,
                }),
            ]),
        };
        using var made = await ApiAsync("nia", HttpMethod.Post, "/api/panels", panel, HttpStatusCode.Created);
        var id = (await Eastmere.JsonAsync(made)).GetProperty("id").GetString();
        var when = new JsonObject { ["startsAt"] = DateTimeOffset.UtcNow.AddDays(2).ToString("O") };
        using var arranged = await ApiAsync("nia", HttpMethod.Post, $"/api/panels/{id}/meetings", when, HttpStatusCode.Created);
        return $"/app/meetings/{(await Eastmere.JsonAsync(arranged)).GetProperty("id").GetString()}";
    }

    private static string Actor(string person)
    {
        var known = DevIdentity.DemoIdentities.People[person];
        return $"person:{known.TenantId}:{known.ObjectId}";
    }

    private static string? Tag(HttpResponseMessage answer) => answer.Headers.ETag?.ToString();

    private async Task<HttpResponseMessage> ApiAsync(
        string user,
        HttpMethod method,
        string path,
        JsonNode body,
        HttpStatusCode expected,
        string? ifMatch = null
    )
    {
        var answer = await Borough.SendAsync(
            user,
            method,
            path,
            body,
            request =>
            {
                request.Headers.Add("Access-Purpose", Eastmere.Purpose);
                request.Headers.Add("Access-Reason", Reason);
                request.Headers.Add("Idempotency-Key", $"panel-{Guid.NewGuid():N}");
                if (ifMatch is not null)
                {
                    request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
                }
            }
        );
        Assert.True(answer.StatusCode == expected, await answer.Content.ReadAsStringAsync());
        return answer;
    }
}
