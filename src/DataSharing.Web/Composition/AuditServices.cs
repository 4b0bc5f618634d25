using DataSharing.Audit;
using DataSharing.Protection;

namespace DataSharing.Web.Composition;

/// <summary>The journal, what it seals and signs with, and the relay that runs beside the requests.</summary>
internal static class AuditServices
{
    public static IServiceCollection AddAudit(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<LogOptions>().Bind(configuration.GetSection(LogOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<DataKeys>();
        services.AddSingleton<AuditEntrySealer>();
        services.AddSingleton<ReceiptIssuer>();
        services.AddSingleton<CreationId>();
        services.AddSingleton<IdempotencyRow>();
        services.AddSingleton<Journal>();
        services.AddSingleton<AuditQueries>();
        services.AddSingleton<AuditInquiries>();
        services.AddSingleton<LookupRebuild>();
        services.AddSingleton<AuditExports>();
        services.AddSingleton<ExportPackage>();
        services.AddSingleton<RelaySignal>();
        services.AddSingleton<RelayMonitor>();
        services.AddSingleton<Relay>();
        services.AddSingleton<LogKeys>();
        services.AddSingleton<LogMonitor>();
        services.AddSingleton<Integrator>();
        services.AddSingleton<LogReader>();
        services.AddSingleton<ReceiptPlaces>();
        services.AddSingleton<LogEntries>();
        services.AddSingleton<RelayLoop>();
        services.AddHostedService<RelayService>();
        services
            .AddOptions<WitnessOptions>()
            .Bind(configuration.GetSection(WitnessOptions.Section))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddSingleton<WitnessMonitor>();
        services.AddSingleton<WitnessCollector>();
        services.AddSingleton<WitnessLoop>();
        services.AddSingleton<LogOverviewReader>();
        services.AddHostedService<WitnessService>();
        return services;
    }

    private sealed class RelayService(RelayLoop relay) : BackgroundService
    {
        protected override Task ExecuteAsync(CancellationToken stoppingToken) => relay.RunAsync(stoppingToken);
    }

    private sealed class WitnessService(WitnessLoop witnesses) : BackgroundService
    {
        protected override Task ExecuteAsync(CancellationToken stoppingToken) => witnesses.RunAsync(stoppingToken);
    }
}
