using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.IdentityModel.Tokens;
using Xunit;

namespace DataSharing.DevIdentity.Tests;

public sealed class SignInTests(RunningIssuer issuer) : IClassFixture<RunningIssuer>
{
    private const string Redirect = "http://127.0.0.1:4321/signin";
    private const string Verifier = "a-verifier-of-more-than-forty-three-characters-0123456789";

    [Fact]
    public async Task Authorize_WithoutAPick_OffersThePeopleAndKeepsTheRequest()
    {
        using var response = await issuer.Client.GetAsync(AuthorizeUrl(Redirect, pick: null));

        var page = await response.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains("Amira Solanki: practitioner", page, StringComparison.Ordinal);
        Assert.Contains("name=\"code_challenge\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CodeWithPkce_Person_GivesTokensOfTheirTenant()
    {
        var code = await CodeAsync();

        using var response = await RedeemAsync(code, Verifier);

        var body = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.True(response.IsSuccessStatusCode, body.GetRawText());
        var access = Jwt.Payload(body.GetProperty("access_token").GetString() ?? "");
        var identity = Jwt.Payload(body.GetProperty("id_token").GetString() ?? "");
        foreach (var payload in new[] { access, identity })
        {
            Assert.Equal($"{issuer.Address}/{DemoIdentities.CouncilTenant}/v2.0", payload.GetProperty("iss").GetString());
            Assert.Equal(DemoIdentities.ApiClientId, payload.GetProperty("aud").GetString());
            Assert.Equal(["practitioner", "panel.member"], payload.GetProperty("roles").EnumerateArray().Select(r => r.GetString()));
        }

        Assert.Equal("n-1", identity.GetProperty("nonce").GetString());
    }

    [Fact]
    public async Task Code_WithAnotherVerifier_Refuses()
    {
        var code = await CodeAsync();

        using var response = await RedeemAsync(code, Verifier + "-other");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("invalid_grant", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Authorize_RedirectAwayFromLoopback_Refuses()
    {
        using var response = await issuer.Client.GetAsync(AuthorizeUrl("https://elsewhere.example/take", pick: "amira"));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Null(response.Headers.Location);
    }

    private async Task<string> CodeAsync()
    {
        using var response = await issuer.Client.GetAsync(AuthorizeUrl(Redirect, pick: "amira"));
        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        var query = QueryHelpers.ParseQuery(response.Headers.Location?.Query);
        Assert.Equal("s-1", query["state"].ToString());
        return query["code"].ToString();
    }

    private Task<HttpResponseMessage> RedeemAsync(string code, string verifier) =>
        issuer.Client.PostAsync(
            "/organizations/v2.0/oauth2/token",
            new FormUrlEncodedContent(
                new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    ["grant_type"] = "authorization_code",
                    ["client_id"] = DemoIdentities.ApiClientId,
                    ["code"] = code,
                    ["redirect_uri"] = Redirect,
                    ["code_verifier"] = verifier,
                }
            )
        );

    private static string AuthorizeUrl(string redirect, string? pick)
    {
        var query = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["client_id"] = DemoIdentities.ApiClientId,
            ["response_type"] = "code",
            ["redirect_uri"] = redirect,
            ["scope"] = "openid profile",
            ["state"] = "s-1",
            ["nonce"] = "n-1",
            ["code_challenge"] = Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier))),
            ["code_challenge_method"] = "S256",
        };
        if (pick is not null)
        {
            query["dev_user"] = pick;
        }

        return QueryHelpers.AddQueryString("/organizations/v2.0/oauth2/authorize", query);
    }
}
