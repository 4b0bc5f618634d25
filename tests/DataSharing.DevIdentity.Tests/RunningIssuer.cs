using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace DataSharing.DevIdentity.Tests;

/// <summary>The issuer on a free loopback port.</summary>
public sealed class RunningIssuer : IAsyncLifetime
{
    private readonly WebApplication app = DevIssuer.Build(new DevIssuerOptions { Url = "http://127.0.0.1:0", AllowKeyRoll = true });

    public HttpClient Client { get; } = new(new HttpClientHandler { AllowAutoRedirect = false });

    public string Address => app.Services.GetRequiredService<DevAddress>().Value;

    public async Task InitializeAsync()
    {
        await app.StartAsync();
        Client.BaseAddress = new Uri(Address);
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
    }

    public async Task<JsonElement> MetadataAsync() =>
        await Client.GetFromJsonAsync<JsonElement>("/organizations/v2.0/.well-known/openid-configuration");

    public async Task<IReadOnlyList<string?>> KeyIdsAsync()
    {
        var metadata = await MetadataAsync();
        var keys = await Client.GetFromJsonAsync<JsonElement>(metadata.GetProperty("jwks_uri").GetString());
        return [.. keys.GetProperty("keys").EnumerateArray().Select(k => k.GetProperty("kid").GetString())];
    }

    public Task<HttpResponseMessage> ClientCredentialsAsync(string tenant, string client, string secret) =>
        Client.PostAsync(
            $"/{tenant}/v2.0/oauth2/token",
            new FormUrlEncodedContent(
                new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    ["grant_type"] = "client_credentials",
                    ["client_id"] = client,
                    ["client_secret"] = secret,
                    ["scope"] = $"api://{DemoIdentities.ApiClientId}/.default",
                }
            )
        );
}
