using System.Net;
using DataSharing.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace DataSharing.Web.Tests.Instances;

/// <summary>Sessions, forms and stated reasons of one browser, whose requests go to any of three instances.</summary>
[Collection(InstancesCollection.Name)]
public sealed class SessionAcrossInstancesTests(ThreeInstances instances)
{
    [Fact]
    public async Task SignIn_BegunOnOneAndFinishedOnAnother_HoldsOnAll()
    {
        using var browser = instances.NewBrowser();
        await browser.SignInAsync(instances.A, instances.B, "amira");
        foreach (var instance in instances.All)
        {
            Assert.Contains("Hello Amira", await browser.TextAsync(instance, "/app"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Form_ShownByOneAndSentToAnother_IsTaken_AndItsReasonCountsOnTheThird()
    {
        using var browser = instances.NewBrowser();
        await browser.SignInAsync(instances.A, instances.A, "amira");
        var form = await browser.TextAsync(instances.A, "/app/access?scope=exchange&next=%2Fapp%2Frequests");
        var filled = Browser
            .Hidden(form)
            .Append(new("Purpose", Exchange.Eastmere.Purpose))
            .Append(new("Reason", "Strategy meeting today"))
            .ToArray();

        using var taken = await browser.PostAsync(instances.B, "/app/access", filled);
        Assert.Equal(HttpStatusCode.Redirect, taken.StatusCode);
        Assert.Equal("/app/requests", taken.Headers.Location?.OriginalString);
        using var opened = await browser.GetAsync(instances.C, "/app/requests");
        Assert.Equal(HttpStatusCode.OK, opened.StatusCode);

        using var forged = await browser.PostAsync(instances.C, "/app/access", filled.Where(field => field.Key != "_form"));
        Assert.Equal(HttpStatusCode.BadRequest, forged.StatusCode);
    }

    [Fact]
    public async Task FormThatCreates_SentToAllAtOnce_CreatesOnce()
    {
        using var browser = instances.NewBrowser();
        await browser.SignInAsync(instances.A, instances.A, "olwen");
        var filled = Browser
            .Hidden(await browser.TextAsync(instances.A, "/app/agencies/new"))
            .Concat(
                new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    ["Id"] = "probation-of-three",
                    ["Form.Name"] = "Probation of the three instances",
                    ["Form.Kind"] = "police",
                    ["Form.IcoRegistration"] = "ZA123456",
                    ["Form.DataProtection.Name"] = "Data protection",
                    ["Form.DataProtection.Email"] = "dpo@example.invalid",
                }
            )
            .ToArray();

        var answers = await Task.WhenAll(instances.All.Select(instance => browser.PostAsync(instance, "/app/agencies/new", filled)));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode));
        Assert.Single(answers.Select(answer => answer.Headers.Location).Distinct());
        foreach (var answer in answers)
        {
            answer.Dispose();
        }
    }

    [Fact]
    public async Task SignOut_OnOne_EndsTheBrowsersSessionEverywhere_AndSuspensionEndsACopiedOne()
    {
        using var browser = instances.NewBrowser();
        using var copy = instances.NewBrowser();
        await browser.SignInAsync(instances.A, instances.A, "nia");
        copy.Take(browser.Cookies);
        var form = Browser.Hidden(await browser.TextAsync(instances.B, "/app")).Where(field => field.Key == "_form").ToArray();
        using var out_ = await browser.PostAsync(instances.B, "/signin/out", form);
        Assert.Equal(HttpStatusCode.Redirect, out_.StatusCode);
        foreach (var instance in instances.All)
        {
            Assert.DoesNotContain("Hello Nia", await browser.TextAsync(instance, "/app"), StringComparison.Ordinal);
        }

        // As docs/adr/0015 says: the cookie itself is good until it ends, and the person is suspended at once.
        Assert.Contains("Hello Nia", await copy.TextAsync(instances.C, "/app"), StringComparison.Ordinal);
        var nia = DevIdentity.DemoIdentities.People["nia"];
        using var suspended = await instances.SendAsync(
            instances.A,
            "olwen",
            HttpMethod.Put,
            $"/api/suspended-actors/person:{nia.TenantId}:{nia.ObjectId}",
            new System.Text.Json.Nodes.JsonObject { ["reason"] = "Copied cookie" }
        );
        Assert.True(suspended.IsSuccessStatusCode, await suspended.Content.ReadAsStringAsync());
        foreach (var instance in instances.All)
        {
            Assert.DoesNotContain("Hello Nia", await copy.TextAsync(instance, "/app"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task SessionKey_ThatCannotBeOpened_NewInstanceAnswers503AndMakesNone_OldOnesGoOn()
    {
        using var browser = instances.NewBrowser();
        await browser.SignInAsync(instances.A, instances.A, "amira");
        var blobs = instances.A.App.Services.GetRequiredService<IBlobStore>();
        const string damaged = "session-keys/00000999";
        await blobs.CreateAsync(damaged, "damaged"u8.ToArray(), CancellationToken.None);
        try
        {
            await using var late = await instances.AnotherAsync();
            using var visitor = new Browser([late.Address]);
            using var refused = await visitor.GetAsync(late, "/signin");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            // No cookie that it could open: nobody is signed in there.
            visitor.Take(browser.Cookies);
            Assert.DoesNotContain("Hello Amira", await visitor.TextAsync(late, "/app"), StringComparison.Ordinal);
            using var api = await instances.SendAsync(late, "amira", HttpMethod.Get, "/api/me");
            Assert.Equal(HttpStatusCode.OK, api.StatusCode);
            Assert.Contains("Hello Amira", await browser.TextAsync(instances.B, "/app"), StringComparison.Ordinal);

            var names = new List<string>();
            await foreach (var name in blobs.ListAsync("session-keys/", null, CancellationToken.None))
            {
                names.Add(name);
            }

            Assert.Equal(["session-keys/00000001", damaged], names);
        }
        finally
        {
            await blobs.DeleteAsync(damaged, CancellationToken.None);
        }
    }
}

[CollectionDefinition(Name)]
public sealed class InstancesCollection : ICollectionFixture<ThreeInstances>
{
    public const string Name = "Three instances";
}
