using System.Security.Claims;
using DataSharing.Partnership;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace DataSharing.Web.Security;

/// <summary>
/// Says whether a request's bearer token is good. A token seen before is looked up; any other goes through Microsoft.Identity.Web's handler.
/// </summary>
public sealed class TokenAuthenticator(
    ValidatedTokenCache cache,
    IOptionsMonitor<JwtBearerOptions> bearer,
    TimeProvider time,
    ILogger<TokenAuthenticator> logger
)
{
    private const string Prefix = "Bearer ";
    private static readonly TokenOutcome.Undecidable Undecidable = new();

    /// <summary>A good token is not remembered yet: see <see cref="Remember"/>.</summary>
    public async ValueTask<TokenOutcome> AuthenticateAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Request.Headers.Authorization is not [{ } header] || !header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
        {
            return new TokenOutcome.Invalid(AuthenticationFault.NoToken);
        }

        if (header.Length > TokenHash.MaximumTokenLength)
        {
            return new TokenOutcome.Invalid(AuthenticationFault.Malformed);
        }

        if (await KeysAsync(context.RequestAborted) is not { } keys)
        {
            return Undecidable;
        }

        var hash = TokenHash.Of(header.AsSpan(Prefix.Length));
        if (cache.Find(hash, time.GetUtcNow()) is { } known)
        {
            if (known.IsSignedUnder(keys))
            {
                return known.Outcome;
            }

            cache.Remove(hash);
        }

        return await ValidateAsync(context, hash, keys);
    }

    /// <summary>
    /// Remembers a good token. Called once its tenant is known to be the partnership's, so that strangers with true tokens cannot crowd the cache.
    /// </summary>
    public void Remember(ValidatedToken token)
    {
        ArgumentNullException.ThrowIfNull(token);
        if (token.Expires > time.GetUtcNow())
        {
            cache.Add(token);
        }
    }

    private async ValueTask<TokenOutcome> ValidateAsync(HttpContext context, TokenHash hash, BaseConfiguration keys)
    {
        var result = await context.AuthenticateAsync(JwtBearerDefaults.AuthenticationScheme);
        if (result is not { Succeeded: true, Principal: { } principal, Properties: { ExpiresUtc: { } expires } properties })
        {
            return new TokenOutcome.Invalid(TokenFaults.Of(result.Failure));
        }

        var keyId = properties.GetParameter<string>(ConfigureBearer.KeyIdProperty);
        if (keyId is null || TokenIdentity.TryFrom(Claims(principal)) is not { } identity)
        {
            return new TokenOutcome.Invalid(AuthenticationFault.Malformed);
        }

        return new ValidatedToken(hash, identity, expires, keyId, keys).Outcome;
    }

    /// <summary>The issuer's current keys; null when they have never been read and cannot be now.</summary>
    private async ValueTask<BaseConfiguration?> KeysAsync(CancellationToken cancellationToken)
    {
        var manager =
            bearer.Get(JwtBearerDefaults.AuthenticationScheme).ConfigurationManager
            ?? throw new InvalidOperationException("The bearer handler reads no keys.");
        try
        {
            return await manager.GetConfigurationAsync(cancellationToken);
        }
        catch (InvalidOperationException exception)
        {
            Log.KeysUnreadable(logger, exception);
            return null;
        }
    }

    private static TokenClaims Claims(ClaimsPrincipal principal) =>
        new(
            principal.FindFirst("tid")?.Value,
            principal.FindFirst("azp")?.Value,
            principal.FindFirst("oid")?.Value,
            principal.FindFirst("scp")?.Value,
            principal.FindFirst("idtyp")?.Value,
            [.. principal.FindAll("roles").Select(claim => claim.Value)]
        );
}
