using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace DataSharing.Web.Security;

/// <summary>What the platform asks of a sign-in beyond Microsoft.Identity.Web's defaults.</summary>
internal sealed class ConfigureSignIn(
    IOptions<EntraOptions> entra,
    IOptions<PageSessionOptions> session,
    CookieRules rules,
    SignInEvents events,
    TimeProvider time
) : IConfigureNamedOptions<OpenIdConnectOptions>
{
    public void Configure(OpenIdConnectOptions options) => Configure(OpenIdConnectDefaults.AuthenticationScheme, options);

    public void Configure(string? name, OpenIdConnectOptions options)
    {
        if (!string.Equals(name, OpenIdConnectDefaults.AuthenticationScheme, StringComparison.Ordinal))
        {
            return;
        }

        var instance = new Uri(entra.Value.Instance);
        // http only where EntraOptionsValidator lets it through: loopback outside Production.
        options.RequireHttpsMetadata = instance.Scheme is not "http";
        options.ClientSecret = session.Value.ClientSecret;
        options.ResponseType = OpenIdConnectResponseType.Code;
        // A form posted from the issuer's site would need SameSite=None cookies.
        options.ResponseMode = OpenIdConnectResponseMode.Query;
        options.UsePkce = true;
        options.SaveTokens = false;
        options.GetClaimsFromUserInfoEndpoint = false;
        options.CallbackPath = SignIn.CallbackPath;
        options.SignedOutCallbackPath = SignIn.SignedOutCallbackPath;
        options.SignedOutRedirectUri = SignIn.SignedOutPath;
        // Setting MapInboundClaims alone has no effect: claims would come out under their long XML names.
        options.TokenHandler = new JsonWebTokenHandler { MapInboundClaims = false };
        options.Scope.Clear();
        options.Scope.Add("openid");
        options.Scope.Add("profile");
        options.TimeProvider = time;
        options.NonceCookie.Name = "datasharing-nonce.";
        options.CorrelationCookie.Name = "datasharing-signin.";
        foreach (var cookie in new[] { options.NonceCookie, options.CorrelationCookie })
        {
            cookie.SameSite = SameSiteMode.Lax;
            cookie.SecurePolicy = rules.Secure;
            cookie.HttpOnly = true;
            // The library's builders take the path of its own options, not of these.
            cookie.Path = SignIn.Path;
        }

        var tokens = options.TokenValidationParameters;
        tokens.NameClaimType = PageIdentity.Name;
        tokens.RoleClaimType = "roles";
        tokens.ValidAlgorithms = [SecurityAlgorithms.RsaSha256];
        tokens.ValidAudience = entra.Value.ClientId;
        tokens.IssuerValidator = new IssuerRule(instance).Validate;
        tokens.ClockSkew = TokenLifetimeRule.ClockSkew;
        tokens.LifetimeValidator = new TokenLifetimeRule(time).Validate;
        options.Events.OnTokenValidated = events.TokenValidatedAsync;
        options.Events.OnRemoteFailure = SignInEvents.RemoteFailureAsync;
    }
}
