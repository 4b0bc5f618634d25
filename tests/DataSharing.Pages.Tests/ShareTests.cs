namespace DataSharing.Pages.Tests;

/// <summary>Sharing with the decision shown before anything goes, what was shared, and requests from both sides.</summary>
public sealed class ShareTests(Borough borough) : PageTest(borough)
{
    private string New => $"/app/share/new?subject={Borough.Id("aisha-penrow")}";

    [Fact]
    public async Task Share_FillInSeeTheDecisionSend_TheOtherAgencyReadsAndAcknowledges()
    {
        var amira = await AsAsync("amira");
        await amira.GoStatingAsync(New);
        Assert.Equal("Share information", await amira.HeadingAsync());
        Assert.Contains("Aisha Penrow", await amira.TextAsync(), StringComparison.Ordinal);
        await amira.LooksRightAsync("share-new");
        await amira.PressAsync("Continue");
        await amira.LooksRightAsync("share-new-errors");

        await FillAsync(
            amira,
            "Eastmere Constabulary",
            ("risk", "Seen at the arcade with older men on 20 November."),
            ("education", "Stopped coming to school.")
        );
        await amira.PressAsync("Continue");
        Assert.Equal("Check what will be shared", await amira.HeadingAsync());
        var text = await amira.TextAsync();
        Assert.Contains("The agreement lets you share some of this", text, StringComparison.Ordinal);
        Assert.Contains("No permission for this purpose and subject names this category.", text, StringComparison.Ordinal);
        Assert.Contains("a task in the public interest", text, StringComparison.Ordinal);
        Assert.Contains("Delete it after 1 year.", text, StringComparison.Ordinal);
        await amira.LooksRightAsync("share-check");

        await amira.PressAsync("Share now");
        Assert.Contains("What you shared was sent", await amira.TextAsync(), StringComparison.Ordinal);
        await amira.LooksRightAsync("share-done");
        await amira.GoStatingAsync(await amira.HrefAsync("See what was sent"));
        Assert.Contains("Seen at the arcade", await amira.TextAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("Stopped coming to school", await amira.TextAsync(), StringComparison.Ordinal);
        await amira.LooksRightAsync("share-sent");

        var ben = await AsAsync("ben");
        await ben.GoStatingAsync(new Uri(amira.Page.Url).PathAndQuery);
        Assert.Contains("Seen at the arcade", await ben.TextAsync(), StringComparison.Ordinal);
        await ben.LooksRightAsync("share-received");
        await ben.PressAsync("Say that it arrived");
        Assert.Contains("You said that it arrived.", await ben.TextAsync(), StringComparison.Ordinal);
        await ben.GoAsync("/app/share");
        await ben.LooksRightAsync("share-list-received");
        await amira.GoStatingAsync("/app/share?direction=sent");
        await amira.LooksRightAsync("share-list-sent");
    }

    [Fact]
    public async Task Share_SentTwice_IsSharedOnce()
    {
        var amira = await AsAsync("amira");
        await amira.GoStatingAsync(New);
        await FillAsync(amira, "Eastmere Constabulary", ("risk", "Sent twice."));
        await amira.PressAsync("Continue");
        var ends = await amira.Page.EvaluateAsync<string[]>(
            """
            async () => {
              const form = document.querySelector('button[formaction*="Send"]').form
              const send = () => fetch(form.querySelector('button[formaction*="Send"]').formAction, { method: 'POST', body: new URLSearchParams(new FormData(form)) })
              return (await Promise.all([send(), send()])).map(answer => answer.url)
            }
            """
        );
        Assert.Contains("/app/share/sent/", ends[0], StringComparison.Ordinal);
        Assert.Equal(ends[0], ends[1]);
    }

    [Fact]
    public async Task Share_NothingPermitted_CannotBeSent()
    {
        var amira = await AsAsync("amira");
        await amira.GoStatingAsync(New);
        await FillAsync(amira, "Eastmere Borough Council, Licensing", ("risk", "None of their business."));
        await amira.PressAsync("Continue");
        Assert.Contains("No agreement lets you share this", await amira.TextAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await amira.Page.GetByRole(AriaRole.Button, new() { Name = "Share now" }).CountAsync());
        await amira.LooksRightAsync("share-refused");

        await amira.PressAsync("Change it");
        Assert.Equal("None of their business.", await amira.Page.InputValueAsync("#category-risk"));
    }

    [Fact]
    public async Task Share_WithoutScript_Works()
    {
        var amira = await AsAsync("amira", script: false);
        await amira.GoStatingAsync(New);
        await FillAsync(amira, "Eastmere Constabulary", ("risk", "Without script."));
        await amira.PressAsync("Continue");
        await amira.PressAsync("Share now");
        Assert.Contains("What you shared was sent", await amira.TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Share_SubjectOfNobody_LooksLikeOneThatIsNotTheirs()
    {
        var colm = await AsAsync("colm");
        await colm.GoStatingAsync(New);
        var theirs = await colm.TextAsync();
        await colm.GoStatingAsync($"/app/share/new?subject={Guid.NewGuid():D}");
        Assert.Equal("Page not found", await colm.HeadingAsync());
        Assert.Equal(theirs, await colm.TextAsync());
    }

    [Fact]
    public async Task Request_AskedAnsweredAndRead_FromBothSides()
    {
        var ben = await AsAsync("ben");
        await ben.GoStatingAsync($"/app/requests/ask?subject={Borough.Id("dorian-sleight")}");
        Assert.Equal("Ask another agency", await ben.HeadingAsync());
        await ben.LooksRightAsync("request-ask");
        await ben.Page.GetByLabel("Eastmere Borough Council, Children's Services").CheckAsync();
        await ben.Page.CheckAsync("input[name=Wanted][value=risk]");
        await ben.Page.FillAsync("textarea[name=Reason]", "He was seen outside a children’s home again.");
        await ben.PressAsync("Send the request");
        await ben.LooksRightAsync("request-done");
        var request = await ben.HrefAsync("See your request");
        await ben.GoStatingAsync(request);
        await ben.LooksRightAsync("request-sent");

        var amira = await AsAsync("amira");
        await amira.GoStatingAsync("/app/requests");
        await amira.LooksRightAsync("request-inbox");
        await amira.GoAsync(request);
        Assert.Contains("He was seen outside", await amira.TextAsync(), StringComparison.Ordinal);
        await amira.LooksRightAsync("request-received");
        await amira.PressAsync("Answer");
        await amira.LooksRightAsync("request-answer");
        await amira.Page.CheckAsync("input[value=risk]");
        await amira.Page.FillAsync("#category-risk", "Two residents named him in October.");
        await amira.Page.FillAsync("textarea[name=Reason]", "They asked, and it protects the children there.");
        await amira.PressAsync("Continue");
        await amira.LooksRightAsync("request-answer-check");
        await amira.PressAsync("Send the answer");
        Assert.Contains("Your answer was sent.", await amira.TextAsync(), StringComparison.Ordinal);

        await ben.GoStatingAsync(request);
        Assert.Contains("Answered", await ben.TextAsync(), StringComparison.Ordinal);
        await ben.FollowAsync("See the answer");
        Assert.Contains("Two residents named him", await ben.TextAsync(), StringComparison.Ordinal);

        await amira.GoAsync(request.Replace("/item/", "/answer/", StringComparison.Ordinal));
        Assert.Equal("Somebody else dealt with this request", await amira.HeadingAsync());
        await amira.LooksRightAsync("request-dealt-with");
    }

    [Fact]
    public async Task Request_Declined_SaysWhyToWhoAsked()
    {
        var ben = await AsAsync("ben");
        await ben.GoStatingAsync($"/app/requests/ask?subject={Borough.Id("dorian-sleight")}");
        await ben.Page.GetByLabel("Eastmere Borough Council, Children's Services").CheckAsync();
        await ben.Page.CheckAsync("input[name=Wanted][value=identity]");
        await ben.Page.FillAsync("textarea[name=Reason]", "His last known address.");
        await ben.PressAsync("Send the request");
        var request = await ben.HrefAsync("See your request");

        var amira = await AsAsync("amira");
        await amira.GoStatingAsync(request);
        await amira.FollowAsync("Decline to answer");
        await amira.PressAsync("Decline the request");
        await amira.LooksRightAsync("request-decline-errors");
        await amira.Page.GetByLabel("We hold nothing of this").CheckAsync();
        await amira.Page.FillAsync("textarea[name=Explanation]", "We have never known his address.");
        await amira.PressAsync("Decline the request");

        await ben.GoStatingAsync(request);
        Assert.Contains("We have never known his address.", await ben.TextAsync(), StringComparison.Ordinal);
        await ben.LooksRightAsync("request-declined");
    }

    private static async Task FillAsync(Visit visit, string to, params (string Category, string Text)[] said)
    {
        await visit.Page.GetByLabel(to, new() { Exact = true }).CheckAsync();
        await visit.Page.CheckAsync("input[name=Purpose] >> nth=0");
        foreach (var (category, text) in said)
        {
            await visit.Page.CheckAsync($"input[value={category}]");
            await visit.Page.FillAsync($"#category-{category}", text);
        }

        await visit.Page.FillAsync("textarea[name=Reason]", "Strategy discussion this morning");
    }
}
