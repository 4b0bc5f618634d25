using DataSharing.Partnership;
using DataSharing.Web.Api;
using DataSharing.Web.Security;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace DataSharing.Web.Composition;

/// <summary>Who is asking: tokens, the directory that says what they are worth, and the founding of an empty store.</summary>
internal static class IdentityServices
{
    public static IServiceCollection AddIdentity(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddBearerTokens(configuration);
        services.TryAddSingleton<PartnershipHeadRow>();
        services.AddSingleton<DirectoryWriter>();
        services.AddSingleton<DirectoryLooks>();
        services.AddSingleton<AgencyDirectory>();
        services.AddSingleton<BindingDirectory>();
        services.AddSingleton<RoleGrantDirectory>();
        services.AddSingleton<ActorSuspensions>();
        services.AddSingleton<PeopleDirectory>();
        services.AddSingleton<PartnershipFounder>();
        services.AddSingleton<AccessDenials>();
        services.AddSingleton<DirectoryAnswers>();
        services.AddSingleton<IgnoredRoleClaims>();
        services.AddSingleton<UnauthenticatedFailureCounter>();
        services.AddHostedService<FoundingService>();
        services.AddHostedService(provider => provider.GetRequiredService<UnauthenticatedFailureCounter>());
        return services;
    }

    /// <summary>After routing. Who is asking; refuses nobody.</summary>
    public static IApplicationBuilder UseCallerIdentification(this IApplicationBuilder app) =>
        app.UseMiddleware<CallerIdentificationMiddleware>();

    /// <summary>Before the endpoints: every endpoint needs a caller that does not allow anonymous ones.</summary>
    public static IApplicationBuilder UseCallerGate(this IApplicationBuilder app) => app.UseMiddleware<CallerGateMiddleware>();

    // Kestrel listens only after every hosted service has started, so no request meets a store without a head.
    private sealed class FoundingService(PartnershipFounder founder, IOptions<EntraOptions> entra, ILogger<PartnershipFounder> logger)
        : IHostedService
    {
        public async Task StartAsync(CancellationToken cancellationToken)
        {
            var options = entra.Value;
            switch (await founder.FoundAsync(options.OperatorTenantId, options.FirstAdministrator, cancellationToken))
            {
                case FoundingOutcome.Founded:
                    Security.Log.Founded(logger);
                    break;
                case FoundingOutcome.AdministratorNeeded:
                    throw new StartupRefusedException(
                        "The store is empty: Identity:FirstAdministrator must be the object id of the person who administers it first."
                    );
            }
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
