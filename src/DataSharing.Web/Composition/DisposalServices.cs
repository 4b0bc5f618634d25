using DataSharing.Audit;
using DataSharing.Disposal;
using DataSharing.Disruption;
using DataSharing.Entities;
using DataSharing.Exchange;
using DataSharing.Messaging;
using DataSharing.Panels;

namespace DataSharing.Web.Composition;

/// <summary>Erasure: who decides on it, and what sweeps up after it beside the requests.</summary>
internal static class DisposalServices
{
    public static IServiceCollection AddDisposal(this IServiceCollection services, IConfiguration configuration)
    {
        services
            .AddOptions<DisposalOptions>()
            .Bind(configuration.GetSection(DisposalOptions.Section))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddSingleton<SubjectTrail>();
        services.AddSingleton<EventDisposal>();
        services.AddSingleton<SubjectDisposal>();
        services.AddSingleton<ExchangeDisposal>();
        services.AddSingleton<DeploymentDisposal>();
        services.AddSingleton<AgendaDisposal>();
        services.AddSingleton<DisposalScopes>();
        services.AddSingleton<DisposalHolds>();
        services.AddSingleton<DisposalIndex>();
        services.AddSingleton<IEventConsumer>(provider => provider.GetRequiredService<DisposalIndex>());
        services.AddSingleton<DisposalViews>();
        services.AddSingleton<DisposalService>();
        services.AddSingleton<DisposalSignal>();
        services.AddSingleton<DisposalConfirmation>();
        services.AddSingleton<HoldGuard>();
        services.AddSingleton<LegalHolds>();
        services.AddSingleton<MonthTrail>();
        services.AddSingleton<MonthHolds>();
        services.AddSingleton<MonthDisposal>();
        services.AddSingleton<DisposalSweep>();
        services.AddSingleton<DisposalLoop>();
        services.AddHostedService<SweepService>();
        return services;
    }

    private sealed class SweepService(DisposalLoop loop) : BackgroundService
    {
        protected override Task ExecuteAsync(CancellationToken stoppingToken) => loop.RunAsync(stoppingToken);
    }
}
