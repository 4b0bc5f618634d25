using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Amqp;
using Amqp.Framing;
using Amqp.Handler;
using Amqp.Listener;
using Amqp.Types;

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

    private readonly X509Certificate2? certificate;
    private readonly string listenAt;
    private ContainerHost host;
    private readonly CancellationTokenSource stop = new();
    private readonly ConcurrentDictionary<ListenerLink, string> links = new();
    private readonly ConcurrentDictionary<(Connection Connection, string Entity), DateTime> authorised = new();
    private readonly PeerNode tokens;
    private readonly Dictionary<string, PeerNode> management;
    private readonly Task clock;

    public ServiceBusPeer(string scheme = "amqp", X509Certificate2? certificate = null, string path = "/")
    {
        Port = FreePort();
        DeadLetters = new PeerQueue(DeadLetterEntity, Settings, null);
        Queue = new PeerQueue(Entity, Settings, DeadLetters);
        tokens = new PeerNode(OnToken);
        management = new Dictionary<string, PeerNode>(StringComparer.Ordinal)
        {
            [$"{Entity}/$management"] = new PeerNode((_, question) => OnQuestion(Queue, question)),
            [$"{DeadLetterEntity}/$management"] = new PeerNode((_, question) => OnQuestion(DeadLetters, question)),
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
        if ((address == "$cbs" ? tokens : management.GetValueOrDefault(address)) is { } node)
        {
            attachContext.Complete(attach.Role ? node.Reply(link, attach) : node, 100);
            return;
        }

        var queue = address switch
        {
            Entity => Queue,
            DeadLetterEntity => DeadLetters,
            _ => null,
        };
        if (queue is null == attach.Role || (!attach.Role && address != Topic))
        {
            attachContext.Complete(new Error(ErrorCode.NotFound) { Description = "The messaging entity could not be found." });
        }
        else if (Settings.GoodToken is not null && !IsAuthorised(link, address))
        {
            attachContext.Complete(new Error(ErrorCode.UnauthorizedAccess) { Description = "No valid token." });
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
            // The lock token; official clients read 16 bytes of it.
            delivery.Tag = Guid.NewGuid().ToByteArray();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await clock;
        host.Close();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
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

        context.Complete(new PeerSender(Settings, Queue.Put, Counters), 200);
    }

    private bool IsAuthorised(ListenerLink link, string address) =>
        authorised.TryGetValue((link.Session.Connection, address), out var until) && until > DateTime.UtcNow;

    private Message OnToken(ListenerLink link, Message request)
    {
        Counters.Token();
        if (Settings.GoodToken is null)
        {
            return PeerNode.Status("status-code", 202);
        }

        var properties = request.ApplicationProperties;
        var isGood =
            (string)properties["operation"] == "put-token"
            && (string)properties["type"] == "jwt"
            && (string)((AmqpValue)request.BodySection).Value == Settings.GoodToken;
        if (!isGood)
        {
            return PeerNode.Status("status-code", 401);
        }

        var entity = new Uri((string)properties["name"]).AbsolutePath.TrimStart('/');
        authorised[(link.Session.Connection, entity)] = (DateTime)properties["expiration"];
        return PeerNode.Status("status-code", 202);
    }

    private static Message OnQuestion(PeerQueue queue, Message request)
    {
        if ((string)request.ApplicationProperties["operation"] != "com.microsoft:peek-message")
        {
            return PeerNode.Status("statusCode", 501);
        }

        var most = (int)((Map)request.Body)["message-count"];
        var found = queue.Peek(most).Select(m => new Map { ["message"] = PeerEntry.Encode(m) }).ToArray();
        return found.Length == 0
            ? PeerNode.Status("statusCode", 204)
            : PeerNode.Status("statusCode", 200, new Map { ["messages"] = found.ToList<object>() });
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
