using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace DataSharing.Pages.Tests;

/// <summary>What goes wrong under /app is answered with a page that says what to do next, never with a machine's words.</summary>
public sealed class ErrorTests(Borough borough) : PageTest(borough)
{
    [Fact]
    public async Task Form_LargerThanAnyMayBe_Is413AndSaysSo()
    {
        var visit = await AsAsync("amira");
        await visit.GoAsync("/app/access?scope=exchange");
        await visit.Page.EvaluateAsync("document.querySelector('textarea[name=Reason]').value = 'x'.repeat(3000000)");
        var answer = await visit.Page.RunAndWaitForResponseAsync(
            () => visit.PressAsync("Continue"),
            response => response.Request.Method == "POST"
        );

        Assert.Equal(413, answer.Status);
        await visit.Page.WaitForLoadStateAsync();
        await IsPageAsync(visit, "What you sent is too large", "error-too-large");
    }

    [Fact]
    public async Task TooManyPages_Is429AndSaysToWait()
    {
        await using var platform = await RunningPlatform.StartAsync([
            KeyValuePair.Create<string, string?>("Limits:ActorRequestsPerSecond", "1"),
            KeyValuePair.Create<string, string?>("Limits:ActorBurstRequests", "3"),
        ]);
        var visit = await SignInAsync(platform);
        var answer = await visit.GoAsync("/app");
        for (var i = 0; i < 10 && answer?.Status == 200; i++)
        {
            answer = await visit.GoAsync("/app");
        }

        Assert.Equal(429, answer?.Status);
        Assert.True(answer?.Headers.ContainsKey("retry-after"));
        await IsPageAsync(visit, "Too many requests", "error-too-many");
    }

    [Fact]
    public async Task Fault_Is500AndTellsNothingOfIt()
    {
        const string Secret = "JordanExample1999";
        await using var platform = await RunningPlatform.StartAsync(map: app =>
            app.MapGet("/app/test/fault", IResult () => throw new InvalidOperationException($"No room for {Secret}")).AllowAnonymous()
        );
        var visit = await SignInAsync(platform);
        var answer = await visit.GoAsync("/app/test/fault");

        Assert.Equal(500, answer?.Status);
        Assert.DoesNotContain(Secret, await visit.Page.ContentAsync(), StringComparison.Ordinal);
        await IsPageAsync(visit, "Sorry, there is a problem with the service", "error-fault");
    }

    private async Task<Visit> SignInAsync(RunningPlatform platform)
    {
        var visit = await AsAsync(null, address: platform.Address);
        await visit.GoAsync("/app");
        await visit.SignInAsync("olwen");
        await visit.Page.WaitForURLAsync(new Uri(platform.Address, "/app").ToString());
        return visit;
    }

    private static async Task IsPageAsync(Visit visit, string heading, string name)
    {
        Assert.Equal(heading, await visit.HeadingAsync());
        Assert.EndsWith("– DataSharing", await visit.Page.TitleAsync(), StringComparison.Ordinal);
        await visit.LooksRightAsync(name);
    }
}
