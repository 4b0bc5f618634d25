using Azure;
using DataSharing.Storage;

namespace DataSharing.AzureServices;

/// <summary>What the service's failures mean.</summary>
internal static class ServiceCalls
{
    /// <summary>No answer, or one that says nothing about what happened: the call may have taken effect, and may be tried again.</summary>
    public static bool LeavesDoubt(Exception failure, CancellationToken cancellationToken) =>
        failure switch
        {
            RequestFailedException refused => refused.Status is 0 or 408 or 429 or >= 500,
            // The time for one try ran out, unless it was the caller who gave up.
            OperationCanceledException => !cancellationToken.IsCancellationRequested,
            HttpRequestException or IOException => true,
            AggregateException many => many.InnerExceptions.All(e => LeavesDoubt(e, cancellationToken)),
            _ => false,
        };

    /// <summary>A read: failures become <see cref="StoreUnavailableException"/>.</summary>
    public static async ValueTask<T> ReadAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call();
        }
        catch (Exception failure) when (failure is RequestFailedException || LeavesDoubt(failure, cancellationToken))
        {
            throw Unavailable(failure);
        }
    }

    public static StoreUnavailableException Unavailable(Exception? failure = null) => new("The store cannot answer now.", failure);
}
