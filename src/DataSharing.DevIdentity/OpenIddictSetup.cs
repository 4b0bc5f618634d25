using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;
using static OpenIddict.Server.OpenIddictServerHandlers;

namespace DataSharing.DevIdentity;

/// <summary>OpenIddict in degraded mode: it checks the protocol (PKCE, redirects, codes), and keeps nothing.</summary>
internal static class OpenIddictSetup
{
    public static void AddOpenIddictServer(this WebApplicationBuilder builder)
    {
        builder
            .Services.AddOpenIddict()
            .AddServer(server =>
            {
                server.EnableDegradedMode();
                server
                    .SetAuthorizationEndpointUris("oauth2/authorize")
                    .SetTokenEndpointUris("oauth2/token")
                    .SetEndSessionEndpointUris("oauth2/logout")
                    .SetJsonWebKeySetEndpointUris("discovery/keys");
                server.AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange().AllowClientCredentialsFlow();
                server.SetAccessTokenLifetime(DevTokens.Lifetime);
                server.RegisterScopes(
                    Scopes.OpenId,
                    Scopes.Profile,
                    Scopes.Email,
                    $"api://{DemoIdentities.ApiClientId}/access_as_user",
                    $"api://{DemoIdentities.ApiClientId}/.default"
                );
                // For codes only. Symmetric, because OpenIddict's own ephemeral key is RSA of 4096 bits: seconds of work at each start.
                server.AddEncryptionKey(new SymmetricSecurityKey(RandomNumberGenerator.GetBytes(32))).DisableAccessTokenEncryption();
                server
                    .UseAspNetCore()
                    .DisableTransportSecurityRequirement()
                    .EnableAuthorizationEndpointPassthrough()
                    .EnableTokenEndpointPassthrough()
                    .EnableEndSessionEndpointPassthrough();
                server.AddEventHandler<ValidateAuthorizationRequestContext>(b => b.UseInlineHandler(ValidateAuthorization));
                server.AddEventHandler<ValidateTokenRequestContext>(b => b.UseInlineHandler(ValidateToken));
                server.AddEventHandler<ValidateEndSessionRequestContext>(b => b.UseInlineHandler(ValidateEndSession));
                server.AddEventHandler<ProcessSignInContext>(b =>
                    b.UseSingletonHandler<TenantIssuer>().SetOrder(PrepareIdentityTokenPrincipal.Descriptor.Order + 1)
                );
            });
        // The key comes from DevSigningKey, and rolling it drops these options from their cache.
        builder.Services.AddOptions<OpenIddictServerOptions>().Configure<DevSigningKey>((o, key) => o.SigningCredentials.Add(key.Current));
    }

    /// <summary>Signs with a new key from now on.</summary>
    public static void RollKey(this IServiceProvider services)
    {
        services.GetRequiredService<DevSigningKey>().Roll();
        services.GetRequiredService<IOptionsMonitorCache<OpenIddictServerOptions>>().TryRemove(Options.DefaultName);
    }

    private static ValueTask ValidateAuthorization(ValidateAuthorizationRequestContext context)
    {
        if (context.ClientId is not (DemoIdentities.ApiClientId or DemoIdentities.ScriptClientId))
        {
            context.Reject(Errors.InvalidClient, "This client is not registered.");
        }
        else if (!Uri.TryCreate(context.RedirectUri, UriKind.Absolute, out var redirect) || !redirect.IsLoopback)
        {
            context.Reject(Errors.InvalidRequest, "A redirect goes to loopback only.");
        }

        return default;
    }

    private static ValueTask ValidateToken(ValidateTokenRequestContext context)
    {
        if (context.Request.IsClientCredentialsGrantType() && !IsRegisteredSystem(context))
        {
            context.Reject(Errors.InvalidClient, "This client, secret and tenant do not belong together.");
        }

        return default;
    }

    private static bool IsRegisteredSystem(ValidateTokenRequestContext context) =>
        context.ClientId is { } client
        && DemoIdentities.Systems.TryGetValue(client, out var system)
        && string.Equals(DemoIdentities.SystemSecret, context.ClientSecret, StringComparison.Ordinal)
        && context.BaseUri?.AbsolutePath.StartsWith($"/{system.TenantId}/", StringComparison.Ordinal) == true;

    private static ValueTask ValidateEndSession(ValidateEndSessionRequestContext context)
    {
        if (context.PostLogoutRedirectUri is { } uri && (!Uri.TryCreate(uri, UriKind.Absolute, out var redirect) || !redirect.IsLoopback))
        {
            context.Reject(Errors.InvalidRequest, "A redirect goes to loopback only.");
        }

        return default;
    }

    /// <summary>Entra issues from the tenant of the person or system, whatever authority (<c>organizations</c>) was asked.</summary>
    internal sealed class TenantIssuer(DevAddress address) : IOpenIddictServerHandler<ProcessSignInContext>
    {
        public ValueTask HandleAsync(ProcessSignInContext context)
        {
            var tenant = context.Principal?.GetClaim("tid");
            if (tenant is null)
            {
                context.Reject(Errors.ServerError, "The principal has no tenant.");
                return default;
            }

            Complete(context.AccessTokenPrincipal, address.IssuerOf(tenant));
            Complete(context.IdentityTokenPrincipal, address.IssuerOf(tenant));
            return default;
        }

        private static void Complete(ClaimsPrincipal? principal, string issuer)
        {
            // A code keeps the roles as claims of their own, and a single one would come out as a string: an array again, as Entra writes it.
            var roles = principal?.FindAll("roles").ToArray();
            if (roles is [{ ValueType: ClaimValueTypes.String, Subject: { } identity } only])
            {
                identity.RemoveClaim(only);
                identity.AddClaim(EntraClaims.Roles([only.Value]));
            }

            principal?.SetClaim(Claims.Private.Issuer, issuer);
        }
    }
}
