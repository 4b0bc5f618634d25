using Azure.Core;
using DataSharing.Audit;
using DataSharing.AzureServices;
using DataSharing.AzureServices.Messaging;
using DataSharing.Embedded;
using DataSharing.Messaging;
using DataSharing.Storage;
using DataSharing.Web.Triggers;
using Microsoft.Extensions.Options;

namespace DataSharing.Web.Composition;

/// <summary>
/// Events of the home in Azure: over the broker where one is configured, else in the process that relays them. What comes back over the broker is a
/// reminder (docs/adr/0036): the shelf knows the event, and its consumers get it from there.
/// </summary>
public static class ServiceBusServices
{
    public static IServiceCollection AddServiceBus(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var section = configuration.GetSection(ServiceBusOptions.Section);
        var isServiceBus = section[nameof(ServiceBusOptions.Namespace)] is { Length: > 0 };
        var isHosted = FunctionsHost.IsHosting(configuration);
        if (!isServiceBus && section[nameof(ServiceBusOptions.BrokerUri)] is not { Length: > 0 })
        {
            // What they write is in the store that all instances share.
            services.AddSingleton<IEventSender, EmbeddedEventSender>();
            return services.Announce((logger, _) => Log.EventsInProcess(logger));
        }

        if (isHosted && !isServiceBus)
        {
            throw new StartupRefusedException(
                "ServiceBus:Namespace must be set behind the Functions host: its trigger receives from Service Bus alone."
            );
        }

        services.AddOptions<ServiceBusOptions>().Bind(section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<ServiceBusOptions>, ServiceBusOptionsValidator>();
        services.AddSingleton<CarrierMonitor>();
        if (isServiceBus && !configuration.GetValue<bool>($"{AzureHomeOptions.Section}:{nameof(AzureHomeOptions.Emulator)}"))
        {
            // Beside an emulator of the store there is no managed identity, and an emulator of the broker asks for none.
            services.AddKeyedSingleton(
                ServiceBusOptions.Section,
                (provider, _) => StorageAccount.Credential(provider.GetRequiredService<IOptions<AzureHomeOptions>>().Value)
            );
        }

        services.AddSingleton(provider => new ServiceBusEventSender(
            provider.GetRequiredService<IOptions<ServiceBusOptions>>(),
            Credential(provider),
            provider.GetRequiredService<CarrierMonitor>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<ServiceBusEventSender>>()
        ));
        services.AddSingleton<IEventSender>(provider => new ShelvingEventSender(
            provider.GetRequiredService<EventShelf>(),
            provider.GetRequiredService<ServiceBusEventSender>()
        ));
        // Not the consumers themselves: the shelf has them, each once.
        services.AddSingleton(provider => new EventInbox(
            provider.GetRequiredService<IRecordStore>(),
            [new ShelvedEvents(provider.GetRequiredService<EventShelf>())],
            provider.GetRequiredService<TimeProvider>()
        ));
        services.AddSingleton<ShelfSweep>();
        services.AddHostedService<Sweeping>();
        services.AddSingleton<IDeadLetters>(provider => new DeadLetters(
            provider.GetRequiredService<EventInbox>(),
            provider.GetRequiredService<IOptions<ServiceBusOptions>>(),
            Credential(provider),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<DeadLetters>>()
        ));
        if (isHosted)
        {
            return services.Announce((logger, bus) => Log.EventsOverTheBus(logger, bus.Topic, "the Functions host"));
        }

        services.AddSingleton(provider => new ServiceBusEventReceiver(
            provider.GetRequiredService<EventInbox>(),
            provider.GetRequiredService<IOptions<ServiceBusOptions>>(),
            Credential(provider),
            provider.GetRequiredService<CarrierMonitor>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<ServiceBusEventReceiver>>()
        ));
        services.AddHostedService<Receiving>();
        return services.Announce((logger, bus) => Log.EventsOverTheBus(logger, bus.Topic, "this process"));
    }

    private static TokenCredential? Credential(IServiceProvider provider) =>
        provider.GetKeyedService<TokenCredential>(ServiceBusOptions.Section);

    private static IServiceCollection Announce(this IServiceCollection services, Action<ILogger, ServiceBusOptions> say) =>
        services.AddHostedService(provider => new Announcement(
            provider.GetRequiredService<ILogger<Announcement>>(),
            logger => say(logger, provider.GetRequiredService<IOptions<ServiceBusOptions>>().Value)
        ));

    private sealed class Sweeping(ShelfSweep sweep) : BackgroundService
    {
        protected override Task ExecuteAsync(CancellationToken stoppingToken) => sweep.RunAsync(stoppingToken);
    }

    private sealed class Receiving(ServiceBusEventReceiver receiver) : BackgroundService
    {
        protected override Task ExecuteAsync(CancellationToken stoppingToken) => receiver.RunAsync(stoppingToken);
    }

    private sealed class Announcement(ILogger<Announcement> logger, Action<ILogger> say) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            say(logger);
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
