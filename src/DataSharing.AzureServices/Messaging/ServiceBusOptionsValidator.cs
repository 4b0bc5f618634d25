using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace DataSharing.AzureServices.Messaging;

/// <summary>Refuses at start what would otherwise fail at the first event, or would send it where nobody may read it.</summary>
public sealed partial class ServiceBusOptionsValidator : IValidateOptions<ServiceBusOptions>
{
    private static readonly string[] Schemes = ["amqp", "amqps", "ws", "wss"];

    public ValidateOptionsResult Validate(string? name, ServiceBusOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var faults = Faults(options).ToArray();
        return faults.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> Faults(ServiceBusOptions options)
    {
        if (options.Namespace.Length == 0 && options.BrokerUri.Length == 0)
        {
            yield return "ServiceBus:Namespace must name the Service Bus namespace, or ServiceBus:BrokerUri another broker.";
        }

        if (options.Namespace.Length > 0 && !HostName().IsMatch(options.Namespace))
        {
            yield return "ServiceBus:Namespace must be a fully qualified host name such as eastmere.servicebus.windows.net.";
        }

        if (options.Namespace.Length > 0 && (!EntityName().IsMatch(options.Topic) || !EntityName().IsMatch(options.Subscription)))
        {
            yield return "ServiceBus:Topic and ServiceBus:Subscription must be entity names: letters, digits, '.', '_', '-' and '/'.";
        }

        if (options.BrokerUri.Length == 0)
        {
            yield break;
        }

        // The values are not repeated: the URI may hold a password.
        if (!Uri.TryCreate(options.BrokerUri, UriKind.Absolute, out var uri) || !Schemes.Contains(uri.Scheme, StringComparer.Ordinal))
        {
            yield return "ServiceBus:BrokerUri must be an absolute URI with the scheme amqps, wss, amqp or ws.";
            yield break;
        }

        if (uri.Scheme is "amqp" or "ws" && !uri.IsLoopback)
        {
            yield return "ServiceBus:BrokerUri must use TLS (amqps or wss) unless the broker is on this machine.";
        }

        if (options.Namespace.Length > 0 && uri.UserInfo.Length > 0)
        {
            yield return "ServiceBus:BrokerUri must carry no user or key for Service Bus: it takes tokens of the managed identity.";
        }
    }

    [GeneratedRegex(@"^[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63}){1,8}$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex HostName();

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._/-]{0,259}$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex EntityName();
}
