using Amqp;
using Amqp.Framing;
using Azure.Core;
using Microsoft.Extensions.Logging;

namespace DataSharing.AzureServices.Messaging;

/// <summary>One connection for as long as it lives, with its links and tokens. AMQPNetLite recovers nothing: what is closed is replaced as a whole.</summary>
internal sealed class BusSession : IDisposable
{
    private readonly Connection connection;
    private readonly Session session;
    private readonly CbsTokens? tokens;
    private readonly TimeSpan patience;
    private readonly SemaphoreSlim gate = new(1, 1);
    private BusSender? sender;

    public BusSession(
        Connection connection,
        BusAddress address,
        TokenCredential? credential,
        TimeSpan patience,
        TimeProvider time,
        ILogger logger
    )
    {
        this.connection = connection;
        this.patience = patience;
        session = new Session(connection);
        tokens =
            address.IsServiceBus && credential is not null ? new CbsTokens(session, address, credential, patience, time, logger) : null;
        connection.AddClosedCallback((_, _) => tokens?.Dispose());
    }

    public bool IsClosed => connection.IsClosed || session.IsClosed;

    /// <summary>The one link that sends to the entity, attached anew where the broker has detached it.</summary>
    public async Task<BusSender> SenderAsync(string entity, CancellationToken cancellationToken)
    {
        if (sender is { IsClosed: false } open)
        {
            return open;
        }

        await gate.WaitAsync(cancellationToken);
        try
        {
            if (sender is { IsClosed: false } opened)
            {
                return opened;
            }

            await AuthoriseAsync(entity, cancellationToken);
            var attachment = new LinkAttachment();
            var link = new SenderLink(session, NewName(entity), new Target { Address = entity }, attachment.OnAttached);
            var attach = await attachment.CompleteAsync(link, patience, cancellationToken);
            return sender = new BusSender(link, LinkLimits.Of(attach));
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>A link from the entity: the broker locks what it hands out until it is settled. No credit is given yet.</summary>
    public async Task<ReceiverLink> ReceiverAsync(string entity, CancellationToken cancellationToken)
    {
        await AuthoriseAsync(entity, cancellationToken);
        var attachment = new LinkAttachment();
        var attach = new Attach
        {
            Source = new Source { Address = entity },
            Target = new Target(),
            SndSettleMode = SenderSettleMode.Unsettled,
            RcvSettleMode = ReceiverSettleMode.First,
        };
        var link = new ReceiverLink(session, NewName(entity), attach, attachment.OnAttached);
        await attachment.CompleteAsync(link, patience, cancellationToken);
        return link;
    }

    /// <summary>A question to the entity's management node.</summary>
    public async Task<Message> AskAsync(string entity, Message request, CancellationToken cancellationToken)
    {
        await AuthoriseAsync(entity, cancellationToken);
        using var exchange = await BusRequest.OpenAsync(session, $"{entity}/$management", patience, cancellationToken);
        return await exchange.AskAsync(request, cancellationToken);
    }

    public void Dispose()
    {
        tokens?.Dispose();
        LinkAttachment.CloseQuietly(connection);
    }

    private static string NewName(string entity) => $"{entity}-{Guid.NewGuid():N}";

    private Task AuthoriseAsync(string entity, CancellationToken cancellationToken) =>
        tokens?.AuthoriseAsync(entity, cancellationToken) ?? Task.CompletedTask;
}
