using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Microsoft.Identity.Web;

namespace DataSharing.Web.Security;

/// <summary>Signing in through a browser: authorisation code with PKCE at Entra, or at an issuer that speaks like it, and a cookie afterwards.</summary>
public static class SignIn
{
    public const string Path = "/signin";
    public const string CallbackPath = "/signin/callback";
    public const string SignedOutCallbackPath = "/signin/signed-out-callback";
    public const string SignedOutPath = "/signin/signed-out";

    public static IServiceCollection AddSignIn(this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services
            .AddOptions<PageSessionOptions>()
            .Bind(configuration.GetSection(PageSessionOptions.Section))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        var section = configuration.GetSection(EntraOptions.Section);
        services
            .AddAuthentication()
            .AddMicrosoftIdentityWebApp(
                identity =>
                {
                    identity.Instance = section[nameof(EntraOptions.Instance)] ?? "";
                    identity.TenantId = section[nameof(EntraOptions.TenantId)] ?? new EntraOptions().TenantId;
                    identity.ClientId = section[nameof(EntraOptions.ClientId)] ?? "";
                },
                subscribeToOpenIdConnectMiddlewareDiagnosticsEvents: false
            );
        // The library copies few of its options to the handler's, so ours go to the handler's own, after the library's.
        services.AddSingleton<IConfigureOptions<OpenIdConnectOptions>, ConfigureSignIn>();
        services.AddSingleton<IConfigureOptions<CookieAuthenticationOptions>, ConfigureSessionCookie>();
        services.AddSingleton(new CookieRules(environment.IsDevelopment()));
        services.AddSingleton<SignInEvents>();
        services.AddSingleton<PageCallers>();
        return services;
    }
}

/// <summary>
/// Cookies are <c>__Host-</c> and Secure: this host only, over TLS only. In Development the platform speaks plain HTTP on loopback, where
/// browsers refuse that prefix.
/// </summary>
public sealed record CookieRules(bool Plain)
{
    public string Name(string name) => Plain ? $"datasharing-{name}" : $"__Host-datasharing-{name}";

    public CookieSecurePolicy Secure => Plain ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always;
}
