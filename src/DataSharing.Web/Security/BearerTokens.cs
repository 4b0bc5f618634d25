using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Microsoft.Identity.Web;

namespace DataSharing.Web.Security;

/// <summary>Bearer tokens of Entra, or of an issuer that speaks like it.</summary>
public static class BearerTokens
{
    public static IServiceCollection AddBearerTokens(this IServiceCollection services, IConfiguration configuration)
    {
        // With a single scheme the framework would authenticate every request by it, and the RSA check would be made on every hit.
        AppContext.SetSwitch("Microsoft.AspNetCore.Authentication.SuppressAutoDefaultScheme", isEnabled: true);
        var section = configuration.GetSection(EntraOptions.Section);
        services.AddOptions<EntraOptions>().Bind(section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<EntraOptions>, EntraOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services
            .AddAuthentication()
            .AddMicrosoftIdentityWebApi(
                _ => { },
                identity =>
                {
                    identity.Instance = section[nameof(EntraOptions.Instance)] ?? "";
                    identity.TenantId = section[nameof(EntraOptions.TenantId)] ?? new EntraOptions().TenantId;
                    identity.ClientId = section[nameof(EntraOptions.ClientId)] ?? "";
                    // The directory is the access list: an application without roles is refused by it, and audited.
                    identity.AllowWebApiToBeAuthorizedByACL = true;
                }
            );
        // After the library's own, so that these have the last word.
        services.AddSingleton<IConfigureOptions<JwtBearerOptions>, ConfigureBearer>();
        services.AddSingleton<IPostConfigureOptions<JwtBearerOptions>, FinishBearer>();
        services.AddSingleton(provider => new ValidatedTokenCache(
            provider.GetRequiredService<IOptions<EntraOptions>>().Value.RememberedTokens
        ));
        services.AddSingleton<TokenAuthenticator>();
        return services;
    }
}
