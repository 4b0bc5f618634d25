using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using DataSharing.DevIdentity;
using DataSharing.Web.Api;
using DataSharing.Web.Tests.Security;

namespace DataSharing.Web.Tests.Api;

public sealed class PartnershipEndpointsTests(PartnershipOverHttp partnership) : IClassFixture<PartnershipOverHttp>
{
    [Fact]
    public async Task RegisterAgency_CreatedWithReceipt_RetryAlike_OtherBodyRefused()
    {
        var body = PartnershipOverHttp.Agency("fire", "fire-and-rescue");

        using var first = await partnership.SendAsync(HttpMethod.Post, "/api/agencies", "olwen", body, idempotencyKey: "register-fire-1");
        using var again = await partnership.SendAsync(HttpMethod.Post, "/api/agencies", "olwen", body, idempotencyKey: "register-fire-1");
        using var other = await partnership.SendAsync(
            HttpMethod.Post,
            "/api/agencies",
            "olwen",
            PartnershipOverHttp.Agency("fire-2", "fire-and-rescue"),
            idempotencyKey: "register-fire-1"
        );

        Assert.Equal(HttpStatusCode.Created, first.StatusCode);
        Assert.Equal("/api/agencies/fire", first.Headers.Location?.ToString());
        Assert.True(first.Headers.Contains("Audit-Receipt"));
        Assert.Equal(HttpStatusCode.Created, again.StatusCode);
        Assert.Equal(first.Headers.ETag, again.Headers.ETag);
        Assert.Equal(await first.Content.ReadAsStringAsync(), await again.Content.ReadAsStringAsync());
        await ProblemAssert.IsAsync(ProblemTypes.IdempotencyKeyReused, other);
    }

    [Theory]
    [InlineData(
        """{"id":"x1","name":"N","kind":"police","icoRegistration":"123","dataProtectionContact":{"name":"D","email":"d@e"}}""",
        "/icoRegistration"
    )]
    [InlineData(
        """{"id":"X 1","name":"N","kind":"police","icoRegistration":"Z1234567","dataProtectionContact":{"name":"D","email":"d@e"}}""",
        "/id"
    )]
    [InlineData(
        """{"id":"x1","name":"N","kind":"hospital","icoRegistration":"Z1234567","dataProtectionContact":{"name":"D","email":"d@e"}}""",
        "/kind"
    )]
    [InlineData(
        """{"id":"x1","name":"N","kind":"nhs-trust","icoRegistration":"Z1234567","dataProtectionContact":{"name":"D","email":"d@e"}}""",
        "/caldicottGuardian"
    )]
    [InlineData(
        """{"id":"x1","name":"N","kind":"police","icoRegistration":"Z1234567","dataProtectionContact":{"name":"D","email":"nowhere"}}""",
        "/dataProtectionContact/email"
    )]
    public async Task RegisterAgency_Malformed_NamesTheFieldNotTheValue(string json, string pointer)
    {
        using var document = JsonDocument.Parse(json);
        using var response = await partnership.SendAsync(HttpMethod.Post, "/api/agencies", "olwen", document.RootElement);

        var problem = await ProblemAssert.IsAsync(ProblemTypes.InvalidField, response);
        Assert.Equal(pointer, problem.GetProperty("pointer").GetString());
        Assert.DoesNotContain("nowhere", problem.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task UpdateAgency_NeedsTheVersionThatWasRead()
    {
        await partnership.JoinAsync("council", "local-authority", DemoIdentities.CouncilTenant);
        var (etag, _) = await partnership.AgencyAsync("council");
        var renamed = PartnershipOverHttp.Particulars("local-authority", "Eastmere Council");

        using var without = await partnership.SendAsync(HttpMethod.Put, "/api/agencies/council", "rhys", renamed);
        using var done = await partnership.SendAsync(HttpMethod.Put, "/api/agencies/council", "rhys", renamed, etag);
        using var late = await partnership.SendAsync(HttpMethod.Put, "/api/agencies/council", "olwen", renamed, etag);
        using var practitioner = await partnership.SendAsync(HttpMethod.Put, "/api/agencies/council", "amira", renamed, etag);

        await ProblemAssert.IsAsync(ProblemTypes.PreconditionRequired, without);
        Assert.Equal(HttpStatusCode.OK, done.StatusCode);
        await ProblemAssert.IsAsync(ProblemTypes.PreconditionFailed, late);
        Assert.Equal(done.Headers.ETag, late.Headers.ETag);
        await ProblemAssert.IsAsync(ProblemTypes.ForbiddenRole, practitioner);
        var (_, body) = await partnership.AgencyAsync("council");
        Assert.Equal("Eastmere Council", body.GetProperty("particulars").GetProperty("name").GetString());
    }

    [Fact]
    public async Task Bindings_OneAgencyOnly()
    {
        await partnership.JoinAsync("licensing", "licensing", DemoIdentities.LicensingTenant);

        using var taken = await partnership.SendAsync(
            HttpMethod.Post,
            "/api/agencies/partnership-office/bindings",
            "olwen",
            new { tenantId = DemoIdentities.LicensingTenant }
        );
        using var both = await partnership.SendAsync(
            HttpMethod.Post,
            "/api/agencies/licensing/bindings",
            "olwen",
            new
            {
                tenantId = DemoIdentities.LicensingTenant,
                clientId = "22222222-aaaa-4aaa-8aaa-000000000004",
                personId = "0a000000-0000-4000-8000-000000000031",
            }
        );
        using var own = await partnership.GetAsync("/api/agencies/licensing/bindings", "tess");
        using var nobody = await partnership.GetAsync("/api/agencies/no-such/bindings", "olwen");

        await ProblemAssert.IsAsync(ProblemTypes.Conflict, taken);
        Assert.Equal("/personId", (await ProblemAssert.IsAsync(ProblemTypes.InvalidField, both)).GetProperty("pointer").GetString());
        Assert.Equal(HttpStatusCode.OK, own.StatusCode);
        Assert.Single((await own.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("items").EnumerateArray());
        await ProblemAssert.IsAsync(ProblemTypes.NotFound, nobody);
    }

    [Fact]
    public async Task RoleGrants_TwoPeople_WithTheFoundingsExceptionAndItsEnd()
    {
        // Olwen alone: Piers confirms his own, and counts from the next request on.
        var (piersGrant, etag) = await ProposeAsync("olwen", "partnership.admin", "piers");
        using var early = await partnership.SendAsync(HttpMethod.Post, "/api/role-grants", "piers", Grant("partnership.ig", "ines"));
        await ProblemAssert.IsAsync(ProblemTypes.ForbiddenRole, early);
        using var own = await partnership.SendAsync(HttpMethod.Post, $"/api/role-grants/{piersGrant}/confirmation", "piers", etag: etag);
        Assert.Equal(HttpStatusCode.OK, own.StatusCode);

        // From now on two administrators: neither proposer nor grantee confirms.
        var (inesGrant, inesTag) = await ProposeAsync("piers", "partnership.ig", "ines");
        foreach (var who in new[] { "piers", "ines" })
        {
            using var refused = await partnership.SendAsync(
                HttpMethod.Post,
                $"/api/role-grants/{inesGrant}/confirmation",
                who,
                etag: inesTag
            );
            await ProblemAssert.IsAsync(ProblemTypes.Conflict, refused);
        }

        using var confirmed = await partnership.SendAsync(
            HttpMethod.Post,
            $"/api/role-grants/{inesGrant}/confirmation",
            "olwen",
            etag: inesTag
        );
        Assert.Equal(HttpStatusCode.OK, confirmed.StatusCode);
        using var me = await partnership.GetAsync("/api/me", "ines");
        Assert.Equal(
            "partnership.ig",
            Assert.Single((await me.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("partnershipRoles").EnumerateArray()).GetString()
        );

        var (third, thirdTag) = await ProposeAsync("olwen", "partnership.admin", "ines");
        using var over = await partnership.SendAsync(HttpMethod.Post, $"/api/role-grants/{third}/confirmation", "ines", etag: thirdTag);
        await ProblemAssert.IsAsync(ProblemTypes.Conflict, over);

        // Revoked: the next request is without it.
        using var revoked = await partnership.SendAsync(HttpMethod.Delete, $"/api/role-grants/{inesGrant}", "piers");
        Assert.Equal(HttpStatusCode.NoContent, revoked.StatusCode);
        using var after = await partnership.GetAsync("/api/me", "ines");
        Assert.Empty((await after.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("partnershipRoles").EnumerateArray());
    }

    private async Task<(string? Id, string? ETag)> ProposeAsync(string who, string role, string person)
    {
        using var response = await partnership.SendAsync(HttpMethod.Post, "/api/role-grants", who, Grant(role, person));
        var body = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.True(response.StatusCode == HttpStatusCode.Created, body.GetRawText());
        Assert.Equal($"\"{body.GetProperty("version").GetString()}\"", response.Headers.ETag?.Tag);
        return (body.GetProperty("id").GetString(), response.Headers.ETag?.Tag);
    }

    private static object Grant(string role, string person) =>
        new
        {
            role,
            tenantId = DemoIdentities.People[person].TenantId,
            personId = DemoIdentities.People[person].ObjectId,
        };
}
