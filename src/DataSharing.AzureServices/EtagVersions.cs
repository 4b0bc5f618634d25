using DataSharing.Protection;
using DataSharing.Storage;

namespace DataSharing.AzureServices;

/// <summary>The cipher of row versions, ready once the key ring has given its key; the same for every instance.</summary>
public sealed class EtagVersions(IKeyRing ring)
{
    private EtagCipher? cipher;

    /// <exception cref="StoreUnavailableException">The key cannot be had.</exception>
    internal async ValueTask<EtagCipher> ReadyAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref cipher) is { } ready)
        {
            return ready;
        }

        try
        {
            return cipher = new EtagCipher(await ring.SecretAsync("row-version", cancellationToken));
        }
        catch (KeyRingUnavailableException failure)
        {
            throw new StoreUnavailableException("The key of row versions cannot be had.", failure);
        }
    }
}
