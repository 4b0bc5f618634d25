using System.Net;
using System.Text.Json.Nodes;
using DataSharing.Audit;
using DataSharing.Testing;
using DataSharing.Web.Api;
using DataSharing.Web.Tests.Exchange;
using Microsoft.Extensions.DependencyInjection;

namespace DataSharing.Web.Tests.Instances;

/// <summary>What one instance acknowledged binds the next request on every other.</summary>
[Collection(InstancesCollection.Name)]
public sealed class TruthAcrossInstancesTests(ThreeInstances instances)
{
    [Fact]
    public async Task Founding_ByThreeAtOnce_IsOneEntryAndOneOffice()
    {
        await Eventually.TrueAsync(async () => (await instances.EntriesAsync()).Any(e => e.Act == "partnership.founded"));
        Assert.Single(await instances.EntriesAsync(), e => e.Act == "partnership.founded");
        foreach (var instance in instances.All)
        {
            using var list = await instances.SendAsync(instance, "olwen", HttpMethod.Get, "/api/agencies");
            var kinds = (await Eastmere.JsonAsync(list))
                .GetProperty("items")
                .EnumerateArray()
                .Select(a => a.GetProperty("kind").GetString());
            Assert.Single(kinds, kind => kind == "partnership-office");
        }
    }

    [Fact]
    public async Task Suspension_OfAnAgency_BindsTheNextRequestEverywhere()
    {
        using var browser = instances.NewBrowser();
        await browser.SignInAsync(instances.B, instances.C, "colm");
        Assert.Contains("Hello Colm", await browser.TextAsync(instances.B, "/app"), StringComparison.Ordinal);
        foreach (var instance in instances.All)
        {
            using var before = await instances.SendAsync(instance, "colm", HttpMethod.Get, "/api/me");
            Assert.Equal(HttpStatusCode.OK, before.StatusCode);
        }

        using var agency = await instances.SendAsync(instances.A, "olwen", HttpMethod.Get, "/api/agencies/eastmere-licensing");
        const string Path = "/api/agencies/eastmere-licensing/suspension";
        var reason = new JsonObject { ["reason"] = "Lost laptop" };
        using var suspended = await instances.SendAsync(instances.A, "olwen", HttpMethod.Post, Path, reason, agency.Headers.ETag?.Tag);
        Assert.Equal(HttpStatusCode.OK, suspended.StatusCode);
        foreach (var instance in instances.All)
        {
            using var refused = await instances.SendAsync(instance, "colm", HttpMethod.Get, "/api/me");
            await ProblemAssert.IsAsync(ProblemTypes.AgencySuspended, refused);
            Assert.DoesNotContain("Hello Colm", await browser.TextAsync(instance, "/app"), StringComparison.Ordinal);
        }

        // The version that A gave is the one that B takes.
        using var resumed = await instances.SendAsync(instances.B, "olwen", HttpMethod.Delete, Path, null, suspended.Headers.ETag?.Tag);
        Assert.Equal(HttpStatusCode.OK, resumed.StatusCode);
        foreach (var instance in instances.All)
        {
            using var after = await instances.SendAsync(instance, "colm", HttpMethod.Get, "/api/me");
            Assert.Equal(HttpStatusCode.OK, after.StatusCode);
        }
    }

    [Fact]
    public async Task Agreement_SuspendedAndResumed_BindsTheNextShareEverywhere()
    {
        foreach (var instance in instances.All)
        {
            using var shared = await instances.SendAsync(instance, "amira", HttpMethod.Post, "/api/disclosures", instances.Disclosure());
            Assert.Equal(HttpStatusCode.Created, shared.StatusCode);
        }

        const string Version = "/api/agreements/eastmere-exploitation/versions/1";
        using var standing = await instances.SendAsync(instances.A, "olwen", HttpMethod.Get, Version);
        var reason = new JsonObject { ["reason"] = "Under review" };
        using var suspended = await instances.SendAsync(
            instances.A,
            "olwen",
            HttpMethod.Post,
            $"{Version}/suspension",
            reason,
            standing.Headers.ETag?.Tag
        );
        Assert.True(suspended.IsSuccessStatusCode, await suspended.Content.ReadAsStringAsync());
        foreach (var instance in instances.All)
        {
            using var refused = await instances.SendAsync(instance, "amira", HttpMethod.Post, "/api/disclosures", instances.Disclosure());
            await ProblemAssert.IsAsync(ProblemTypes.SharingRefused, refused);
        }

        using var resumed = await instances.SendAsync(
            instances.C,
            "olwen",
            HttpMethod.Delete,
            $"{Version}/suspension",
            null,
            suspended.Headers.ETag?.Tag
        );
        Assert.True(resumed.IsSuccessStatusCode, await resumed.Content.ReadAsStringAsync());
        foreach (var instance in instances.All)
        {
            using var shared = await instances.SendAsync(instance, "amira", HttpMethod.Post, "/api/disclosures", instances.Disclosure());
            Assert.Equal(HttpStatusCode.Created, shared.StatusCode);
        }
    }

    [Fact]
    public async Task IdempotencyKey_SentToAllAtOnce_MakesOneRecordAndOneEntry()
    {
        var body = instances.Disclosure();
        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 9)
                .Select(n =>
                    instances.SendAsync(instances.All[n % 3], "amira", HttpMethod.Post, "/api/disclosures", body, key: "racing-instances-1")
                )
        );
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Created, answer.StatusCode));
        var place = Assert.Single(answers.Select(answer => answer.Headers.Location?.OriginalString).Distinct());
        var id = place?[(place.LastIndexOf('/') + 1)..];
        foreach (var answer in answers)
        {
            answer.Dispose();
        }

        foreach (var instance in instances.All)
        {
            using var read = await instances.SendAsync(instance, "ben", HttpMethod.Get, $"/api/disclosures/{id}");
            Assert.Equal(HttpStatusCode.OK, read.StatusCode);
        }

        bool IsMaking(AuditEntry entry) =>
            entry.Act == "disclosure.made" && entry.Records.Any(r => r.EndsWith(id ?? "none", StringComparison.Ordinal));
        await Eventually.TrueAsync(async () => (await instances.EntriesAsync()).Any(IsMaking));
        Assert.Single(await instances.EntriesAsync(), IsMaking);

        body["reason"] = "Another reason";
        using var other = await instances.SendAsync(
            instances.C,
            "amira",
            HttpMethod.Post,
            "/api/disclosures",
            body,
            key: "racing-instances-1"
        );
        await ProblemAssert.IsAsync(ProblemTypes.IdempotencyKeyReused, other);
    }

    [Fact]
    public async Task IfMatch_OfOneVersionSentToAllAtOnce_IsTakenOnce()
    {
        const string Path = "/api/agencies/eastmere-police";
        using var before = await instances.SendAsync(instances.A, "olwen", HttpMethod.Get, Path);
        var body = JsonNode.Parse(await before.Content.ReadAsStringAsync())?.AsObject() ?? [];
        var particulars = new JsonObject
        {
            ["name"] = "Eastmere Police",
            ["kind"] = (string?)body["kind"],
            ["icoRegistration"] = "ZA123456",
            ["dataProtectionContact"] = new JsonObject { ["name"] = "Data protection", ["email"] = "dpo@example.invalid" },
        };
        var answers = await Task.WhenAll(
            instances.All.Select(
                (instance, n) =>
                {
                    var mine = particulars.DeepClone().AsObject();
                    mine["name"] = $"Eastmere Police {n}";
                    return instances.SendAsync(instance, "olwen", HttpMethod.Put, Path, mine, before.Headers.ETag?.Tag);
                }
            )
        );

        var taken = Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.OK);
        Assert.Equal(2, answers.Count(answer => answer.StatusCode == HttpStatusCode.PreconditionFailed));
        foreach (var instance in instances.All)
        {
            using var now = await instances.SendAsync(instance, "olwen", HttpMethod.Get, Path);
            Assert.Equal(taken.Headers.ETag, now.Headers.ETag);
        }

        foreach (var answer in answers)
        {
            answer.Dispose();
        }
    }

    [Fact]
    public async Task Cursor_MadeByOne_OpensOnAnotherAndForItsScopeOnly()
    {
        var scope = new CursorScope("person:a", null, "/api/things");
        var made = await Cursors(instances.A).ProtectAsync("row:17", scope, CancellationToken.None);
        Assert.Equal("row:17", await Cursors(instances.B).OpenAsync(made, scope, CancellationToken.None));
        Assert.Null(await Cursors(instances.C).OpenAsync(made, scope with { Actor = "person:b" }, CancellationToken.None));

        static CursorProtector Cursors(RunningPlatform instance) => instance.App.Services.GetRequiredService<CursorProtector>();
    }
}
