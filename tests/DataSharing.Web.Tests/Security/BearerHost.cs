using DataSharing.DevIdentity;
using DataSharing.Web.Security;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.Tokens;

namespace DataSharing.Web.Tests.Security;

/// <summary>The token part of the pipeline alone, on Kestrel, with the development issuer on another port and a clock that tests move.</summary>
public sealed class BearerHost : IAsyncLifetime
{
    private readonly WebApplication issuer;
    private WebApplication? app;

    public BearerHost()
    {
        Clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        issuer = DevIssuer.Build(
            new DevIssuerOptions
            {
                Url = "http://127.0.0.1:0",
                AllowKeyRoll = true,
                Time = Clock,
            }
        );
    }

    public FakeTimeProvider Clock { get; }

    public HttpClient Issuer { get; } = new();

    public DevTokens Tokens => issuer.Services.GetRequiredService<DevTokens>();

    public string IssuerAddress => issuer.Services.GetRequiredService<DevAddress>().Value;

    public SigningCredentials Signer => issuer.Services.GetRequiredService<DevSigningKey>().Current;

    public ValidatedTokenCache Cache => Services.GetRequiredService<ValidatedTokenCache>();

    /// <summary>How often the handler behind the cache was asked: the RSA check is made there.</summary>
    public int Validations { get; private set; }

    private IServiceProvider Services => app?.Services ?? throw new InvalidOperationException("Not started.");

    private HttpClient Client { get; } = new();

    public async Task InitializeAsync()
    {
        await issuer.StartAsync();
        Issuer.BaseAddress = new Uri(IssuerAddress);
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = Environments.Development });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(Settings(IssuerAddress));
        builder.Services.AddSingleton<TimeProvider>(Clock);
        builder.Services.AddBearerTokens(builder.Configuration);
        builder
            .Services.AddOptions<JwtBearerOptions>("Bearer")
            .PostConfigure(o =>
            {
                var received = o.Events.OnMessageReceived;
                o.Events.OnMessageReceived = c =>
                {
                    Validations++;
                    return received(c);
                };
            });
        app = builder.Build();
        app.MapGet("/", Answer);
        await app.StartAsync();
        Client.BaseAddress = new Uri(app.Urls.First());
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        Issuer.Dispose();
        if (app is not null)
        {
            await app.DisposeAsync();
        }

        await issuer.DisposeAsync();
    }

    /// <summary>Shows the token and tells what the authenticator made of it: <c>valid {actor}</c>, or the fault.</summary>
    public async Task<string> ShowAsync(string? authorization)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        using var response = await Client.SendAsync(request);
        return await response.Content.ReadAsStringAsync();
    }

    public Task<string> ShowTokenAsync(string token) => ShowAsync($"Bearer {token}");

    public static IDictionary<string, string?> Settings(string issuer) =>
        new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Identity:Instance"] = issuer + "/",
            ["Identity:ClientId"] = DemoIdentities.ApiClientId,
            ["Identity:OperatorTenantId"] = DemoIdentities.OperatorTenant,
        };

    private static async Task<string> Answer(HttpContext context, TokenAuthenticator authenticator)
    {
        var outcome = await authenticator.AuthenticateAsync(context);
        if (outcome is TokenOutcome.Valid valid)
        {
            authenticator.Remember(valid.Token);
            return $"valid {valid.Token.Identity.Actor}";
        }

        return outcome is TokenOutcome.Invalid invalid ? invalid.Fault.ToString() : "undecidable";
    }
}
