using DataSharing.Storage;
using DataSharing.Web.Security;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.KeyManagement.Internal;

namespace DataSharing.Web.Composition;

/// <summary>The keys of cookies and forms: in the home's blobs, sealed by the key ring of that name, the same for every instance.</summary>
public static class SessionKeyServices
{
    public static IServiceCollection AddSessionKeys(this IServiceCollection services)
    {
        // INVARIANT: the name goes into every cookie and form. Another one ends every session.
        services.AddDataProtection().SetApplicationName("DataSharing");
        services.AddSingleton<SessionKeySeal>();
        services
            .AddOptions<KeyManagementOptions>()
            .Configure<IBlobStore, SessionKeySeal>(
                (keys, blobs, seal) => (keys.XmlRepository, keys.XmlEncryptor) = (new SessionKeyBlobs(blobs), seal)
            );
        services.AddSingleton<IKeyRingProvider, SessionKeyRing>();
        return services;
    }
}
