using System.Text.Json.Nodes;

namespace DataSharing.Pages.Tests;

/// <summary>The pages about agreements: what they say, who can get what, and the question of somebody who is unsure.</summary>
public sealed class AgreementTests(Borough borough) : PageTest(borough)
{
    private const string Council = "Eastmere Borough Council, Children's Services";

    private const string Path = "eastmere-exploitation/1";

    [Fact]
    public async Task Agreement_ReadByAParty_IsWhatWasSignedClauseByClause()
    {
        var amira = await AsAsync("amira");
        await amira.GoAsync("/app");
        await amira.FollowAsync("Agreements");
        Assert.Contains("In force", await amira.TextAsync(), StringComparison.Ordinal);
        await amira.LooksRightAsync("agreements");
        await amira.ClickAsync(amira.Page.Locator("tbody th a").First);
        Assert.Contains("Eastmere Constabulary", await amira.TextAsync(), StringComparison.Ordinal);
        await amira.LooksRightAsync("agreement");
        await amira.FollowAsync("Read it as it is signed");
        using var document = await Borough.GetAsync("amira", $"/api/agreements/eastmere-exploitation/versions/1/document");
        var bytes = await document.Content.ReadAsByteArrayAsync();
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes));
        Assert.Contains(hash, await amira.TextAsync(), StringComparison.Ordinal);
        Assert.Equal(1, await amira.Page.Locator("#rule-council-to-police").CountAsync());
        await amira.LooksRightAsync("agreement-text");
        await amira.Page.EmulateMediaAsync(new() { Media = Media.Print });
        Assert.False(await amira.Page.Locator(".app-screen-only").IsVisibleAsync());
        Assert.True(await amira.Page.Locator("#rule-council-to-police").IsVisibleAsync());
        await amira.Page.EmulateMediaAsync(new() { Media = Media.Screen });

        await amira.GoAsync($"/app/agreements/law/{Path}");
        Assert.Equal("Legal check", await amira.HeadingAsync());
        await amira.LooksRightAsync("agreement-law");
        var where = amira.Page.GetByRole(AriaRole.Link, new() { NameRegex = new("^Clause ") });
        if (await where.CountAsync() > 0)
        {
            var anchor = new Uri(amira.Page.Url).GetLeftPart(UriPartial.Authority) + await where.First.GetAttributeAsync("href");
            await amira.GoAsync(anchor);
            Assert.Equal(1, await amira.Page.Locator(":target").CountAsync());
        }
    }

    [Fact]
    public async Task Agreement_OfOthers_IsNotFoundAsIfItWereNotThere()
    {
        // Youth justice is party to none that is in force here.
        var tariq = await AsAsync("tariq");
        await tariq.GoAsync("/app/agreements");
        Assert.Contains("There are none", await tariq.TextAsync(), StringComparison.Ordinal);
        foreach (var page in new[] { "one", "text", "law" })
        {
            Assert.Equal(404, (await tariq.GoAsync($"/app/agreements/{page}/{Path}"))?.Status);
            var theirs = await tariq.TextAsync();
            Assert.Equal(404, (await tariq.GoAsync($"/app/agreements/{page}/no-such-agreement/1"))?.Status);
            Assert.Equal(theirs, await tariq.TextAsync());
        }

        await tariq.GoAsync("/app/agreements/who");
        Assert.Contains("party to no agreement", await tariq.TextAsync(), StringComparison.Ordinal);
        Assert.Equal(404, (await tariq.GoAsync("/app/agreements/who?Agreement=eastmere-exploitation"))?.Status);
        await tariq.GoAsync("/app/can-i-share");
        Assert.Contains("party to no agreement", await tariq.TextAsync(), StringComparison.Ordinal);
        await tariq.LooksRightAsync("can-i-share-no-agreement");
    }

    [Fact]
    public async Task WhoCanGetWhat_OneAgencyAtATime_LeadsToEachClause()
    {
        var sana = await AsAsync("sana");
        await sana.GoAsync("/app/agreements/who");
        Assert.Contains("That a record is held, and who to ring", await sana.TextAsync(), StringComparison.Ordinal);
        Assert.Equal("eastmere-health", await sana.Page.InputValueAsync("#Agency"));
        await sana.LooksRightAsync("who-can-get-what");
        await sana.Page.SelectOptionAsync("#Agency", "eastmere-police");
        await sana.Page.SelectOptionAsync("#Way", "gets");
        await sana.PressAsync("Show");
        Assert.Contains($"{Council} to Eastmere Constabulary", await sana.TextAsync(), StringComparison.Ordinal);
        Assert.Contains("What the record says", await sana.TextAsync(), StringComparison.Ordinal);
        await sana.LooksRightAsync("who-can-get-what-police");
        await sana.ClickAsync(sana.Page.Locator("a", new() { HasTextString = "council-to-police" }).First);
        Assert.Equal("rule-council-to-police", await sana.Page.Locator(":target").GetAttributeAsync("id"));
    }

    [Fact]
    public async Task CanIShare_SomebodyUnsure_GetsAPlainAnswerAndNothingIsKept()
    {
        var amira = await AsAsync("amira");
        var addresses = new List<string>();
        amira.Page.Request += (_, request) => addresses.Add(request.Url);
        await amira.GoAsync("/app/can-i-share");
        await amira.LooksRightAsync("can-i-share");
        await amira.PressAsync("Continue");
        Assert.Contains("Choose who you want to share with", await amira.TextAsync(), StringComparison.Ordinal);
        await amira.LooksRightAsync("can-i-share-errors");
        var questions = await QuestionsAsync(amira);
        await WhomAsync(amira, "Eastmere Constabulary");
        await amira.LooksRightAsync("can-i-share-what");
        Assert.Equal(6, questions + await QuestionsAsync(amira));
        // There is nowhere to write anything.
        Assert.Equal(0, await amira.Page.Locator("main input[type=text], main textarea").CountAsync());
        await amira.PressAsync("Tell me");
        Assert.Contains("Choose what you want to share", await amira.TextAsync(), StringComparison.Ordinal);
        await amira.LooksRightAsync("can-i-share-what-errors");
        await WhatAsync(amira, "risk", consent: "refused");
        Assert.Equal("Yes. You can share this with Eastmere Constabulary.", await amira.HeadingAsync());
        Assert.Contains("They said no, but this does not rest on consent", await amira.TextAsync(), StringComparison.Ordinal);
        await amira.LooksRightAsync("can-i-share-yes");

        await amira.PressAsync("Change your answers");
        await amira.Page.CheckAsync("input[name=Categories][value=housing]");
        await amira.PressAsync("Tell me");
        Assert.Contains("Yes, but not all of it.", await amira.HeadingAsync(), StringComparison.Ordinal);
        Assert.Contains("Who to ask in your agency", await amira.TextAsync(), StringComparison.Ordinal);
        await amira.LooksRightAsync("can-i-share-part");

        // The clause is one step away.
        await amira.ClickAsync(amira.Page.Locator("a", new() { HasTextString = "clause council-to-police" }));
        Assert.Equal("rule-council-to-police", await amira.Page.Locator(":target").GetAttributeAsync("id"));
        Assert.All(addresses, address => Assert.DoesNotContain("refused", address, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task CanIShare_ForbiddenAndInDanger_SaysNoAndYesForTheRightReasons()
    {
        var sana = await AsAsync("sana", script: false);
        await sana.GoAsync("/app/can-i-share");
        await WhomAsync(sana, "Eastmere Borough Council, Licensing");
        await WhatAsync(sana, "health", emergency: "yes");
        Assert.Contains("No. The agreements do not let you share this", await sana.HeadingAsync(), StringComparison.Ordinal);
        Assert.Contains("an emergency does not change that", await sana.TextAsync(), StringComparison.Ordinal);

        await sana.GoAsync("/app/can-i-share");
        await WhomAsync(sana, Council);
        await WhatAsync(sana, "health");
        Assert.Contains($"You may tell {Council} that you hold a record", await sana.TextAsync(), StringComparison.Ordinal);
        Assert.Contains("If somebody is in danger now", await sana.TextAsync(), StringComparison.Ordinal);
        // Nothing of it is kept: the answer comes from a store that could not keep it.
        Borough.Store.KeepsNothing = true;
        try
        {
            await AgainInAnEmergencyAsync(sana);
        }
        finally
        {
            Borough.Store.KeepsNothing = false;
        }
    }

    /// <summary>What is asked follows what the clauses turn on: eleven questions where one clause turns on everything, and never a box to write in.</summary>
    [Fact]
    public async Task CanIShare_ClauseTurnsOnGradingAndMarking_AsksThemAndNothingInVain()
    {
        const string Id = "graded-evidence";
        await Borough.BringIntoForceAsync(Id, "Graded evidence", TurnsOnEverything);
        try
        {
            var gita = await AsAsync("gita");
            await gita.GoAsync("/app/can-i-share");
            var questions = await QuestionsAsync(gita);
            await WhomAsync(gita, "Eastmere Fire and Rescue Service");
            questions += await QuestionsAsync(gita);
            await WhatAsync(gita, "licensing", age: "17 or younger", button: "Continue");
            Assert.Equal("The information itself", await gita.HeadingAsync());
            questions += await QuestionsAsync(gita);
            Assert.Equal(11, questions);
            Assert.Equal(0, await gita.Page.Locator("main input[type=text], main textarea").CountAsync());
            await gita.LooksRightAsync("can-i-share-data");
            await gita.PressAsync("Tell me");
            Assert.Contains("Choose how the source is graded", await gita.TextAsync(), StringComparison.Ordinal);
            await gita.LooksRightAsync("can-i-share-data-errors");
            await GradedAsync(gita, "2", "official");
            Assert.Equal("Yes. You can share this with Eastmere Fire and Rescue Service.", await gita.HeadingAsync());
            Assert.Contains("this service does not record markings", await gita.TextAsync(), StringComparison.Ordinal);
            await gita.LooksRightAsync("can-i-share-data-yes");

            // What was answered is still there when it is changed.
            await gita.PressAsync("Change your answers");
            await gita.PressAsync("Continue");
            Assert.True(await gita.Page.IsCheckedAsync("input[name='Data.Source'][value='2']"));
            await gita.Page.CheckAsync("input[name='Data.Source'][value='3']");
            await gita.PressAsync("Tell me");
            Assert.Contains("No. The agreements do not let you share this", await gita.HeadingAsync(), StringComparison.Ordinal);
            await gita.PressAsync("Change your answers");
            await gita.PressAsync("Continue");
            await gita.Page.CheckAsync("input[name='Data.Source'][value='not-known']");
            await gita.PressAsync("Tell me");
            Assert.Equal("Not yet. Something has to be known first.", await gita.HeadingAsync());
            await gita.LooksRightAsync("can-i-share-data-not-yet");

            // An adult is outside the clause and somebody in danger is past it: neither is asked about what cannot matter.
            await gita.PressAsync("Change your answers");
            await gita.Page.GetByLabel("18 or older", new() { Exact = true }).CheckAsync();
            await gita.PressAsync("Continue");
            Assert.Contains("No. The agreements do not let you share this", await gita.HeadingAsync(), StringComparison.Ordinal);
            await gita.PressAsync("Change your answers");
            await gita.Page.CheckAsync("input[name=Emergency][value=yes]");
            await gita.PressAsync("Continue");
            Assert.Contains("Yes. Somebody is in danger", await gita.HeadingAsync(), StringComparison.Ordinal);
        }
        finally
        {
            await Borough.EndAsync(Id);
        }
    }

    private static void TurnsOnEverything(JsonObject rule)
    {
        rule["subjectKinds"] = new JsonArray("person");
        rule["constraints"] = new JsonObject
        {
            ["age"] = new JsonObject { ["maximum"] = 17 },
            ["gradings"] = new JsonObject { ["sources"] = new JsonArray(1, 2), ["intelligence"] = new JsonArray("A", "B") },
            ["handling"] = new JsonArray("P"),
            ["markings"] = new JsonObject { ["within"] = new JsonArray("official", "tlp-clear") },
        };
    }

    private static Task<int> QuestionsAsync(Visit visit) => visit.Page.Locator("main fieldset").CountAsync();

    private static async Task GradedAsync(Visit visit, string source, string marking)
    {
        await visit.Page.CheckAsync($"input[name='Data.Source'][value='{source}']");
        await visit.Page.CheckAsync("input[name='Data.Intelligence'][value=B]");
        await visit.Page.CheckAsync("input[name='Data.Handling'][value=P]");
        await visit.Page.CheckAsync($"input[name='Data.Markings'][value='{marking}']");
        await visit.PressAsync("Tell me");
    }

    private static async Task AgainInAnEmergencyAsync(Visit sana)
    {
        await sana.PressAsync("Change your answers");
        await sana.Page.CheckAsync("input[name=Emergency][value=yes]");
        await sana.PressAsync("Tell me");
        Assert.Contains("Yes. Somebody is in danger", await sana.HeadingAsync(), StringComparison.Ordinal);
    }

    private static async Task WhomAsync(Visit visit, string to)
    {
        await visit.Page.GetByLabel(to, new() { Exact = true }).CheckAsync();
        await visit.Page.CheckAsync("input[name=Kind][value=person]");
        await visit.Page.CheckAsync($"input[name=Purpose][value={Eastmere.Purpose}]");
        await visit.PressAsync("Continue");
    }

    private static async Task WhatAsync(
        Visit visit,
        string category,
        string consent = "not-known",
        string emergency = "no",
        string? age = null,
        string button = "Tell me"
    )
    {
        await visit.Page.CheckAsync($"input[name=Categories][value={category}]");
        if (age is not null)
        {
            await visit.Page.GetByLabel(age, new() { Exact = true }).CheckAsync();
        }

        await visit.Page.CheckAsync($"input[name=Consent][value={consent}]");
        await visit.Page.CheckAsync($"input[name=Emergency][value={emergency}]");
        await visit.PressAsync(button);
    }
}
