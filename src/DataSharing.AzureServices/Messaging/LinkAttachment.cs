using Amqp;
using Amqp.Framing;

namespace DataSharing.AzureServices.Messaging;

/// <summary>
/// Waits until the broker has attached a link. The library's constructors do not: a link to an entity that is not there is first attached
/// without source and target, then detached with the reason.
/// </summary>
internal sealed class LinkAttachment
{
    private readonly TaskCompletionSource<Attach> attached = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void OnAttached(ILink link, Attach attach)
    {
        var isRefusal = link is SenderLink ? attach.Target is null : attach.Source is null;
        if (!isRefusal)
        {
            attached.TrySetResult(attach);
        }
    }

    /// <exception cref="AmqpException">The broker refused, with its reason.</exception>
    /// <exception cref="TimeoutException">It did not answer.</exception>
    public async Task<Attach> CompleteAsync(Link link, TimeSpan patience, CancellationToken cancellationToken)
    {
        link.AddClosedCallback((_, error) => attached.TrySetException(new AmqpException(error ?? new Error(ErrorCode.DetachForced))));
        try
        {
            return await attached.Task.WaitAsync(patience, cancellationToken);
        }
        catch
        {
            CloseQuietly(link);
            throw;
        }
    }

    public static void CloseQuietly(AmqpObject closing)
    {
        try
        {
            _ = ForgetAsync(closing.CloseAsync());
        }
        catch (AmqpException)
        {
            // Closed already.
        }
    }

    private static async Task ForgetAsync(Task closing)
    {
        await closing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
