using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace DataSharing.Web.Security;

/// <summary>What the platform asks of a token beyond Microsoft.Identity.Web's defaults.</summary>
public sealed class ConfigureBearer(IOptions<EntraOptions> entra, TimeProvider time) : IConfigureNamedOptions<JwtBearerOptions>
{
    /// <summary>Name of the property of an authentication ticket that says which key signed its token.</summary>
    public const string KeyIdProperty = "kid";

    public void Configure(JwtBearerOptions options) => Configure(JwtBearerDefaults.AuthenticationScheme, options);

    public void Configure(string? name, JwtBearerOptions options)
    {
        if (!string.Equals(name, JwtBearerDefaults.AuthenticationScheme, StringComparison.Ordinal))
        {
            return;
        }

        var instance = new Uri(entra.Value.Instance);
        // http only where EntraOptionsValidator lets it through: loopback outside Production.
        options.RequireHttpsMetadata = instance.Scheme is not "http";
        options.MapInboundClaims = false;
        options.SaveToken = false;
        options.AutomaticRefreshInterval = TimeSpan.FromMinutes(entra.Value.KeyRefreshMinutes);
        var rules = options.TokenValidationParameters;
        rules.NameClaimType = "name";
        rules.RoleClaimType = "roles";
        rules.ValidAlgorithms = [SecurityAlgorithms.RsaSha256];
        rules.ValidAudience = entra.Value.ClientId;
        rules.RequireSignedTokens = true;
        rules.RequireExpirationTime = true;
        rules.IssuerValidator = new IssuerRule(instance).Validate;
        rules.ClockSkew = TokenLifetimeRule.ClockSkew;
        rules.LifetimeValidator = new TokenLifetimeRule(time).Validate;
    }
}

/// <summary>The last touches, once the library has made the configuration manager and its events.</summary>
public sealed class FinishBearer : IPostConfigureOptions<JwtBearerOptions>
{
    public void PostConfigure(string? name, JwtBearerOptions options)
    {
        if (!string.Equals(name, JwtBearerDefaults.AuthenticationScheme, StringComparison.Ordinal))
        {
            return;
        }

        if (options.ConfigurationManager is BaseConfigurationManager manager)
        {
            // Else tokens signed by a withdrawn key would be taken for another hour.
            manager.UseLastKnownGoodConfiguration = false;
        }

        var validated = options.Events.OnTokenValidated;
        options.Events.OnTokenValidated = async context =>
        {
            await validated(context);
            if (context.SecurityToken is JsonWebToken token)
            {
                context.Properties.SetParameter(ConfigureBearer.KeyIdProperty, token.Kid);
            }
        };
    }
}
