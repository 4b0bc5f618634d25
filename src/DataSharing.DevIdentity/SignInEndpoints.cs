using System.Security.Claims;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace DataSharing.DevIdentity;

/// <summary>The standard doors: sign-in with a page that asks which demo person, codes for tokens, client credentials, sign-out.</summary>
internal static class SignInEndpoints
{
    private const string Scheme = OpenIddictServerAspNetCoreDefaults.AuthenticationScheme;

    public static void MapSignIn(this IEndpointRouteBuilder app)
    {
        app.MapMethods("oauth2/authorize", ["GET", "POST"], Authorize);
        app.MapPost("oauth2/token", (Delegate)TokenAsync); // else taken for a RequestDelegate, and its result dropped
        app.MapMethods("oauth2/logout", ["GET", "POST"], () => Results.SignOut(null, [Scheme]));
    }

    private static IResult Authorize(HttpContext context)
    {
        var request = Request(context);
        return request["dev_user"]?.ToString() is { } key && DemoIdentities.People.TryGetValue(key, out var person)
            ? SignIn(EntraClaims.Of(person, request.ClientId ?? DemoIdentities.ApiClientId), request)
            : Results.Content(PickAPersonPage.Render(request), "text/html; charset=utf-8");
    }

    private static async Task<IResult> TokenAsync(HttpContext context)
    {
        var request = Request(context);
        if (request.IsClientCredentialsGrantType())
        {
            // OpenIddict has refused unknown clients before this.
            return SignIn(EntraClaims.Of(DemoIdentities.Systems[request.ClientId ?? ""]), request);
        }

        var code = await context.AuthenticateAsync(Scheme);
        return code.Principal is { } principal ? Results.SignIn(principal, null, Scheme) : Results.Forbid(null, [Scheme]);
    }

    private static IResult SignIn(IReadOnlyList<Claim> claims, OpenIddictRequest request)
    {
        var identity = new ClaimsIdentity(claims, "dev", Claims.Name, "roles");
        identity.SetScopes(request.GetScopes());
        identity.SetResources(DemoIdentities.ApiClientId);
        identity.SetDestinations(claim =>
            claim.Type is "scp" or "azp" or "azpacr" or "idtyp"
                ? [Destinations.AccessToken]
                : [Destinations.AccessToken, Destinations.IdentityToken]
        );
        return Results.SignIn(new ClaimsPrincipal(identity), null, Scheme);
    }

    private static OpenIddictRequest Request(HttpContext context) =>
        context.GetOpenIddictServerRequest() ?? throw new InvalidOperationException("OpenIddict has not seen this request.");
}
