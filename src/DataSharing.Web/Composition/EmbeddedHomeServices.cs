using DataSharing.Embedded;
using DataSharing.Messaging;
using DataSharing.Protection;
using DataSharing.Storage;
using DataSharing.Web.Security;
using Microsoft.Extensions.Options;

namespace DataSharing.Web.Composition;

/// <summary>The home on this machine's own disk: SQLite records, files, a file key ring, events in process.</summary>
public static class EmbeddedHomeServices
{
    public static IServiceCollection AddEmbeddedHome(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services
            .AddOptions<EmbeddedHomeOptions>()
            .Bind(configuration.GetSection(EmbeddedHomeOptions.Section))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddSingleton<IRecordStore>(provider =>
            EmbeddedRecordStore.Open(
                provider.GetRequiredService<IOptions<EmbeddedHomeOptions>>().Value,
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<EmbeddedRecordStore>>()
            )
        );
        // The record store owns the directory: the others may touch it only once it is ours.
        services.AddSingleton<IBlobStore>(provider =>
        {
            provider.GetRequiredService<IRecordStore>();
            return new EmbeddedBlobStore(provider.GetRequiredService<IOptions<EmbeddedHomeOptions>>());
        });
        services.AddSingleton<IKeyRing>(provider =>
        {
            provider.GetRequiredService<IRecordStore>();
            return new FileKeyRing(provider.GetRequiredService<IOptions<EmbeddedHomeOptions>>());
        });
        services.AddKeyedSingleton(SessionKeySeal.Ring, (provider, _) => provider.GetRequiredService<IKeyRing>());
        services.AddSingleton<IEventSender, EmbeddedEventSender>();
        return services;
    }
}
