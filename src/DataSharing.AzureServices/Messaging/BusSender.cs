using System.Globalization;
using Amqp;
using Amqp.Framing;

namespace DataSharing.AzureServices.Messaging;

/// <summary>What one sending link takes.</summary>
/// <param name="MessageBytes">The largest single message.</param>
/// <param name="BatchBytes">The largest batch, often less: on Premium 1 MB where single messages may have 100 MB.</param>
internal sealed record LinkLimits(long MessageBytes, long BatchBytes)
{
    private const long LargestBatch = 1024 * 1024;
    private const string BatchProperty = "com.microsoft:max-message-batch-size";

    public static LinkLimits Of(Attach attach)
    {
        // Zero means that the broker states no limit (AMQP 1.0, 2.7.3).
        var message = attach.MaxMessageSize is 0 or > long.MaxValue ? long.MaxValue : (long)attach.MaxMessageSize;
        var stated =
            attach.Properties is { } properties
            && properties.TryGetValue(new Amqp.Types.Symbol(BatchProperty), out var value)
            && value is not null
                ? Convert.ToInt64(value, CultureInfo.InvariantCulture)
                : LargestBatch;
        return new LinkLimits(message, Math.Min(message, stated > 0 ? stated : LargestBatch));
    }
}

/// <summary>A link that sends, and what it takes.</summary>
internal sealed class BusSender(SenderLink link, LinkLimits limits)
{
    public LinkLimits Limits { get; } = limits;

    public bool IsClosed => link.IsClosed;

    /// <summary>Ends when the broker has settled the message as accepted.</summary>
    /// <exception cref="AmqpException">It was rejected, or the link went first: then nobody knows whether the broker has it.</exception>
    /// <exception cref="TimeoutException">No answer; nobody knows whether the broker has it.</exception>
    public async Task SendAsync(Message message, TimeSpan patience)
    {
        var settled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        link.Send(message, OnOutcome, settled);
        await settled.Task.WaitAsync(patience);
    }

    // Runs on the connection's own loop, which must not be held up.
    private static void OnOutcome(ILink link, Message message, Outcome outcome, object state)
    {
        var settled = (TaskCompletionSource)state;
        switch (outcome)
        {
            case Accepted:
                settled.TrySetResult();
                break;
            case Rejected rejected:
                settled.TrySetException(new AmqpException(rejected.Error ?? new Error(ErrorCode.InternalError)));
                break;
            default:
                settled.TrySetException(new AmqpException(new Error(ErrorCode.MessageReleased)));
                break;
        }
    }
}
