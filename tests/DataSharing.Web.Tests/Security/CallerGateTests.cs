using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using DataSharing.DevIdentity;
using DataSharing.Web.Api;
using DataSharing.Web.Security;
using Microsoft.Extensions.DependencyInjection;

namespace DataSharing.Web.Tests.Security;

public sealed class CallerGateTests(PartnershipOverHttp partnership) : IClassFixture<PartnershipOverHttp>, IAsyncLifetime
{
    public async Task InitializeAsync()
    {
        using var there = await partnership.GetAsync("/api/agencies/gate-police", "olwen");
        if (there.StatusCode == HttpStatusCode.NotFound)
        {
            await partnership.JoinAsync("gate-police", "police", DemoIdentities.PoliceTenant);
        }
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Request_WithoutAToken_Is401AndCounted()
    {
        using var response = await partnership.Client.GetAsync(new Uri("/api/me", UriKind.Relative));

        await ProblemAssert.IsAsync(ProblemTypes.Unauthenticated, response);
        Assert.Equal("Bearer", response.Headers.WwwAuthenticate.ToString());
        await CountedAsync("no-token");
    }

    [Fact]
    public async Task Request_OfAnUnknownTenant_Is401LikeAnyOtherAndCounted()
    {
        using var response = await partnership.GetAsync("/api/me", "mallory");
        using var forged = await partnership.GetAsync("/api/me", "mallory" + ".x.y");

        var answer = await ProblemAssert.IsAsync(ProblemTypes.Unauthenticated, response);
        var other = await ProblemAssert.IsAsync(ProblemTypes.Unauthenticated, forged);
        Assert.Equal(Without(other), Without(answer));
        Assert.Equal(forged.Headers.WwwAuthenticate.ToString(), response.Headers.WwwAuthenticate.ToString());
        await CountedAsync("unknown-tenant");
    }

    [Fact]
    public async Task Me_KnownPerson_TellsAgencyAndRoles()
    {
        using var response = await partnership.GetAsync("/api/me", "ben");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var me = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("gate-police", me.GetProperty("agency").GetString());
        Assert.Equal($"person:{DemoIdentities.PoliceTenant}:0a000000-0000-4000-8000-000000000021", me.GetProperty("actor").GetString());
        Assert.Equal(["practitioner", "panel.member"], me.GetProperty("agencyRoles").EnumerateArray().Select(r => r.GetString()));
        Assert.Empty(me.GetProperty("partnershipRoles").EnumerateArray());
    }

    [Fact]
    public async Task Request_OfAnUnboundApplication_Is403WithAnEntryForTheTenantsAgency()
    {
        var app = DemoIdentities.Systems["22222222-aaaa-4aaa-8aaa-000000000003"];

        using var response = await partnership.GetAsync("/api/me", partnership.Tokens.For(app));

        await ProblemAssert.IsAsync(ProblemTypes.CallerNotRegistered, response);
        Assert.True(response.Headers.Contains("Audit-Receipt"));
        var entry = await partnership.EntryAsync(e => e.Act == "access.denied" && e.Details["reason"] == "caller-not-registered");
        Assert.Equal($"client:{DemoIdentities.PoliceTenant}:{app.ClientId}", entry.Details["bearer"]);
        Assert.Equal("gate-police", Assert.Single(entry.Counterparts).Value);
        Assert.Equal("GET /api/me", entry.Details["route"]);
    }

    [Fact]
    public async Task Request_WithoutTheRole_Is403WithAnEntry()
    {
        using var response = await partnership.SendAsync(
            HttpMethod.Post,
            "/api/agencies",
            "lena",
            PartnershipOverHttp.Agency("lenas-own", "police")
        );

        await ProblemAssert.IsAsync(ProblemTypes.ForbiddenRole, response);
        var entry = await partnership.EntryAsync(e => e.Act == "access.denied" && e.Details["reason"] == "forbidden-role");
        Assert.Equal("gate-police", entry.Agency.Value);
        Assert.StartsWith("POST /api/agencies", entry.Details["route"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_WithoutAnyRole_Is403WithAnEntry()
    {
        using var response = await partnership.GetAsync("/api/me", partnership.TokenOf("kath", "Some.Other.Role"));

        await ProblemAssert.IsAsync(ProblemTypes.ForbiddenRole, response);
        await partnership.EntryAsync(e => e.Act == "access.denied" && e.Details["reason"] == "no-role");
    }

    [Fact]
    public async Task TokenWithAPartnershipRole_ConfersNothing_AndIsNotedOnceAMinute()
    {
        var token = partnership.TokenOf("lena", "agency.admin", "partnership.admin");
        for (var i = 0; i < 3; i++)
        {
            using var response = await partnership.SendAsync(
                HttpMethod.Post,
                "/api/agencies",
                token,
                PartnershipOverHttp.Agency("lenas-other", "police")
            );
            await ProblemAssert.IsAsync(ProblemTypes.ForbiddenRole, response);
        }

        using var me = await partnership.GetAsync("/api/me", token);
        Assert.Empty((await me.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("partnershipRoles").EnumerateArray());
        await partnership.EntryAsync(e => e.Act == "role-claim.ignored");
        Assert.Single(await partnership.EntriesAsync(), e => e.Act == "role-claim.ignored");
    }

    [Fact]
    public async Task AgencyRole_ReachesNoOtherAgency()
    {
        await partnership.JoinAsync("gate-licensing", "licensing", DemoIdentities.LicensingTenant);
        var (etag, _) = await partnership.AgencyAsync("gate-licensing");

        using var update = await partnership.SendAsync(
            HttpMethod.Put,
            "/api/agencies/gate-licensing",
            "lena",
            PartnershipOverHttp.Particulars("licensing", "Taken over"),
            etag
        );
        using var bindings = await partnership.GetAsync("/api/agencies/gate-licensing/bindings", "lena");

        await ProblemAssert.IsAsync(ProblemTypes.ForbiddenRole, update);
        await ProblemAssert.IsAsync(ProblemTypes.NotFound, bindings);
    }

    [Fact]
    public async Task UnknownRoute_And_WrongMethod_SayNothingOfCallers()
    {
        using var missing = await partnership.Client.GetAsync(new Uri("/api/nothing-here", UriKind.Relative));
        using var method = await partnership.Client.DeleteAsync(new Uri("/api/me", UriKind.Relative));

        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, method.StatusCode);
    }

    private async Task CountedAsync(string cause)
    {
        await partnership.Platform.App.Services.GetRequiredService<UnauthenticatedFailureCounter>().WriteAsync(default);
        var entry = await partnership.EntryAsync(e => e.Act == UnauthenticatedFailureCounter.Act && e.Details["cause"] == cause);
        Assert.Equal("platform", entry.Actor);
        Assert.True(int.Parse(entry.Details["count"], System.Globalization.CultureInfo.InvariantCulture) >= 1);
    }

    private static IEnumerable<string> Without(JsonElement problem) =>
        problem.EnumerateObject().Where(p => !p.NameEquals("traceId")).Select(p => p.ToString());
}
