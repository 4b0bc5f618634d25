using System.Net;
using System.Net.Http.Headers;
using DataSharing.Web.Pages;

namespace DataSharing.Pages.Tests;

/// <summary>Signing in and out, errors, headers, the question why, and that no door of the pages opens the API.</summary>
public sealed class FoundationTests(Borough borough) : PageTest(borough)
{
    [Fact]
    public async Task Axe_PageThatKeepsPeopleOut_IsFound()
    {
        // The check of all the other tests: it must be able to fail.
        var visit = await AsAsync("amira");
        await visit.GoAsync("/app");
        await visit.AxeAsync("home");
        await visit.Page.EvaluateAsync(
            """
            () => {
              const main = document.querySelector('main');
              const add = (name, of) => main.appendChild(Object.assign(document.createElement(name), of));
              add('img', { width: 20, height: 20 });
              add('input', { type: 'text' });
              add('a', { href: '#nowhere' });
              const faint = add('p', { textContent: 'Faint' });
              faint.style.color = '#aaaaaa';
              faint.style.background = '#ffffff';
            }
            """
        );

        Assert.Equal(["color-contrast", "image-alt", "label", "link-name"], await RulesAsync(ownColours: false));
        Assert.Equal(["image-alt", "label", "link-name"], await RulesAsync(ownColours: true));
        await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(() => visit.AxeAsync("home"));

        async Task<IEnumerable<string>> RulesAsync(bool ownColours) =>
            (await Axe.ViolationsAsync(visit.Page, ownColours)).Select(f => f.Split(' ')[0]).Order(StringComparer.Ordinal);
    }

    [Fact]
    public async Task SignIn_PickAPerson_ShowsTheirHomeAndNothingReadableByScript()
    {
        var visit = await AsAsync(null);
        await visit.GoAsync("/");
        await visit.SignInAsync("amira");

        Assert.EndsWith("/app", visit.Page.Url, StringComparison.Ordinal);
        Assert.Contains("Amira", await visit.HeadingAsync(), StringComparison.Ordinal);
        Assert.Equal("", await visit.Page.EvaluateAsync<string>("document.cookie"));
        Assert.All(await visit.Context.CookiesAsync(), cookie => Assert.NotEqual(SameSiteAttribute.None, cookie.SameSite));
    }

    [Fact]
    public async Task SignIn_TenantOfNobody_IsToldSoAndGetsNoSession()
    {
        var visit = await AsAsync(null);
        await visit.GoAsync("/app");
        await visit.SignInAsync("mallory");

        Assert.Equal("Your organisation is not part of this partnership", await visit.HeadingAsync());
        await visit.LooksRightAsync("sign-in-unknown-organisation");
        Assert.DoesNotContain(await visit.Context.CookiesAsync(), cookie => cookie.Name.EndsWith("session", StringComparison.Ordinal));
    }

    [Fact]
    public async Task SignIn_CallbackByItself_IsAPageNotAFault()
    {
        var visit = await AsAsync(null);
        var answer = await visit.GoAsync("/signin/callback?code=x&state=y");

        Assert.Equal(403, answer?.Status);
        Assert.Equal("You could not be signed in", await visit.HeadingAsync());
        await visit.LooksRightAsync("sign-in-failed");
    }

    [Theory]
    [InlineData("//evil.example/")]
    [InlineData("https://evil.example/")]
    [InlineData("/app//evil.example")]
    [InlineData("/api/subjects")]
    [InlineData("/app\\..\\x")]
    public void Next_PathThatIsNoPageOfOurs_BecomesHome(string next) => Assert.Equal("/app", LocalPath.OrHome(next));

    [Fact]
    public async Task SignOut_ThenBack_ShowsNothingAndAsksToSignIn()
    {
        var visit = await AsAsync(null);
        await visit.GoAsync("/app");
        await visit.SignInAsync("amira");
        await visit.PressAsync("Sign out");
        await visit.Page.WaitForURLAsync("**/signin/signed-out");
        Assert.Equal("You have signed out", await visit.HeadingAsync());
        await visit.LooksRightAsync("signed-out");
        Assert.DoesNotContain(await visit.Context.CookiesAsync(), c => c.Name is "datasharing-session" or "datasharing-access");

        await visit.Page.GoBackAsync();
        await visit.Page.WaitForLoadStateAsync();
        Assert.DoesNotContain("Hello Amira", await visit.TextAsync(), StringComparison.Ordinal);

        await visit.GoAsync("/app");
        Assert.DoesNotContain("Hello Amira", await visit.TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SignInAndOut_AreEntriesOfTheAgency()
    {
        var visit = await AsAsync(null);
        await visit.GoAsync("/app");
        await visit.SignInAsync("greta");
        await visit.PressAsync("Sign out");
        await visit.Page.WaitForURLAsync("**/signin/signed-out");

        var today = DateTimeOffset.UtcNow.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        using var answer = await Eastmere.EventuallyAsync(
            () => Borough.GetAsync("greta", $"/api/audit/entries?day={today}"),
            async a => (await a.Content.ReadAsStringAsync()).Contains("session.ended", StringComparison.Ordinal)
        );
        var text = await answer.Content.ReadAsStringAsync();
        Assert.Contains("session.started", text, StringComparison.Ordinal);
        Assert.Contains("session.ended", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Session_OnTheApi_IsWorthNothing()
    {
        var visit = await AsAsync("amira");
        var answer = await visit.Context.APIRequest.GetAsync("/api/me");
        Assert.Equal(401, answer.Status);
        Assert.Contains("application/problem+json", answer.Headers["content-type"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_OnThePages_IsWorthNothing()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/app");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await SharedIssuer.TokenAsync("amira"));
        using var answer = await Borough.Running.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.StartsWith("/signin", answer.Headers.Location?.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_Headers_ForbidEverythingFromElsewhereAndKeepNothing()
    {
        var visit = await AsAsync("amira");
        var answer = await visit.GoAsync("/app");
        var headers = answer?.Headers ?? [];

        Assert.StartsWith(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self' ",
            headers["content-security-policy"],
            StringComparison.Ordinal
        );
        Assert.Contains("frame-ancestors 'none'; base-uri 'none'", headers["content-security-policy"], StringComparison.Ordinal);
        Assert.Contains("no-store", headers["cache-control"], StringComparison.Ordinal);
        Assert.Equal("nosniff", headers["x-content-type-options"]);
    }

    [Fact]
    public async Task Assets_FingerprintedAndCompressed_MayBeKeptForEver()
    {
        var visit = await AsAsync("amira");
        var answers = new List<IResponse>();
        visit.Page.Response += (_, response) => answers.Add(response);
        await visit.GoAsync("/app");

        var assets = answers.Where(a => new Uri(a.Url).AbsolutePath.StartsWith("/assets/", StringComparison.Ordinal)).ToArray();
        Assert.True(assets.Length >= 4);
        foreach (var asset in assets)
        {
            var headers = await asset.AllHeadersAsync();
            Assert.Contains($"immutable {asset.Url}", $"{headers["cache-control"].Split(' ')[^1]} {asset.Url}", StringComparison.Ordinal);
            Assert.DoesNotContain("no-store", headers["cache-control"], StringComparison.Ordinal);
            Assert.Equal("gzip", headers["content-encoding"]);
        }
    }

    [Fact]
    public async Task UnknownPage_SignedInOrNot_IsAPage()
    {
        foreach (var user in new[] { null, "amira" })
        {
            var visit = await AsAsync(user);
            var answer = await visit.GoAsync("/app/nowhere");
            Assert.Equal(404, answer?.Status);
            Assert.Equal("Page not found", await visit.HeadingAsync());
        }

        var seen = await AsAsync("amira");
        await seen.GoAsync("/app/nowhere");
        await seen.LooksRightAsync("error-not-found");
    }

    [Fact]
    public async Task StoreStopped_Page_Is503AndSaysWhatToDo()
    {
        var visit = await AsAsync("amira");
        Borough.Store.Stopped = true;
        try
        {
            var answer = await visit.GoAsync("/app");
            Assert.Equal(503, answer?.Status);
            Assert.Equal("Sorry, the service is unavailable", await visit.HeadingAsync());
            await visit.LooksRightAsync("error-unavailable");
        }
        finally
        {
            Borough.Store.Stopped = false;
        }
    }

    [Fact]
    public async Task AskingWhy_NothingAnswered_SaysWhatIsMissing()
    {
        var visit = await AsAsync("amira");
        await visit.GoAsync("/app/access?scope=exchange&next=%2Fapp");
        await visit.LooksRightAsync("access");
        await visit.PressAsync("Continue");
        Assert.Contains("There is a problem", await visit.TextAsync(), StringComparison.Ordinal);
        await visit.LooksRightAsync("access-error");
    }

    [Fact]
    public async Task AskingWhy_ScopeOfNoKind_IsNotFound()
    {
        var visit = await AsAsync("amira");
        Assert.Equal(404, (await visit.GoAsync("/app/access?scope=everything"))?.Status);
    }

    [Fact]
    public async Task Form_WithoutItsMark_IsRefused()
    {
        var visit = await AsAsync("amira");
        var answer = await visit.Context.APIRequest.PostAsync(
            "/app/access?scope=exchange",
            new()
            {
                DataString = "Purpose=safeguarding-children&Reason=because",
                Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["Content-Type"] = "application/x-www-form-urlencoded" },
            }
        );
        Assert.Equal(400, answer.Status);
        Assert.Contains("text/html", answer.Headers["content-type"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Form_SessionEndedMeanwhile_SaysThatNothingWasSaved()
    {
        var visit = await AsAsync("amira");
        await visit.GoAsync("/app/access?scope=exchange");
        await visit.Context.ClearCookiesAsync();
        await visit.Page.FillAsync("textarea[name=Reason]", "Strategy meeting");
        await visit.PressAsync("Continue");

        Assert.Equal("You were signed out", await visit.HeadingAsync());
        Assert.Contains("nothing was saved", await visit.TextAsync(), StringComparison.OrdinalIgnoreCase);
        await visit.LooksRightAsync("session-ended");
        await visit.FollowAsync("Sign in again");
        await visit.SignInAsync("amira");
        Assert.Contains("/app/access?scope=exchange", visit.Page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Person_Suspended_IsRefusedAtTheNextRequestWithAPage()
    {
        const string Actor = "person:aaaaaaaa-0000-4000-8000-000000000005:0a000000-0000-4000-8000-000000000041";
        var visit = await AsAsync("sana");
        Assert.Equal(200, (await visit.GoAsync("/app"))?.Status);
        var suspended = await Borough.SendAsync(
            "olwen",
            HttpMethod.Put,
            $"/api/suspended-actors/{Actor}",
            new System.Text.Json.Nodes.JsonObject { ["reason"] = "Leaver" }
        );
        Assert.True(suspended.IsSuccessStatusCode, await suspended.Content.ReadAsStringAsync());
        try
        {
            Assert.Equal(403, (await visit.GoAsync("/app"))?.Status);
            Assert.Equal("Your access is suspended", await visit.HeadingAsync());
            await visit.LooksRightAsync("error-suspended");
        }
        finally
        {
            await Borough.SendAsync("olwen", HttpMethod.Delete, $"/api/suspended-actors/{Actor}", null);
        }
    }
}
