using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using DataSharing.DevIdentity;
using DataSharing.Web.Api;

namespace DataSharing.Web.Tests.Security;

public sealed class SuspensionTests(PartnershipOverHttp partnership) : IClassFixture<PartnershipOverHttp>
{
    [Fact]
    public async Task Suspend_Agency_BindsTheVeryNextRequest_OfRememberedTokensToo()
    {
        await partnership.JoinAsync("police", "police", DemoIdentities.PoliceTenant);
        var token = partnership.TokenOf("ben");
        using var before = await partnership.GetAsync("/api/me", token);
        Assert.Equal(HttpStatusCode.OK, before.StatusCode);
        var (etag, _) = await partnership.AgencyAsync("police");

        using var suspended = await partnership.SendAsync(
            HttpMethod.Post,
            "/api/agencies/police/suspension",
            "olwen",
            new { reason = "Lost laptop" },
            etag
        );
        using var refused = await partnership.GetAsync("/api/me", token);
        using var other = await partnership.GetAsync("/api/me", "kath");

        Assert.Equal(HttpStatusCode.OK, suspended.StatusCode);
        await ProblemAssert.IsAsync(ProblemTypes.AgencySuspended, refused);
        await ProblemAssert.IsAsync(ProblemTypes.AgencySuspended, other);
        await partnership.EntryAsync(e => e.Act == "access.denied" && e.Details["reason"] == "agency-suspended");

        using var resumed = await partnership.SendAsync(
            HttpMethod.Delete,
            "/api/agencies/police/suspension",
            "olwen",
            etag: suspended.Headers.ETag?.Tag
        );
        using var after = await partnership.GetAsync("/api/me", token);
        Assert.Equal(HttpStatusCode.OK, resumed.StatusCode);
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
    }

    [Fact]
    public async Task Suspend_Actor_BindsTheVeryNextRequest_OfThatPersonOnly()
    {
        await partnership.JoinAsync("licensing", "licensing", DemoIdentities.LicensingTenant);
        var colm = $"person:{DemoIdentities.LicensingTenant}:0a000000-0000-4000-8000-000000000031";
        using var before = await partnership.GetAsync("/api/me", "colm");
        Assert.Equal(HttpStatusCode.OK, before.StatusCode);

        using var suspended = await partnership.SendAsync(
            HttpMethod.Put,
            $"/api/suspended-actors/{colm}",
            "olwen",
            new { reason = "Left the agency" }
        );
        using var refused = await partnership.GetAsync("/api/me", "colm");
        using var other = await partnership.GetAsync("/api/me", "tess");

        Assert.True(suspended.IsSuccessStatusCode, await suspended.Content.ReadAsStringAsync());
        await ProblemAssert.IsAsync(ProblemTypes.PersonSuspended, refused);
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        using var list = await partnership.GetAsync("/api/suspended-actors", "olwen");
        var items = (await list.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("items");
        Assert.Equal(colm, Assert.Single(items.EnumerateArray()).GetProperty("actor").GetString());

        using var resumed = await partnership.SendAsync(HttpMethod.Delete, $"/api/suspended-actors/{colm}", "olwen");
        using var after = await partnership.GetAsync("/api/me", "colm");
        Assert.Equal(HttpStatusCode.NoContent, resumed.StatusCode);
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
    }

    [Fact]
    public async Task RemoveBinding_TheNextRequestIsUnknown()
    {
        using var registered = await partnership.SendAsync(
            HttpMethod.Post,
            "/api/agencies",
            "olwen",
            PartnershipOverHttp.Agency("health-app", "voluntary-sector")
        );
        var app = DemoIdentities.Systems["22222222-aaaa-4aaa-8aaa-000000000005"];
        using var bound = await partnership.SendAsync(
            HttpMethod.Post,
            "/api/agencies/health-app/bindings",
            "olwen",
            new { tenantId = app.TenantId, clientId = app.ClientId }
        );
        Assert.Equal(HttpStatusCode.Created, bound.StatusCode);
        var token = partnership.Tokens.For(app);
        using var before = await partnership.GetAsync("/api/me", token);
        Assert.Equal(HttpStatusCode.OK, before.StatusCode);

        using var removed = await partnership.SendAsync(HttpMethod.Delete, bound.Headers.Location?.ToString() ?? "", "olwen");
        using var after = await partnership.GetAsync("/api/me", token);

        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        await ProblemAssert.IsAsync(ProblemTypes.Unauthenticated, after);
    }
}
