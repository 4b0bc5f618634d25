using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using DataSharing.DevIdentity;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace DataSharing.Web.Tests.Security;

public sealed class TokenAuthenticatorTests(BearerHost host) : IClassFixture<BearerHost>
{
    private const string AmirasActor = $"person:{DemoIdentities.CouncilTenant}:0a000000-0000-4000-8000-000000000011";

    private static readonly DemoPerson Amira = DemoIdentities.People["amira"];

    [Fact]
    public async Task Authenticate_Person_IsKnownByTenantAndPerson() =>
        Assert.Equal($"valid {AmirasActor}", await host.ShowTokenAsync(host.Tokens.For(Amira)));

    [Fact]
    public async Task Authenticate_System_IsKnownByTenantAndClient()
    {
        var system = DemoIdentities.Systems["22222222-aaaa-4aaa-8aaa-000000000002"];

        var answer = await host.ShowTokenAsync(host.Tokens.For(system));

        Assert.Equal($"valid client:{DemoIdentities.CouncilTenant}:{system.ClientId}", answer);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Basic YWRtaW46YWRtaW4=")]
    [InlineData("Bearer")]
    public async Task Authenticate_NoBearerToken_SaysSo(string? authorization) =>
        Assert.Equal("NoToken", await host.ShowAsync(authorization));

    [Theory]
    [InlineData("Bearer x")]
    [InlineData("Bearer a.b.c")]
    [InlineData("Bearer ....")]
    public async Task Authenticate_NotAToken_IsMalformed(string authorization) =>
        Assert.Equal("Malformed", await host.ShowAsync(authorization));

    [Fact]
    public async Task Authenticate_TwoAuthorizationHeadersInOne_IsNotAccepted() =>
        Assert.DoesNotContain(
            "valid",
            await host.ShowAsync($"Bearer {host.Tokens.For(Amira)}, Bearer {host.Tokens.For(Amira)}"),
            StringComparison.Ordinal
        );

    [Fact]
    public async Task Authenticate_AbsurdlyLongToken_IsMalformed() =>
        Assert.Equal("Malformed", await host.ShowAsync("Bearer " + new string('a', 20_000)));

    [Fact]
    public async Task Authenticate_ChangedSignature_IsRefusedAlsoWhenTheTrueTokenIsRemembered()
    {
        var token = host.Tokens.For(Amira);
        await host.ShowTokenAsync(token);
        // Not the last character: its low bits may not count.
        var middle = token.Length - 20;
        var changed = string.Concat(token.AsSpan(0, middle), token[middle] == 'A' ? "B" : "A", token.AsSpan(middle + 1));

        Assert.Equal("WrongSignature", await host.ShowTokenAsync(changed));
    }

    [Fact]
    public async Task Authenticate_ChangedPayload_IsRefused()
    {
        var parts = host.Tokens.For(Amira).Split('.');
        var payload = Base64UrlEncoder.Decode(parts[1]).Replace("practitioner", "agency.admin", StringComparison.Ordinal);

        Assert.Equal("WrongSignature", await host.ShowTokenAsync($"{parts[0]}.{Base64UrlEncoder.Encode(payload)}.{parts[2]}"));
    }

    [Fact]
    public async Task Authenticate_AlgorithmNone_IsRefused()
    {
        var payload = host.Tokens.For(Amira).Split('.')[1];
        var header = Base64UrlEncoder.Encode("""{"alg":"none","typ":"JWT"}""");

        Assert.Equal("WrongSignature", await host.ShowTokenAsync($"{header}.{payload}."));
    }

    [Fact]
    public async Task Authenticate_PublicKeyUsedAsHmacSecret_IsRefused()
    {
        var parts = host.Tokens.For(Amira).Split('.');
        using var original = JsonDocument.Parse(Base64UrlEncoder.Decode(parts[0]));
        var kid = original.RootElement.GetProperty("kid").GetString();
        var set = new JsonWebKeySet(await host.Issuer.GetStringAsync(new Uri("/organizations/v2.0/discovery/keys", UriKind.Relative)));
        var rsa = set.Keys.Single();
        using var key = RSA.Create(
            new RSAParameters { Modulus = Base64UrlEncoder.DecodeBytes(rsa.N), Exponent = Base64UrlEncoder.DecodeBytes(rsa.E) }
        );
        var header = Base64UrlEncoder.Encode($$"""{"alg":"HS256","typ":"JWT","kid":"{{kid}}"}""");
        foreach (
            var secret in new[]
            {
                Encoding.ASCII.GetBytes(key.ExportSubjectPublicKeyInfoPem()),
                key.ExportSubjectPublicKeyInfo(),
                key.ExportRSAPublicKey(),
            }
        )
        {
            var mac = HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes($"{header}.{parts[1]}"));

            Assert.Equal("WrongSignature", await host.ShowTokenAsync($"{header}.{parts[1]}.{Base64UrlEncoder.Encode(mac)}"));
        }
    }

    [Fact]
    public async Task Authenticate_RightKeyOtherRsaAlgorithm_IsRefused()
    {
        // The issuer's own key, so that only the algorithm is wrong.
        var token = Sign(new SigningCredentials(host.Signer.Key, SecurityAlgorithms.RsaSha512), host.Clock.GetUtcNow());

        Assert.Equal("WrongSignature", await host.ShowTokenAsync(token));
    }

    [Fact]
    public async Task Authenticate_AnotherAudience_IsRefused() =>
        Assert.Equal("WrongAudience", await host.ShowTokenAsync(Write(audience: "99999999-aaaa-4aaa-8aaa-000000000001")));

    [Fact]
    public async Task Authenticate_IssuerOfAnotherTenantThanTid_IsRefused() =>
        Assert.Equal("WrongIssuer", await host.ShowTokenAsync(Write(issuingTenant: DemoIdentities.UnknownTenant)));

    [Theory]
    [InlineData("organizations")]
    [InlineData("common")]
    [InlineData("AAAAAAAA-0000-4000-8000-000000000002")]
    public async Task Authenticate_IssuerNotATenant_IsRefused(string issuingTenant) =>
        Assert.Equal("WrongIssuer", await host.ShowTokenAsync(Write(issuingTenant: issuingTenant)));

    [Fact]
    public async Task Authenticate_WithoutTid_IsRefused() => Assert.Equal("WrongIssuer", await host.ShowTokenAsync(Write(without: "tid")));

    [Fact]
    public async Task Authenticate_WithoutClient_IsMalformed() =>
        Assert.Equal("Malformed", await host.ShowTokenAsync(Write(without: "azp")));

    [Fact]
    public async Task Authenticate_Expired_IsRefused() =>
        Assert.Equal("Expired", await host.ShowTokenAsync(Write(lifetime: TimeSpan.FromMinutes(-2))));

    [Fact]
    public async Task Authenticate_NotYetValid_IsRefused()
    {
        var now = host.Clock.GetUtcNow();

        Assert.Equal($"valid {AmirasActor}", await host.ShowTokenAsync(Sign(host.Signer, now.AddSeconds(30))));
        Assert.Equal("Expired", await host.ShowTokenAsync(Sign(host.Signer, now.AddMinutes(2))));
    }

    private string Sign(SigningCredentials signer, DateTimeOffset notBefore) =>
        new JsonWebTokenHandler().CreateToken(
            new SecurityTokenDescriptor
            {
                Subject = new ClaimsIdentity(EntraClaims.Of(Amira, DemoIdentities.ScriptClientId)),
                Issuer = $"{host.IssuerAddress}/{Amira.TenantId}/v2.0",
                Audience = DemoIdentities.ApiClientId,
                NotBefore = notBefore.UtcDateTime,
                Expires = notBefore.UtcDateTime.AddHours(1),
                SigningCredentials = signer,
            }
        );

    private string Write(
        string? issuingTenant = null,
        string audience = DemoIdentities.ApiClientId,
        TimeSpan? lifetime = null,
        string? without = null
    )
    {
        var claims = EntraClaims
            .Of(Amira, DemoIdentities.ScriptClientId)
            .Where(c => !string.Equals(c.Type, without, StringComparison.Ordinal));
        return host.Tokens.Write([.. claims], issuingTenant ?? Amira.TenantId, lifetime ?? DevTokens.Lifetime, audience);
    }
}
