using DataSharing.Agreements;
using DataSharing.Messaging;
using DataSharing.Partnership;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace DataSharing.Web.Composition;

/// <summary>Agreements: drafting, signing, standing, and the decisions that rest on them.</summary>
internal static class AgreementServices
{
    public static IServiceCollection AddAgreements(this IServiceCollection services)
    {
        services.TryAddSingleton<PartnershipHeadRow>();
        services.AddSingleton<AgreementSteps>();
        services.AddSingleton(_ => new ReviewedTexts());
        services.AddSingleton<LegalReview>();
        services.AddSingleton<AgreementRegistry>();
        services.AddSingleton<AgreementSignOffs>();
        services.AddSingleton<AgreementSigning>();
        services.AddSingleton<AgreementSuspensions>();
        services.AddSingleton<AgreementDrafts>();
        services.AddSingleton<AgreementEndings>();
        services.AddSingleton<AgreementHealthCheck>();
        services.AddSingleton<AgreementSweep>();
        services.AddSingleton<AgreementSweepLoop>();
        services.AddHostedService<AgreementSweepService>();
        services.AddSingleton<ArtefactCache>();
        services.AddSingleton<DecisionService>();
        services.AddSingleton<DraftSimulations>();
        services.AddSingleton<SimulationSteps>();
        services.AddSingleton<IEventConsumer>(provider => provider.GetRequiredService<SimulationSteps>());
        services.AddSingleton<DecisionReplay>();
        return services;
    }

    private sealed class AgreementSweepService(AgreementSweepLoop loop) : BackgroundService
    {
        protected override Task ExecuteAsync(CancellationToken stoppingToken) => loop.RunAsync(stoppingToken);
    }
}
