using Amqp;
using Amqp.Framing;
using Amqp.Types;
using Azure.Core;
using DataSharing.Messaging;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DataSharing.AzureServices.Messaging;

/// <summary>
/// Dead letters of this platform's subscription: seen, handled again, or thrown away. Handling again goes through the inbox to the consumers in
/// this process, and not by sending the event to the topic once more: duplicate detection would swallow it, and every other subscriber would
/// get what it has had.
/// </summary>
public sealed class DeadLetters : IDeadLetters, IDisposable
{
    /// <summary>As many are looked at in one call.</summary>
    public const int Most = 200;

    // So many are held back while one is looked for among them.
    private const int MostTaken = 2_000;

    // The broker hands out what it has at once; a pause this long means that there is no more.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(2);

    private readonly EventInbox inbox;
    private readonly BusClient client;
    private readonly ILogger logger;

    public DeadLetters(
        EventInbox inbox,
        IOptions<ServiceBusOptions> options,
        TokenCredential? credential,
        TimeProvider time,
        ILogger<DeadLetters> logger
    )
    {
        ArgumentNullException.ThrowIfNull(options);
        this.inbox = inbox;
        this.logger = logger;
        client = new BusClient(options.Value, credential, time, logger);
    }

    /// <summary>The oldest ones, at most <see cref="Most"/>. On Service Bus a look that locks nothing and counts as no delivery.</summary>
    /// <param name="from">The lowest <see cref="DeadLetter.Number"/> to look at. A broker that gives no numbers shows its first ones always.</param>
    /// <param name="cancellationToken">Stops looking.</param>
    /// <exception cref="BusUnavailableException">Ask again later.</exception>
    public Task<IReadOnlyList<DeadLetter>> ListAsync(long from, CancellationToken cancellationToken) =>
        OverTheBusAsync<IReadOnlyList<DeadLetter>>(async session =>
        {
            if (client.Address.IsServiceBus)
            {
                return [.. (await PeekAsync(session, from, cancellationToken)).Select(DeadLetterMessage.Of)];
            }

            // AMQP 1.0 alone has no look without taking: take, and give back.
            var (link, taken) = await TakeAsync(session, Most, null, cancellationToken);
            await ReturnAsync(link, taken);
            return [.. taken.Select(DeadLetterMessage.Of)];
        });

    /// <summary>Whether there is one of this key.</summary>
    /// <exception cref="BusUnavailableException">Ask again later.</exception>
    public async Task<bool> ContainsAsync(string key, CancellationToken cancellationToken)
    {
        for (var from = 0L; ; )
        {
            var page = await ListAsync(from, cancellationToken);
            if (page.Any(l => string.Equals(l.Key, key, StringComparison.Ordinal)))
            {
                return true;
            }

            if (page.Count == 0 || page[^1].Number is not { } last)
            {
                return false;
            }

            from = last + 1;
        }
    }

    /// <summary>Hands dead letters to the consumers again; those that fail stay.</summary>
    /// <param name="keys">Which (<see cref="DeadLetter.Key"/>); null for all. At most <see cref="Most"/> are taken, or 2,000 where some are looked for.</param>
    /// <param name="cancellationToken">Stops between two.</param>
    /// <exception cref="BusUnavailableException">Ask again later; what was handled so far is noted in the inbox.</exception>
    public Task<DeadLetterReplay> ReplayAsync(IReadOnlySet<string>? keys, CancellationToken cancellationToken) =>
        OverTheBusAsync(async session =>
        {
            var (link, taken) = await TakeAsync(session, keys is null ? Most : MostTaken, keys, cancellationToken);
            var (handled, known) = (0, 0);
            var failed = new List<Message>();
            var left = new List<Message>();
            foreach (var message in taken)
            {
                if (cancellationToken.IsCancellationRequested || keys?.Contains(DeadLetterMessage.KeyOf(message)) == false)
                {
                    left.Add(message);
                    continue;
                }

                switch (await TryHandleAsync(EventMessage.TryRead(message), cancellationToken))
                {
                    case null:
                        failed.Add(message);
                        continue;
                    case true:
                        handled++;
                        break;
                    case false:
                        known++;
                        break;
                }

                EventSettlement.Settle(() => link.Accept(message));
            }

            await ReturnAsync(link, [.. failed, .. left]);
            return new DeadLetterReplay(handled, known, failed.Count);
        });

    /// <summary>Throws dead letters away for good; says how many. For what nobody can handle, such as a message that holds no event.</summary>
    public Task<int> DiscardAsync(IReadOnlySet<string> keys, CancellationToken cancellationToken) =>
        OverTheBusAsync(async session =>
        {
            ArgumentNullException.ThrowIfNull(keys);
            var (link, taken) = await TakeAsync(session, MostTaken, keys, cancellationToken);
            var doomed = taken.Where(m => keys.Contains(DeadLetterMessage.KeyOf(m))).ToArray();
            foreach (var message in doomed)
            {
                EventSettlement.Settle(() => link.Accept(message));
            }

            await ReturnAsync(link, [.. taken.Except(doomed)]);
            return doomed.Length;
        });

    public void Dispose() => client.Dispose();

    private static async Task ReturnAsync(ReceiverLink link, IReadOnlyList<Message> messages)
    {
        foreach (var message in messages)
        {
            EventSettlement.Return(link, message);
        }

        await link.CloseAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Null when it failed or holds no event.</summary>
    private async Task<bool?> TryHandleAsync(EventEnvelope? envelope, CancellationToken cancellationToken)
    {
        if (envelope is null)
        {
            return null;
        }

        try
        {
            return await inbox.HandleAsync(envelope, cancellationToken);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // Whatever a consumer throws: it stays where it is, and the others get their turn.
            Log.DeadLetterNotHandled(logger, envelope.Id, failure.GetType().Name);
            return null;
        }
    }

    /// <summary>Takes until there is no more, or all that is looked for is there.</summary>
    private async Task<(ReceiverLink Link, IReadOnlyList<Message> Taken)> TakeAsync(
        BusSession session,
        int most,
        IReadOnlySet<string>? keys,
        CancellationToken cancellationToken
    )
    {
        var link = await session.ReceiverAsync(client.Address.DeadLetters, cancellationToken);
        link.SetCredit(most, autoRestore: false);
        var taken = new List<Message>();
        var found = new HashSet<string>(StringComparer.Ordinal);
        while (
            taken.Count < most
            && (keys is null || found.Count < keys.Count)
            && await link.ReceiveAsync(Silence).WaitAsync(cancellationToken) is { } message
        )
        {
            taken.Add(message);
            if (DeadLetterMessage.KeyOf(message) is var key && keys?.Contains(key) == true)
            {
                found.Add(key);
            }
        }

        return (link, taken);
    }

    private async Task<IReadOnlyList<Message>> PeekAsync(BusSession session, long from, CancellationToken cancellationToken)
    {
        var question = new Message
        {
            ApplicationProperties = new ApplicationProperties(),
            BodySection = new AmqpValue
            {
                Value = new Map { ["from-sequence-number"] = from, ["message-count"] = Most },
            },
        };
        question.ApplicationProperties["operation"] = "com.microsoft:peek-message";
        var reply = await session.AskAsync(client.Address.DeadLetters, question, cancellationToken);
        if (reply.Body is not Map body || body["messages"] is not System.Collections.IEnumerable messages)
        {
            // 204: there are none.
            return BusRequest.StatusOf(reply) is 200 or 204
                ? []
                : throw new AmqpException(new Error(ErrorCode.InternalError) { Description = "The look at the dead letters was refused." });
        }

        return
        [
            .. messages
                .OfType<Map>()
                .Select(one => one["message"])
                .OfType<byte[]>()
                .Select(bytes => Message.Decode(new ByteBuffer(bytes, 0, bytes.Length, bytes.Length))),
        ];
    }

    private async Task<T> OverTheBusAsync<T>(Func<BusSession, Task<T>> work)
    {
        try
        {
            return await work(await client.SessionAsync(CancellationToken.None));
        }
        catch (Exception failure) when (BusFaults.Of(failure) is not null)
        {
            throw new BusUnavailableException(BusFaults.ConditionOf(failure), failure);
        }
    }
}
