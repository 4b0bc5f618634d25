using Amqp;

namespace DataSharing.AzureServices.Messaging;

/// <summary>Where the broker is and how its entities are called there.</summary>
internal sealed class BusAddress
{
    private const string WebSocketPath = "/$servicebus/websocket";

    private readonly ServiceBusOptions options;

    public BusAddress(ServiceBusOptions options)
    {
        this.options = options;
        IsServiceBus = options.Namespace.Length > 0;
        if (options.BrokerUri.Length == 0)
        {
            Endpoint = options.UseWebSockets
                ? new Address(options.Namespace, 443, null, null, WebSocketPath, "wss")
                : new Address(options.Namespace, 5671, null, null, "/", "amqps");
            return;
        }

        var uri = new Uri(options.BrokerUri);
        var user = uri.UserInfo.Split(':', 2);
        Endpoint = new Address(
            uri.Host,
            uri.Port > 0 ? uri.Port : DefaultPort(uri.Scheme),
            uri.UserInfo.Length == 0 ? null : Uri.UnescapeDataString(user[0]),
            uri.UserInfo.Length == 0 ? null : Uri.UnescapeDataString(user.ElementAtOrDefault(1) ?? ""),
            uri.AbsolutePath,
            uri.Scheme
        );
    }

    public Address Endpoint { get; }

    /// <summary>Service Bus takes tokens on <c>$cbs</c>, unpacks batches and keeps dead letters with a reason; AMQP 1.0 alone promises none of it.</summary>
    public bool IsServiceBus { get; }

    public string Topic => options.Topic;

    public string Subscription => IsServiceBus ? $"{options.Topic}/Subscriptions/{options.Subscription}" : options.Subscription;

    public string DeadLetters => IsServiceBus ? $"{Subscription}/$deadletterqueue" : options.DeadLetterAddress;

    /// <summary>What a token is presented for: the entity as a URI of the namespace.</summary>
    public string AudienceOf(string entity) => $"sb://{options.Namespace}/{entity}";

    private static int DefaultPort(string scheme) =>
        scheme switch
        {
            "amqps" => 5671,
            "amqp" => 5672,
            "wss" => 443,
            _ => 80,
        };
}
