namespace DataSharing.Pages.Tests;

/// <summary>An agreement from its draft to its end, in the pages of those who sign it and those who may not.</summary>
public sealed class AgreementLifeTests(Borough borough) : PageTest(borough)
{
    private const string Id = "homes-and-fires";

    [Fact]
    public async Task Agreement_DraftedSignedInForceSuspendedAndEnded_ByTheRightPeople()
    {
        await DraftAsync(1);
        var wendy = await AsAsync("wendy");
        await wendy.GoAsync("/app/agreements");
        Assert.Contains("puts it before the parties", await wendy.TextAsync(), StringComparison.Ordinal);
        await wendy.LooksRightAsync("agreements-draft");
        await OpenAsync(wendy);
        await wendy.FollowAsync("Put this version before the parties");
        await wendy.LooksRightAsync("agreement-step-submit");
        await wendy.PressAsync("Put it before the parties");
        Assert.Contains("It is before the parties, to be signed.", await wendy.TextAsync(), StringComparison.Ordinal);
        await wendy.LooksRightAsync("agreement-in-review");

        var hazel = await AsAsync("hazel");
        await SignAsync(hazel, "Chief officer", "agreement-sign");
        await hazel.GoAsync($"/app/agreements/sign/{Id}/1");
        await hazel.Page.GetByLabel("Director", new() { Exact = true }).CheckAsync();
        await hazel.Page.CheckAsync("input[name=HasRead]");
        await hazel.PressAsync("Sign the agreement");
        Assert.Contains("Your agency has signed it already.", await hazel.TextAsync(), StringComparison.Ordinal);
        await SignAsync(wendy, "Director", null);

        var olwen = await AsAsync("olwen");
        await OpenAsync(olwen);
        await olwen.FollowAsync("Bring this version into force");
        await olwen.PressAsync("Bring it into force");
        Assert.Equal("The legal check stands in the way", await olwen.HeadingAsync());
        await AnswerAsync(hazel);
        await OpenAsync(olwen);
        await olwen.FollowAsync("Bring this version into force");
        await olwen.PressAsync("Bring it into force");
        Assert.Contains("It is in force.", await olwen.TextAsync(), StringComparison.Ordinal);
        Assert.Contains("Its review is due in 30 days or less", await olwen.TextAsync(), StringComparison.Ordinal);
        await olwen.LooksRightAsync("agreement-in-force");

        await SuspendTwiceAsync(olwen);
        await WatchersAsync();
        await CompareAsync(wendy);
        await EndAsync(olwen);
    }

    private async Task SuspendTwiceAsync(Visit olwen)
    {
        await OpenAsync(olwen);
        await olwen.FollowAsync("Suspend this agreement");
        await olwen.PressAsync("Suspend the agreement");
        Assert.Contains("Say why", await olwen.TextAsync(), StringComparison.Ordinal);
        await olwen.LooksRightAsync("agreement-step-errors");
        // Somebody else is faster.
        var piers = await AsAsync("piers");
        await OpenAsync(piers);
        await piers.FollowAsync("Suspend this agreement");
        await piers.Page.FillAsync("textarea[name=Reason]", "The impact assessment is looked at again.");
        await piers.PressAsync("Suspend the agreement");
        Assert.Contains("It is suspended from now on.", await piers.TextAsync(), StringComparison.Ordinal);
        await olwen.Page.FillAsync("textarea[name=Reason]", "A party asked for it.");
        await olwen.PressAsync("Suspend the agreement");
        Assert.Contains("Somebody changed this since you opened it", await olwen.TextAsync(), StringComparison.Ordinal);
        Assert.Contains("How it stands now: suspended.", await olwen.TextAsync(), StringComparison.Ordinal);
        Assert.Equal("A party asked for it.", await olwen.Page.InputValueAsync("textarea[name=Reason]"));
        await olwen.LooksRightAsync("agreement-step-changed");
        await olwen.PressAsync("Suspend the agreement");
        Assert.Contains("It is suspended already.", await olwen.TextAsync(), StringComparison.Ordinal);
        await OpenAsync(olwen);
        await olwen.LooksRightAsync("agreement-suspended");
        await olwen.FollowAsync("Lift the suspension");
        await olwen.PressAsync("Lift the suspension");
        Assert.Contains("It is no longer suspended.", await olwen.TextAsync(), StringComparison.Ordinal);
    }

    /// <summary>A practitioner of a party reads and does nothing; strangers find nothing.</summary>
    private async Task WatchersAsync()
    {
        var gita = await AsAsync("gita");
        await OpenAsync(gita);
        Assert.DoesNotContain("What you can do", await gita.TextAsync(), StringComparison.Ordinal);
        foreach (var page in new[] { $"step/{Id}/1/suspend", $"sign/{Id}/1" })
        {
            Assert.Equal(403, (await gita.GoAsync($"/app/agreements/{page}"))?.Status);
        }

        var amira = await AsAsync("amira");
        foreach (var page in new[] { $"one/{Id}/1", $"step/{Id}/1/suspend", $"sign/{Id}/1", $"compare?before={Id}:1&after={Id}:2" })
        {
            Assert.Equal(404, (await amira.GoAsync($"/app/agreements/{page}"))?.Status);
        }

        Assert.Equal(404, (await gita.GoAsync($"/app/agreements/step/{Id}/1/no-such-step"))?.Status);
    }

    private async Task CompareAsync(Visit wendy)
    {
        await DraftAsync(2);
        await wendy.GoAsync("/app/agreements/compare");
        await wendy.PressAsync("Compare");
        await wendy.Page.SelectOptionAsync("#Before", $"{Id}:1");
        await wendy.PressAsync("Compare");
        Assert.Contains("Choose two versions", await wendy.TextAsync(), StringComparison.Ordinal);
        await wendy.LooksRightAsync("agreement-compare-error");
        await wendy.GoAsync($"/app/agreements/one/{Id}/2");
        await wendy.FollowAsync("Compare with version 1");
        Assert.Contains("Changed: on other terms", await wendy.TextAsync(), StringComparison.Ordinal);
        Assert.Contains("Gained: may now be shared", await wendy.TextAsync(), StringComparison.Ordinal);
        Assert.Contains("Tenancy and household", await wendy.TextAsync(), StringComparison.Ordinal);
        await wendy.LooksRightAsync("agreement-compare");
    }

    private static async Task EndAsync(Visit olwen)
    {
        await OpenAsync(olwen);
        await olwen.FollowAsync("End this agreement");
        await olwen.LooksRightAsync("agreement-step-end");
        await olwen.Page.FillAsync("textarea[name=Reason]", "The service moved to another body.");
        await olwen.PressAsync("End the agreement");
        Assert.Contains("The agreement has ended.", await olwen.TextAsync(), StringComparison.Ordinal);
        await olwen.GoAsync("/app/agreements");
        Assert.Contains("No longer in force", await olwen.TextAsync(), StringComparison.Ordinal);
        await olwen.LooksRightAsync("agreements-all");
    }

    private static Task<IResponse?> OpenAsync(Visit visit) => visit.GoAsync($"/app/agreements/one/{Id}/1");

    private static async Task SignAsync(Visit visit, string post, string? picture)
    {
        await OpenAsync(visit);
        await visit.FollowAsync("Sign it for your agency");
        if (picture is not null)
        {
            await visit.PressAsync("Sign the agreement");
            Assert.Contains("Choose the post in which you sign", await visit.TextAsync(), StringComparison.Ordinal);
            await visit.LooksRightAsync(picture);
        }

        await visit.Page.GetByLabel(post, new() { Exact = true }).CheckAsync();
        await visit.Page.CheckAsync("input[name=HasRead]");
        await visit.PressAsync("Sign the agreement");
        Assert.Contains("You have signed it for your agency.", await visit.TextAsync(), StringComparison.Ordinal);
        Assert.Contains(post, await visit.TextAsync(), StringComparison.Ordinal);
    }

    private static async Task AnswerAsync(Visit hazel)
    {
        await hazel.GoAsync($"/app/agreements/law/{Id}/1");
        Assert.Contains("What somebody must answer for", await hazel.TextAsync(), StringComparison.Ordinal);
        await hazel.LooksRightAsync("agreement-law-answer");
        await hazel.ClickAsync(hazel.Page.Locator("a", new() { HasTextString = "Answer for it" }).First);
        await hazel.PressAsync("Answer for it");
        Assert.Contains("Say why", await hazel.TextAsync(), StringComparison.Ordinal);
        await hazel.LooksRightAsync("agreement-sign-off");
        await hazel.Page.FillAsync("textarea[name=Reason]", "Our counsel has seen the commencement order.");
        await hazel.PressAsync("Answer for it");
        Assert.Contains("You have answered for it by name.", await hazel.TextAsync(), StringComparison.Ordinal);
    }

    private Task DraftAsync(int version) =>
        Borough.DraftAsync(
            Id,
            version,
            "Homes and fires",
            rule =>
            {
                Drafts.NeedsAnswer(rule);
                if (version > 1)
                {
                    rule["categories"]!.AsArray().Add("housing");
                    rule["duties"]!["retainFor"] = "P6M";
                }
            }
        );
}
