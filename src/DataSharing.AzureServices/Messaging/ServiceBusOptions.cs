using System.ComponentModel.DataAnnotations;

namespace DataSharing.AzureServices.Messaging;

/// <summary>
/// The broker that carries events. Section <c>ServiceBus</c>. With <see cref="Namespace"/> it is Azure Service Bus; with <see cref="BrokerUri"/>
/// alone it is any broker that speaks AMQP 1.0. <see cref="ServiceBusOptionsValidator"/> holds the rules between the settings.
/// </summary>
public sealed class ServiceBusOptions
{
    public const string Section = "ServiceBus";

    /// <summary>Fully qualified, such as <c>eastmere.servicebus.windows.net</c>. Reached with a token of the managed identity, never with a key.</summary>
    public string Namespace { get; set; } = "";

    /// <summary>
    /// Where to connect instead of the namespace's own address: an emulator, or another broker (<c>amqps://user:password@host:5671</c>).
    /// Without TLS only to this machine.
    /// </summary>
    public string BrokerUri { get; set; } = "";

    /// <summary>The topic events are sent to; at another broker, the address as that broker writes it.</summary>
    [Required]
    public string Topic { get; set; } = "";

    /// <summary>This platform's subscription of the topic; at another broker, the address to receive from.</summary>
    [Required]
    public string Subscription { get; set; } = "";

    /// <summary>Where another broker puts dead letters, as it writes the address. Service Bus names the place itself.</summary>
    public string DeadLetterAddress { get; set; } = "";

    /// <summary>AMQP inside a WebSocket on port 443, for networks that let nothing else out.</summary>
    public bool UseWebSockets { get; set; }

    /// <summary>Whether the broker's certificate is looked up at its authority's revocation service. That service must then be reachable.</summary>
    public bool CheckRevocation { get; set; }

    /// <summary>A PEM file with the authority to trust for the broker instead of the machine's own list. Not for Azure.</summary>
    public string TrustedAuthorityPath { get; set; } = "";

    /// <summary>The CloudEvents source of every event sent: this deployment's address.</summary>
    [Required]
    [RegularExpression("^[!-~]{1,200}$", ErrorMessage = "ServiceBus:Source must be 1 to 200 printable ASCII characters without blanks.")]
    public string Source { get; set; } = "/datasharing";

    /// <summary>How many events are handled at once; also how many the broker hands out before the first is settled.</summary>
    [Range(1, 1_000)]
    public int ConcurrentEvents { get; set; } = 32;

    /// <summary>How many transfers may await the broker's answer.</summary>
    [Range(1, 1_000)]
    public int TransfersInFlight { get; set; } = 32;

    /// <summary>
    /// How long an event is sent again and again before the sender gives up; the outbox then keeps it for the next sweep. Long enough for a link that
    /// was detached and a busy broker's short word; short, because the relay waits for it, and what is committed meanwhile is promised to be in the
    /// log within seconds. Well under <c>Health:RelayLagSeconds</c>, else an outage of the broker alone makes the relay look dead.
    /// </summary>
    [Range(1, 600)]
    public int SendPatienceSeconds { get; set; } = 5;

    /// <summary>How long to wait for the broker to open, attach or settle before the connection is taken for dead.</summary>
    [Range(1, 120)]
    public int AnswerSeconds { get; set; } = 20;

    /// <summary>How long nothing is sent after the broker said that it is busy. The official client waits 10 seconds.</summary>
    [Range(1, 300)]
    public int BusyPauseSeconds { get; set; } = 10;
}
