using DataSharing.Audit;
using DataSharing.AzureServices;
using DataSharing.AzureServices.Blobs;
using DataSharing.AzureServices.Keys;
using DataSharing.AzureServices.Tables;
using DataSharing.Embedded;
using DataSharing.Protection;
using DataSharing.Storage;
using DataSharing.Web.Security;
using Microsoft.Extensions.Options;

namespace DataSharing.Web.Composition;

/// <summary>The home in Azure: Tables, Blobs, Service Bus, Key Vault.</summary>
public static class AzureHomeServices
{
    public static IServiceCollection AddAzureHome(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services
            .AddOptions<AzureHomeOptions>()
            .Bind(configuration.GetSection(AzureHomeOptions.Section))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddSingleton(provider => new StorageAccount(provider.GetRequiredService<IOptions<AzureHomeOptions>>().Value));
        services.AddSingleton<EtagVersions>();
        services.AddSingleton<IRecordStore, TableRecordStore>();
        services.AddSingleton<IBlobStore, BlobStore>();
        services.AddSingleton(provider => KeyRing(provider, options => options.WrappingKey));
        services.AddKeyedSingleton(SessionKeySeal.Ring, (provider, _) => KeyRing(provider, options => options.SessionWrappingKey));
        // Each instance has a relay; the embedded home has one alone, and needs no turns.
        services.AddSingleton<RelayLease>();
        services.AddHostedService<Preparation>();
        return services.AddServiceBus(configuration);
    }

    private static IKeyRing KeyRing(IServiceProvider provider, Func<AzureHomeOptions, string> wrappingKey)
    {
        var options = provider.GetRequiredService<IOptions<AzureHomeOptions>>().Value;
        return options.KeyRing switch
        {
            KeyRingKind.File => new FileKeyRing(Options.Create(new EmbeddedHomeOptions { DataDirectory = options.KeyDirectory })),
            _ => new KeyVaultKeyRing(options, wrappingKey(options), provider.GetRequiredService<TimeProvider>()),
        };
    }

    // Before everything else that starts: the first to read is the one who founds the partnership.
    private sealed class Preparation(StorageAccount account, IOptions<AzureHomeOptions> options) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) =>
            options.Value.CreateMissing ? account.CreateMissingAsync(cancellationToken) : Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
