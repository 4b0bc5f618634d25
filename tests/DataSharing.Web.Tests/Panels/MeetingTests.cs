using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using DataSharing.Web.Api;
using DataSharing.Web.Tests.Exchange;

namespace DataSharing.Web.Tests.Panels;

public sealed class MeetingTests(PanelWorld world) : IClassFixture<PanelWorld>
{
    [Fact]
    public async Task Item_AboutAChild_IsSeenByCoreMembersWithTheLabelsTheyMay()
    {
        var meeting = await world.MeetingAsync();
        await world.ItemAsync(meeting, "amira", world.About("aisha-penrow"));
        foreach (var member in new[] { "nia", "ben", "tariq" })
        {
            var item = (await world.ReadAsync(member, meeting)).GetProperty("items")[0];
            Assert.Equal("Aisha Penrow", PanelWorld.Text(item.GetProperty("subjects")[0], "name"));
            Assert.Equal("seen near the arcade", PanelWorld.Text(item, "note"));
        }

        // Not invited: nothing of it, and nothing that counts it.
        var byItem = await world.ReadAsync("colm", meeting);
        Assert.Equal(0, byItem.GetProperty("items").GetArrayLength());
        Assert.DoesNotContain("arcade", byItem.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Item_AMemberByItemIsInvited_SeesItWhereTheirAgencyMayBeTold()
    {
        var meeting = await world.MeetingAsync();
        var place = world.About("cobblers-arcade");
        place["invited"] = new JsonArray(PanelWorld.Actor("colm"));
        await world.ItemAsync(meeting, "ben", place);
        var child = world.About("aisha-penrow");
        child["invited"] = new JsonArray(PanelWorld.Actor("colm"));
        await world.ItemAsync(meeting, "amira", child);
        await world.ItemAsync(meeting, "ben", world.About("cobblers-arcade"));

        var items = (await world.ReadAsync("colm", meeting)).GetProperty("items");
        Assert.Equal(1, items.GetArrayLength());
        Assert.StartsWith("Cobbler", PanelWorld.Text(items[0].GetProperty("subjects")[0], "name"), StringComparison.Ordinal);
        Assert.Equal(3, (await world.ReadAsync("nia", meeting)).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Item_NotTheCallersSubjectOrInvitingACoreMember_IsRefused()
    {
        var meeting = await world.MeetingAsync();
        using var unknown = await world.SendAsync("sana", HttpMethod.Post, $"/api/meetings/{meeting}/items", world.About("lantern-lounge"));
        await ProblemAssert.IsAsync(ProblemTypes.InvalidField, unknown);
        var invited = world.About("aisha-penrow");
        invited["invited"] = new JsonArray(PanelWorld.Actor("ben"));
        using var core = await world.SendAsync("amira", HttpMethod.Post, $"/api/meetings/{meeting}/items", invited);
        await ProblemAssert.IsAsync(ProblemTypes.InvalidField, core);
        using var byItem = await world.SendAsync("colm", HttpMethod.Post, $"/api/meetings/{meeting}/items", world.About("lantern-lounge"));
        await ProblemAssert.IsAsync(ProblemTypes.ForbiddenRole, byItem);
        var both = world.About("aisha-penrow");
        both["deployment"] = Guid.NewGuid().ToString("D");
        using var two = await world.SendAsync("amira", HttpMethod.Post, $"/api/meetings/{meeting}/items", both);
        await ProblemAssert.IsAsync(ProblemTypes.InvalidField, two);
        var tactic = new JsonObject
        {
            ["section"] = "tactics",
            ["title"] = "A tactic",
            ["deployment"] = Guid.NewGuid().ToString("D"),
        };
        using var nowhere = await world.SendAsync("amira", HttpMethod.Post, $"/api/meetings/{meeting}/items", tactic);
        await ProblemAssert.IsAsync(ProblemTypes.InvalidField, nowhere);
    }

    [Fact]
    public async Task Conflict_Declared_HidesTheItemItsActionsAndEveryTraceFromThatAgency()
    {
        var meeting = await world.MeetingAsync();
        var item = await world.ItemAsync(meeting, "amira", world.About("kofi-larkmoor"));
        var id = PanelWorld.Text(item, "id");
        var words = new JsonObject
        {
            ["words"] = "write to the school",
            ["ownerAgency"] = "eastmere-council",
            ["owner"] = PanelWorld.Actor("amira"),
            ["due"] = "2026-06-20",
            ["item"] = id,
        };
        using var action = await world.SendAsync("ffion", HttpMethod.Post, $"/api/meetings/{meeting}/actions", words);
        var actionId = await PanelWorld.IdAsync(action);
        var before = await world.ReadAsync("tariq", meeting);
        Assert.Equal(1, before.GetProperty("actions").GetArrayLength());
        using var meetingBefore = await world.GetAsync("tariq", $"/api/meetings/{meeting}", "disrupting-exploitation");

        var conflict = new JsonObject { ["agency"] = "eastmere-youth-justice" };
        using var declared = await world.SendAsync(
            "tariq",
            HttpMethod.Post,
            $"/api/meetings/{meeting}/items/{id}/conflicts",
            conflict,
            PanelWorld.Text(item, "version")
        );
        Assert.Equal(HttpStatusCode.OK, declared.StatusCode);

        var after = await world.ReadAsync("tariq", meeting);
        Assert.Equal(0, after.GetProperty("items").GetArrayLength());
        Assert.Equal(0, after.GetProperty("actions").GetArrayLength());
        Assert.DoesNotContain(id, after.GetRawText(), StringComparison.Ordinal);
        using var meetingAfter = await world.GetAsync("tariq", $"/api/meetings/{meeting}", "disrupting-exploitation");
        Assert.Equal(meetingBefore.Headers.ETag, meetingAfter.Headers.ETag);
        Assert.Equal(1, (await world.ReadAsync("ben", meeting)).GetProperty("items").GetArrayLength());

        // Whatever is asked of it now is asked of something that is not there.
        var change = world.About();
        var calls = new[]
        {
            await world.SendAsync("tariq", HttpMethod.Put, $"/api/meetings/{meeting}/items/{id}", change, "\"1\""),
            await world.SendAsync("tariq", HttpMethod.Put, $"/api/meetings/{meeting}/items/{Guid.NewGuid()}", change, "\"1\""),
            await world.SendAsync("tariq", HttpMethod.Post, $"/api/meetings/{meeting}/items/{id}/conflicts", conflict, "\"1\""),
            await world.SendAsync(
                "tariq",
                HttpMethod.Put,
                $"/api/meetings/{meeting}/actions/{actionId}",
                new JsonObject { ["status"] = "done" },
                "\"1\""
            ),
        };
        foreach (var call in calls)
        {
            await ProblemAssert.IsAsync(ProblemTypes.NotFound, call);
            call.Dispose();
        }
    }

    [Fact]
    public async Task Minutes_WordsAboutAnItem_AreForThoseWhoSeeIt()
    {
        var meeting = await world.MeetingAsync();
        var item = await world.ItemAsync(meeting, "amira", world.About("kofi-larkmoor"));
        var id = PanelWorld.Text(item, "id");
        using var before = await world.GetAsync("ffion", $"/api/meetings/{meeting}", "disrupting-exploitation");
        var minutes = new JsonObject
        {
            ["general"] = "Opened at nine.",
            ["items"] = new JsonArray(new JsonObject { ["item"] = id, ["words"] = "He wants to stay at his school." }),
        };
        using var draft = await world.SendAsync(
            "ffion",
            HttpMethod.Put,
            $"/api/meetings/{meeting}/minutes",
            minutes,
            before.Headers.ETag?.ToString()
        );
        Assert.True(draft.IsSuccessStatusCode, await draft.Content.ReadAsStringAsync());
        using var declared = await world.SendAsync(
            "tariq",
            HttpMethod.Post,
            $"/api/meetings/{meeting}/items/{id}/conflicts",
            new JsonObject { ["agency"] = "eastmere-youth-justice" },
            PanelWorld.Text(item, "version")
        );
        Assert.Equal(HttpStatusCode.OK, declared.StatusCode);

        Assert.Contains("his school", (await world.ReadAsync("ben", meeting)).GetRawText(), StringComparison.Ordinal);
        var theirs = (await world.ReadAsync("tariq", meeting)).GetRawText();
        Assert.Contains("Opened at nine.", theirs, StringComparison.Ordinal);
        Assert.DoesNotContain("his school", theirs, StringComparison.Ordinal);
        minutes["items"] = new JsonArray(new JsonObject { ["item"] = Guid.NewGuid().ToString("D"), ["words"] = "Nothing." });
        using var unknown = await world.SendAsync(
            "ffion",
            HttpMethod.Put,
            $"/api/meetings/{meeting}/minutes",
            minutes,
            draft.Headers.ETag?.ToString()
        );
        await ProblemAssert.IsAsync(ProblemTypes.InvalidField, unknown);
    }

    [Fact]
    public async Task Conflict_OfAnotherAgencyByACoreMember_IsForbidden()
    {
        var meeting = await world.MeetingAsync();
        var item = await world.ItemAsync(meeting, "amira", world.About("kofi-larkmoor"));
        var path = $"/api/meetings/{meeting}/items/{PanelWorld.Text(item, "id")}/conflicts";
        using var other = await world.SendAsync(
            "ben",
            HttpMethod.Post,
            path,
            new JsonObject { ["agency"] = "eastmere-youth-justice" },
            PanelWorld.Text(item, "version")
        );
        await ProblemAssert.IsAsync(ProblemTypes.ForbiddenRole, other);
        using var stranger = await world.SendAsync(
            "nia",
            HttpMethod.Post,
            path,
            new JsonObject { ["agency"] = "eastmere-housing" },
            PanelWorld.Text(item, "version")
        );
        await ProblemAssert.IsAsync(ProblemTypes.InvalidField, stranger);
    }

    [Fact]
    public async Task Decide_ByTheChair_MinutesDissentAndStands()
    {
        var meeting = await world.MeetingAsync();
        var item = await world.ItemAsync(meeting, "amira", world.About("kofi-larkmoor"));
        var path = $"/api/meetings/{meeting}/items/{PanelWorld.Text(item, "id")}/decision";
        var version = PanelWorld.Text(item, "version");
        var decision = new JsonObject
        {
            ["verdict"] = "not-agreed",
            ["rationale"] = "The child comes first.",
            ["dissent"] = new JsonArray(new JsonObject { ["agency"] = "eastmere-police", ["words"] = "We would have gone on." }),
        };
        using var core = await world.SendAsync("ben", HttpMethod.Post, path, decision, version);
        await ProblemAssert.IsAsync(ProblemTypes.ForbiddenRole, core);
        using var stale = await world.SendAsync("nia", HttpMethod.Post, path, decision, "\"0\"");
        await ProblemAssert.IsAsync(ProblemTypes.PreconditionFailed, stale);
        using var tactic = await world.SendAsync(
            "nia",
            HttpMethod.Post,
            path,
            new JsonObject { ["verdict"] = "authorise", ["rationale"] = "x" },
            version
        );
        await ProblemAssert.IsAsync(ProblemTypes.InvalidField, tactic);

        using var decided = await world.SendAsync("nia", HttpMethod.Post, path, decision, version, "decide-once");
        var view = await Eastmere.JsonAsync(decided);
        Assert.Equal("We would have gone on.", PanelWorld.Text(view.GetProperty("decision").GetProperty("dissent")[0], "words"));
        using var again = await world.SendAsync("nia", HttpMethod.Post, path, decision, version, "decide-once");
        Assert.Equal(view.GetRawText(), (await Eastmere.JsonAsync(again)).GetRawText());
        using var second = await world.SendAsync("marcus", HttpMethod.Post, path, decision, PanelWorld.Text(view, "version"));
        var problem = await ProblemAssert.IsAsync(ProblemTypes.PanelRule, second);
        Assert.Equal("already-decided", PanelWorld.Text(problem, "code"));
    }

    [Fact]
    public async Task Decide_ChairNotPresentOrOneAgencyAlone_IsRefused()
    {
        var decision = new JsonObject { ["verdict"] = "agreed", ["rationale"] = "Because." };
        var away = await world.MeetingAsync("nia");
        var item = await world.ItemAsync(away, "amira", world.About("kofi-larkmoor"));
        using var absent = await world.SendAsync(
            "nia",
            HttpMethod.Post,
            $"/api/meetings/{away}/items/{PanelWorld.Text(item, "id")}/decision",
            decision,
            PanelWorld.Text(item, "version")
        );
        Assert.Equal("chair-not-present", PanelWorld.Text(await ProblemAssert.IsAsync(ProblemTypes.PanelRule, absent), "code"));

        var alone = await world.MeetingAsync("marcus", "ben", "tariq", "sana");
        item = await world.ItemAsync(alone, "amira", world.About("kofi-larkmoor"));
        using var one = await world.SendAsync(
            "nia",
            HttpMethod.Post,
            $"/api/meetings/{alone}/items/{PanelWorld.Text(item, "id")}/decision",
            decision,
            PanelWorld.Text(item, "version")
        );
        Assert.Equal("one-agency-alone", PanelWorld.Text(await ProblemAssert.IsAsync(ProblemTypes.PanelRule, one), "code"));
    }

    [Fact]
    public async Task Action_ItsOwnerAndKeepers_SayWhatBecameOfIt()
    {
        var meeting = await world.MeetingAsync();
        var body = new JsonObject
        {
            ["words"] = "Health return for the child",
            ["ownerAgency"] = "eastmere-health",
            ["owner"] = PanelWorld.Actor("sana"),
            ["due"] = "2026-06-14",
        };
        using var made = await world.SendAsync("ffion", HttpMethod.Post, $"/api/meetings/{meeting}/actions", body);
        var id = await PanelWorld.IdAsync(made);
        var path = $"/api/meetings/{meeting}/actions/{id}";
        using var mine = await Eastmere.EventuallyAsync(
            () => world.GetAsync("sana", "/api/panel-actions?mine=true&state=overdue", "disrupting-exploitation"),
            async a => (await a.Content.ReadAsStringAsync()).Contains(id, StringComparison.Ordinal)
        );
        Assert.Contains(id, await mine.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var others = await world.GetAsync("ben", "/api/panel-actions?state=overdue", "disrupting-exploitation");
        Assert.DoesNotContain(id, await others.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        using var ben = await world.SendAsync(
            "ben",
            HttpMethod.Put,
            path,
            new JsonObject { ["status"] = "done" },
            made.Headers.ETag?.ToString()
        );
        await ProblemAssert.IsAsync(ProblemTypes.ForbiddenRole, ben);
        using var why = await world.SendAsync(
            "sana",
            HttpMethod.Put,
            path,
            new JsonObject { ["status"] = "not-done" },
            made.Headers.ETag?.ToString()
        );
        await ProblemAssert.IsAsync(ProblemTypes.InvalidField, why);
        using var early = await world.SendAsync(
            "sana",
            HttpMethod.Put,
            path,
            new JsonObject { ["status"] = "done", ["on"] = "2036-01-01" },
            made.Headers.ETag?.ToString()
        );
        await ProblemAssert.IsAsync(ProblemTypes.InvalidField, early);
        using var up = await world.SendAsync(
            "ffion",
            HttpMethod.Put,
            path,
            new JsonObject
            {
                ["status"] = "open",
                ["escalation"] = "agency-lead",
                ["on"] = "2026-06-21",
            },
            made.Headers.ETag?.ToString()
        );
        Assert.Equal("agency-lead", PanelWorld.Text(await Eastmere.JsonAsync(up), "escalation"));
        using var down = await world.SendAsync(
            "ffion",
            HttpMethod.Put,
            path,
            new JsonObject { ["status"] = "open", ["escalation"] = "none" },
            up.Headers.ETag?.ToString()
        );
        await ProblemAssert.IsAsync(ProblemTypes.InvalidField, down);
        using var stale = await world.SendAsync(
            "sana",
            HttpMethod.Put,
            path,
            new JsonObject { ["status"] = "done" },
            made.Headers.ETag?.ToString()
        );
        await ProblemAssert.IsAsync(ProblemTypes.PreconditionFailed, stale);
        using var done = await world.SendAsync(
            "sana",
            HttpMethod.Put,
            path,
            new JsonObject { ["status"] = "done", ["note"] = "Sent." },
            up.Headers.ETag?.ToString()
        );
        var steps = (await Eastmere.JsonAsync(done)).GetProperty("steps");
        Assert.Equal(["", "Sent."], steps.EnumerateArray().Select(s => s.GetProperty("note").GetString() ?? ""));
    }

    [Fact]
    public async Task Action_ForSomebodyElsesAgencyOrBeforeTheMeeting_IsRefused()
    {
        var meeting = await world.MeetingAsync();
        JsonObject Body(string agency, string due) =>
            new()
            {
                ["words"] = "Do it",
                ["ownerAgency"] = agency,
                ["owner"] = PanelWorld.Actor("sana"),
                ["due"] = due,
            };
        using var agency = await world.SendAsync(
            "ffion",
            HttpMethod.Post,
            $"/api/meetings/{meeting}/actions",
            Body("eastmere-police", "2026-06-20")
        );
        await ProblemAssert.IsAsync(ProblemTypes.InvalidField, agency);
        using var due = await world.SendAsync(
            "ffion",
            HttpMethod.Post,
            $"/api/meetings/{meeting}/actions",
            Body("eastmere-health", "2026-06-01")
        );
        await ProblemAssert.IsAsync(ProblemTypes.InvalidField, due);
        using var core = await world.SendAsync(
            "ben",
            HttpMethod.Post,
            $"/api/meetings/{meeting}/actions",
            Body("eastmere-health", "2026-06-20")
        );
        await ProblemAssert.IsAsync(ProblemTypes.ForbiddenRole, core);
    }

    [Fact]
    public async Task Minutes_ApprovedByAnotherChair_FreezeTheMeeting()
    {
        var meeting = await world.MeetingAsync();
        var restricted = world.About("kofi-larkmoor");
        restricted["restricted"] = true;
        var item = await world.ItemAsync(meeting, "amira", restricted);
        var itemPath = $"/api/meetings/{meeting}/items/{PanelWorld.Text(item, "id")}";
        var text = new JsonObject { ["general"] = "The panel met.", ["annex"] = "About the restricted item." };
        using var read = await world.GetAsync("nia", $"/api/meetings/{meeting}", "disrupting-exploitation");
        using var draft = await world.SendAsync(
            "nia",
            HttpMethod.Put,
            $"/api/meetings/{meeting}/minutes",
            text,
            read.Headers.ETag?.ToString()
        );
        Assert.Equal(HttpStatusCode.OK, draft.StatusCode);
        using var core = await world.SendAsync(
            "ben",
            HttpMethod.Put,
            $"/api/meetings/{meeting}/minutes",
            text,
            draft.Headers.ETag?.ToString()
        );
        await ProblemAssert.IsAsync(ProblemTypes.ForbiddenRole, core);

        using var own = await world.SendAsync(
            "nia",
            HttpMethod.Post,
            $"/api/meetings/{meeting}/minutes/approval",
            null,
            draft.Headers.ETag?.ToString()
        );
        Assert.Equal("second-person-needed", PanelWorld.Text(await ProblemAssert.IsAsync(ProblemTypes.PanelRule, own), "code"));
        using var stale = await world.SendAsync("marcus", HttpMethod.Post, $"/api/meetings/{meeting}/minutes/approval", null, "\"0\"");
        await ProblemAssert.IsAsync(ProblemTypes.PreconditionFailed, stale);
        using var approved = await world.SendAsync(
            "marcus",
            HttpMethod.Post,
            $"/api/meetings/{meeting}/minutes/approval",
            null,
            draft.Headers.ETag?.ToString()
        );
        var minutes = await Eastmere.JsonAsync(approved);
        Assert.Equal(1, minutes.GetProperty("approved").GetProperty("items").GetArrayLength());

        // Members by item read no minutes; a member whose agency may not be told of a restricted item does not read the annex.
        Assert.Equal(JsonValueKind.Null, (await world.ReadAsync("colm", meeting)).GetProperty("minutes").ValueKind);
        var whole = (await world.ReadAsync("tariq", meeting)).GetProperty("minutes");
        Assert.Equal("About the restricted item.", PanelWorld.Text(whole, "annex"));

        var refused = new[]
        {
            await world.SendAsync("nia", HttpMethod.Put, $"/api/meetings/{meeting}/minutes", text, approved.Headers.ETag?.ToString()),
            await world.SendAsync("nia", HttpMethod.Put, itemPath, world.About(), PanelWorld.Text(item, "version")),
            await world.SendAsync("amira", HttpMethod.Post, $"/api/meetings/{meeting}/items", world.About("aisha-penrow")),
            await world.SendAsync(
                "nia",
                HttpMethod.Post,
                $"{itemPath}/decision",
                new JsonObject { ["verdict"] = "noted", ["rationale"] = "x" },
                PanelWorld.Text(item, "version")
            ),
            await world.SendAsync("nia", HttpMethod.Post, $"/api/meetings/{meeting}/preparation", null),
        };
        foreach (var answer in refused)
        {
            Assert.Equal("minutes-approved", PanelWorld.Text(await ProblemAssert.IsAsync(ProblemTypes.PanelRule, answer), "code"));
            answer.Dispose();
        }
    }

    [Fact]
    public async Task Minutes_WithoutAttendance_AreNotApproved()
    {
        var panel = await world.PanelAsync();
        using var made = await world.SendAsync(
            "ffion",
            HttpMethod.Post,
            $"/api/panels/{panel}/meetings",
            new JsonObject { ["startsAt"] = "2026-06-04T09:00:00Z" }
        );
        var meeting = await PanelWorld.IdAsync(made);
        using var draft = await world.SendAsync(
            "ffion",
            HttpMethod.Put,
            $"/api/meetings/{meeting}/minutes",
            new JsonObject { ["general"] = "x" },
            made.Headers.ETag?.ToString()
        );
        using var refused = await world.SendAsync(
            "marcus",
            HttpMethod.Post,
            $"/api/meetings/{meeting}/minutes/approval",
            null,
            draft.Headers.ETag?.ToString()
        );
        Assert.Equal("attendance-not-recorded", PanelWorld.Text(await ProblemAssert.IsAsync(ProblemTypes.PanelRule, refused), "code"));
    }

    [Fact]
    public async Task Meeting_ToAStranger_IsNotThere()
    {
        var meeting = await world.MeetingAsync();
        foreach (var stranger in new[] { "gita", "idris" })
        {
            using var theirs = await world.GetAsync(stranger, $"/api/meetings/{meeting}", "disrupting-exploitation");
            await ProblemAssert.IsAsync(ProblemTypes.NotFound, theirs);
            using var nowhere = await world.GetAsync(stranger, $"/api/meetings/{Guid.NewGuid()}", "disrupting-exploitation");
            await ProblemAssert.IsAsync(ProblemTypes.NotFound, nowhere);
        }

        using var officer = await world.GetAsync("joan", $"/api/meetings/{meeting}", "disrupting-exploitation");
        await ProblemAssert.IsAsync(ProblemTypes.ForbiddenRole, officer);
    }

    [Fact]
    public async Task StoreStopped_NothingOfAMeetingLeaves()
    {
        var meeting = await world.MeetingAsync();
        await world.ItemAsync(meeting, "amira", world.About("aisha-penrow"));
        world.Store.Stopped = true;
        try
        {
            using var answer = await world.GetAsync("nia", $"/api/meetings/{meeting}", "disrupting-exploitation");
            var problem = await ProblemAssert.IsAsync(ProblemTypes.Unavailable, answer);
            Assert.DoesNotContain("arcade", problem.GetRawText(), StringComparison.Ordinal);
        }
        finally
        {
            world.Store.Stopped = false;
        }
    }
}
