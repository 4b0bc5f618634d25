using Azure;
using Azure.Identity;
using DataSharing.Protection;

namespace DataSharing.AzureServices.Keys;

internal static class VaultCalls
{
    /// <summary>Failures become <see cref="KeyRingUnavailableException"/>. The message names no secret, only the vault's status.</summary>
    public static async ValueTask<T> AskAsync<T>(Func<ValueTask<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call();
        }
        catch (RequestFailedException failure)
        {
            throw new KeyRingUnavailableException($"The vault refused with status {failure.Status}, {failure.ErrorCode}.", failure);
        }
        catch (AuthenticationFailedException failure)
        {
            throw new KeyRingUnavailableException("No token for the vault can be had.", failure);
        }
        catch (Exception failure) when (ServiceCalls.LeavesDoubt(failure, cancellationToken))
        {
            throw new KeyRingUnavailableException("The vault does not answer.", failure);
        }
    }

    public static async ValueTask AskAsync(Func<ValueTask> call, CancellationToken cancellationToken) =>
        await AskAsync(
            async () =>
            {
                await call();
                return true;
            },
            cancellationToken
        );
}
