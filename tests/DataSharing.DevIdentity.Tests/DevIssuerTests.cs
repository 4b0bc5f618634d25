using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Xunit;

namespace DataSharing.DevIdentity.Tests;

public sealed class DevIssuerTests(RunningIssuer issuer) : IClassFixture<RunningIssuer>
{
    [Theory]
    [InlineData("http://0.0.0.0:0")]
    [InlineData("http://192.0.2.1:5999")]
    [InlineData("https://127.0.0.1:5999")]
    [InlineData("http://issuer.example:5999")]
    [InlineData("")]
    public void Build_NotHttpOnLoopback_Refuses(string url) =>
        Assert.Throws<ArgumentException>(() => DevIssuer.Build(new DevIssuerOptions { Url = url }));

    [Fact]
    public async Task Metadata_NamesTheBoundPort()
    {
        var metadata = await issuer.MetadataAsync();

        Assert.DoesNotContain(":0", issuer.Address, StringComparison.Ordinal);
        Assert.StartsWith(issuer.Address + "/", metadata.GetProperty("jwks_uri").GetString(), StringComparison.Ordinal);
        Assert.StartsWith(issuer.Address + "/", metadata.GetProperty("token_endpoint").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task DevToken_Person_HasEntrasClaims()
    {
        var token = await DevTokenAsync("amira");

        var payload = Jwt.Payload(token);
        Assert.Equal("RS256", Jwt.Header(token).GetProperty("alg").GetString());
        Assert.Equal($"{issuer.Address}/{DemoIdentities.CouncilTenant}/v2.0", payload.GetProperty("iss").GetString());
        Assert.Equal(DemoIdentities.ApiClientId, payload.GetProperty("aud").GetString());
        Assert.Equal(DemoIdentities.CouncilTenant, payload.GetProperty("tid").GetString());
        Assert.Equal("0a000000-0000-4000-8000-000000000011", payload.GetProperty("oid").GetString());
        Assert.Equal("access_as_user", payload.GetProperty("scp").GetString());
        Assert.Equal(DemoIdentities.ScriptClientId, payload.GetProperty("azp").GetString());
        Assert.Equal("2.0", payload.GetProperty("ver").GetString());
        Assert.False(payload.TryGetProperty("idtyp", out _));
        Assert.Equal(["practitioner", "panel.member"], Roles(payload));
        Assert.Equal(3600, payload.GetProperty("exp").GetInt64() - payload.GetProperty("iat").GetInt64());
        Assert.True(await Jwt.IsSignedByAsync(token, await KeySetAsync()));
    }

    [Fact]
    public async Task DevToken_UnknownPerson_NamesTheKnownOnes()
    {
        using var response = await issuer.Client.PostAsJsonAsync("/dev/token", new { user = "nobody" });

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("amira", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ClientCredentials_System_HasEntrasClaimsAndRolesAsArray()
    {
        using var response = await issuer.ClientCredentialsAsync(
            DemoIdentities.PoliceTenant,
            "22222222-aaaa-4aaa-8aaa-000000000003",
            DemoIdentities.SystemSecret
        );

        var body = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.True(response.IsSuccessStatusCode, body.GetRawText());
        var token = body.GetProperty("access_token").GetString() ?? "";
        var payload = Jwt.Payload(token);
        Assert.Equal($"{issuer.Address}/{DemoIdentities.PoliceTenant}/v2.0", payload.GetProperty("iss").GetString());
        Assert.Equal(DemoIdentities.ApiClientId, payload.GetProperty("aud").GetString());
        Assert.Equal(DemoIdentities.PoliceTenant, payload.GetProperty("tid").GetString());
        Assert.Equal("22222222-aaaa-4aaa-8aaa-000000000003", payload.GetProperty("azp").GetString());
        Assert.Equal("app", payload.GetProperty("idtyp").GetString());
        Assert.False(payload.TryGetProperty("scp", out _));
        Assert.Equal(["agency.system"], Roles(payload));
        Assert.True(await Jwt.IsSignedByAsync(token, await KeySetAsync()));
    }

    [Theory]
    [InlineData(DemoIdentities.PoliceTenant, "22222222-aaaa-4aaa-8aaa-000000000003", "wrong")]
    [InlineData(DemoIdentities.CouncilTenant, "22222222-aaaa-4aaa-8aaa-000000000003", DemoIdentities.SystemSecret)]
    [InlineData("organizations", "22222222-aaaa-4aaa-8aaa-000000000003", DemoIdentities.SystemSecret)]
    [InlineData(DemoIdentities.PoliceTenant, "22222222-aaaa-4aaa-8aaa-00000000dead", DemoIdentities.SystemSecret)]
    public async Task ClientCredentials_WrongSecretTenantOrClient_Refuses(string tenant, string client, string secret)
    {
        using var response = await issuer.ClientCredentialsAsync(tenant, client, secret);

        Assert.False(response.IsSuccessStatusCode);
        Assert.Contains("invalid_client", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RollKey_ReplacesThePublishedKey_AndNewTokensUseIt()
    {
        var before = await issuer.KeyIdsAsync();
        var old = await DevTokenAsync("ben");
        Assert.Equal(before, await issuer.KeyIdsAsync());

        using var rolled = await issuer.Client.PostAsync("/dev/roll-key", null);

        Assert.Equal(HttpStatusCode.NoContent, rolled.StatusCode);
        var after = Assert.Single(await issuer.KeyIdsAsync());
        Assert.DoesNotContain(after, before);
        Assert.Equal(after, Jwt.Header(await DevTokenAsync("ben")).GetProperty("kid").GetString());
        Assert.False(await Jwt.IsSignedByAsync(old, await KeySetAsync()));
    }

    [Fact]
    public async Task RollKey_WithoutTheSwitch_IsNotThere()
    {
        await using var app = DevIssuer.Build(new DevIssuerOptions { Url = "http://127.0.0.1:0" });
        await app.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };

        using var response = await client.PostAsync("/dev/roll-key", null);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Request_UnderAForeignHostName_Refuses()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/dev/token") { Content = JsonContent.Create(new { user = "amira" }) };
        request.Headers.Host = "rebound.example";

        using var response = await issuer.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    private async Task<string> DevTokenAsync(string user)
    {
        using var response = await issuer.Client.PostAsJsonAsync("/dev/token", new { user });
        var body = await response.Content.ReadFromJsonAsync<JsonElement>();
        return body.GetProperty("access_token").GetString() ?? "";
    }

    private async Task<JsonElement> KeySetAsync() =>
        await issuer.Client.GetFromJsonAsync<JsonElement>("/organizations/v2.0/discovery/keys");

    private static IEnumerable<string?> Roles(JsonElement payload) =>
        payload.GetProperty("roles").EnumerateArray().Select(role => role.GetString());
}
