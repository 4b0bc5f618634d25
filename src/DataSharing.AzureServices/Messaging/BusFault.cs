using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Authentication;
using Amqp;
using Amqp.Framing;
using DataSharing.Messaging;

namespace DataSharing.AzureServices.Messaging;

/// <summary>What to do about a failure at the broker.</summary>
public enum BusFault
{
    /// <summary>The connection, a link or one answer was lost: send again over a new link.</summary>
    Retry,

    /// <summary>The broker asks for a pause: send nothing for a while, then again.</summary>
    Busy,

    /// <summary>The token is not, or no longer, good: present a new one once, then give up for now.</summary>
    Unauthorised,

    /// <summary>The entity is full: tell the operator, and leave the event in the outbox.</summary>
    Full,

    /// <summary>Trying again cannot help: wrong name, message too large, entity switched off.</summary>
    Fatal,
}

/// <summary>
/// Sorts failures. Conditions are those of AMQP 1.0 (2.8.15 to 2.8.18) and of Service Bus
/// (<c>AmqpExceptionHelper.cs</c> and <c>AmqpClientConstants.cs</c> of the official client); the split into retry and fatal is ours.
/// </summary>
internal static class BusFaults
{
    /// <summary>Null for a failure that is not the broker's: let it pass.</summary>
    public static BusFault? Of(Exception failure) =>
        failure switch
        {
            AmqpException amqp => Of(amqp.Error),
            // A certificate that is not trusted does not become so by trying.
            AuthenticationException => BusFault.Fatal,
            WebSocketException { InnerException: HttpRequestException { InnerException: AuthenticationException } } => BusFault.Fatal,
            SocketException or IOException or TimeoutException or ObjectDisposedException or WebSocketException => BusFault.Retry,
            _ => null,
        };

    public static BusFault Of(Error? error) =>
        error?.Condition?.ToString() switch
        {
            "com.microsoft:server-busy" => BusFault.Busy,
            "amqp:resource-limit-exceeded" => BusFault.Full,
            "amqp:unauthorized-access" or "com.microsoft:auth-failed" => BusFault.Unauthorised,
            "amqp:not-found"
            or "amqp:not-allowed"
            or "amqp:not-implemented"
            or "amqp:invalid-field"
            or "amqp:link:message-size-exceeded"
            or "com.microsoft:entity-disabled"
            or "com.microsoft:argument-error"
            or "com.microsoft:argument-out-of-range"
            or "com.microsoft:message-not-found" => BusFault.Fatal,
            // Detached, connection forced, time-out, internal error, closed object, released, and whatever is new.
            _ => BusFault.Retry,
        };

    public static string ConditionOf(Exception failure) =>
        failure is AmqpException { Error.Condition: { } condition } ? condition.ToString() : failure.GetType().Name;
}

/// <summary>The broker could not take or give events for as long as we were willing to wait. Nothing is lost: try again later.</summary>
public sealed class BusUnavailableException(string condition, Exception? inner = null)
    : CarrierUnavailableException($"The broker cannot be used now ({condition}).", inner)
{
    /// <summary>The AMQP condition or the kind of failure; no content.</summary>
    public string Condition { get; } = condition;
}

/// <summary>The broker refuses this event, or the entity, for good: an operator must look.</summary>
public sealed class EventRefusedException(string condition, Exception? inner = null)
    : Exception($"The broker refuses the event ({condition}).", inner)
{
    /// <summary>The AMQP condition; no content.</summary>
    public string Condition { get; } = condition;
}
