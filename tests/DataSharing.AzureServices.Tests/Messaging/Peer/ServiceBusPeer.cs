using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using Amqp;
using Amqp.Framing;
using Amqp.Handler;
using Amqp.Listener;
using Amqp.Types;
using DataSharing.Testing;

namespace DataSharing.AzureServices.Tests.Messaging.Peer;

/// <summary>
/// What only Service Bus does, as its documents and official clients say it does it: tokens on <c>$cbs</c>, batches unpacked, duplicates
/// dropped, locks, dead letters with reasons, scheduled messages, links detached, a look without taking. One topic with one subscription.
/// </summary>
internal sealed class ServiceBusPeer : ILinkProcessor, IHandler, IAsyncDisposable
{
    public const string Topic = "events";
    public const string Subscription = "platform";

    private const string Entity = $"{Topic}/Subscriptions/{Subscription}";
    private const string DeadLetterEntity = $"{Entity}/$deadletterqueue";
    private const string Management = "/$management";

    // A token that does not say how long it is good (the JavaScript client says it in the token alone).
    private static readonly TimeSpan UnstatedLife = TimeSpan.FromHours(1);

    private readonly X509Certificate2? certificate;
    private readonly string listenAt;
    private ContainerHost host;
    private readonly CancellationTokenSource stop = new();
    private readonly ConcurrentDictionary<ListenerLink, string> links = new();
    private readonly ConcurrentDictionary<(Connection Connection, string Entity), DateTime> authorised = new();
    private readonly PeerNode tokens;
    private readonly Dictionary<string, PeerQueue> queues;
    private readonly Dictionary<string, PeerNode> management;
    private readonly Task clock;

    public ServiceBusPeer(string scheme = "amqp", X509Certificate2? certificate = null, string path = "/")
    {
        Port = FreePorts.Next();
        DeadLetters = new PeerQueue(DeadLetterEntity, Settings, null);
        Queue = new PeerQueue(Entity, Settings, DeadLetters);
        tokens = new PeerNode(OnToken);
        // Service Bus does not mind how an entity's name is cased.
        queues = new Dictionary<string, PeerQueue>(StringComparer.OrdinalIgnoreCase) { [Entity] = Queue, [DeadLetterEntity] = DeadLetters };
        management = new Dictionary<string, PeerNode>(StringComparer.OrdinalIgnoreCase)
        {
            [Topic + Management] = new PeerNode((_, question) => PeerManagement.OfTopic(Queue, question)),
            [Entity + Management] = new PeerNode((_, question) => PeerManagement.OfQueue(Queue, question)),
            [DeadLetterEntity + Management] = new PeerNode((_, question) => PeerManagement.OfQueue(DeadLetters, question)),
        };
        Uri = string.Create(CultureInfo.InvariantCulture, $"{scheme}://127.0.0.1:{Port}{path}");
        // A WebSocket's listener compares the Host header, in which whoever stands in between leaves its own port.
        listenAt = scheme == "ws" ? string.Create(CultureInfo.InvariantCulture, $"ws://+:{Port}{path}/") : Uri;
        this.certificate = certificate;
        host = NewHost();
        clock = TickAsync();
    }

    public PeerSettings Settings { get; } = new();

    public PeerCounters Counters { get; } = new();

    public PeerQueue Queue { get; }

    public PeerQueue DeadLetters { get; }

    /// <summary>How many links were dropped because their token had run out.</summary>
    public int Expired { get; private set; }

    public int Port { get; }

    public string Uri { get; }

    /// <summary>Ends every link with the condition, as Service Bus does for idleness, upgrades and disabled entities.</summary>
    public void DetachAll(string condition)
    {
        foreach (var link in links.Keys)
        {
            _ = link.CloseAsync(TimeSpan.FromSeconds(1), new Error(condition));
        }
    }

    /// <summary>The broker goes, and every connection with it.</summary>
    public void Close() => host.Close();

    /// <summary>It is back, with what it had stored.</summary>
    public void Open() => host = NewHost();

    public void Process(AttachContext attachContext)
    {
        var (link, attach) = (attachContext.Link, attachContext.Attach);
        var address = (attach.Role ? (attach.Source as Source)?.Address : (attach.Target as Target)?.Address) ?? "";
        if (address == "$cbs")
        {
            Accept(attachContext, tokens);
            return;
        }

        var node = management.GetValueOrDefault(address);
        var queue = queues.GetValueOrDefault(address);
        var isTopic = string.Equals(address, Topic, StringComparison.OrdinalIgnoreCase);
        if (node is null && (attach.Role ? queue is null : !isTopic))
        {
            // In these words, because official clients read them.
            attachContext.Complete(new Error(ErrorCode.NotFound) { Description = $"The messaging entity '{address}' could not be found." });
        }
        else if (Settings.GoodToken is not null && !IsAuthorised(link, address))
        {
            attachContext.Complete(new Error(ErrorCode.UnauthorizedAccess) { Description = "No valid token." });
        }
        else if (node is not null)
        {
            Accept(attachContext, node);
        }
        else
        {
            links[link] = address;
            link.AddClosedCallback((_, _) => links.TryRemove(link, out string? _));
            Accept(attachContext, queue);
        }
    }

    public bool CanHandle(EventId id) => id is EventId.SendDelivery or EventId.ConnectionRemoteOpen;

    public void Handle(Event protocolEvent)
    {
        if (protocolEvent.Id == EventId.ConnectionRemoteOpen)
        {
            Counters.Connection();
        }
        else if (protocolEvent.Context is IDelivery delivery)
        {
            // Official clients read 16 bytes of it as the lock's name, in the order in which .NET writes them.
            delivery.Tag = (PeerEntry.LockTokenOf(delivery.Message) ?? Guid.NewGuid()).ToByteArray();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await clock;
        host.Close();
    }

    private ContainerHost NewHost()
    {
        var opened = new ContainerHost([new Address(listenAt)], certificate);
        foreach (var listener in opened.Listeners)
        {
            listener.SASL.EnableAnonymousMechanism = true;
            listener.HandlerFactory = _ => this;
        }

        opened.RegisterLinkProcessor(this);
        opened.Open();
        return opened;
    }

    private static void Accept(AttachContext context, PeerNode node) =>
        context.Complete(context.Attach.Role ? node.Reply(context.Link, context.Attach) : node, 100);

    private void Accept(AttachContext context, PeerQueue? queue)
    {
        if (queue is not null)
        {
            var receiver = new PeerReceiver(queue, context.Link);
            queue.Attach(receiver);
            context.Complete(receiver, 0);
            return;
        }

        context.Attach.MaxMessageSize = Settings.MessageBytes;
        if (Settings.BatchBytes is { } bytes)
        {
            context.Attach.Properties = new Fields { [new Symbol("com.microsoft:max-message-batch-size")] = bytes };
        }

        context.Complete(new PeerSender(Settings, encoded => Queue.Put(encoded), Counters), 200);
    }

    /// <summary>A token for an entity is good for its management node, too.</summary>
    private bool IsAuthorised(ListenerLink link, string address)
    {
        var isNode = address.EndsWith(Management, StringComparison.OrdinalIgnoreCase);
        return IsGood(address) || (isNode && IsGood(address[..^Management.Length]));

        bool IsGood(string entity) =>
            authorised.TryGetValue((link.Session.Connection, entity.ToUpperInvariant()), out var until) && until > DateTime.UtcNow;
    }

    private Message OnToken(ListenerLink link, Message request)
    {
        Counters.Token();
        if (Settings.GoodToken is null)
        {
            return PeerNode.TokenStatus(202, "Accepted");
        }

        var properties = request.ApplicationProperties;
        var isGood =
            (string)properties["operation"] == "put-token"
            && (string)properties["type"] == "jwt"
            && (string)((AmqpValue)request.BodySection).Value == Settings.GoodToken;
        if (!isGood)
        {
            return PeerNode.TokenStatus(401, "The token is not good.");
        }

        var entity = new Uri((string)properties["name"]).AbsolutePath.TrimStart('/');
        authorised[(link.Session.Connection, entity.ToUpperInvariant())] =
            properties["expiration"] as DateTime? ?? DateTime.UtcNow + UnstatedLife;
        return PeerNode.TokenStatus(202, "Accepted");
    }

    private async Task TickAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            await Task.Delay(20, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Queue.Deliver();
            DeadLetters.Deliver();
            foreach (var (link, entity) in links.Where(l => Settings.GoodToken is not null && !IsAuthorised(l.Key, l.Value)))
            {
                links.TryRemove(link, out _);
                Expired++;
                _ = link.CloseAsync(
                    TimeSpan.FromSeconds(1),
                    new Error(ErrorCode.UnauthorizedAccess) { Description = $"Token for {entity} expired." }
                );
            }
        }
    }
}
