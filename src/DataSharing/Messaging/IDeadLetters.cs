namespace DataSharing.Messaging;

/// <summary>
/// Events that the carrier gave up delivering: seen, handled again, or thrown away. Only a carrier outside the process has any; where events are
/// handled in the process that relays them, they wait in the outbox instead.
/// </summary>
public interface IDeadLetters
{
    /// <summary>The oldest ones, some hundreds at most.</summary>
    /// <param name="from">The lowest <see cref="DeadLetter.Number"/> to look at. A carrier that gives no numbers shows its first ones always.</param>
    /// <param name="cancellationToken">Stops looking.</param>
    /// <exception cref="CarrierUnavailableException">Ask again later.</exception>
    Task<IReadOnlyList<DeadLetter>> ListAsync(long from, CancellationToken cancellationToken);

    /// <summary>Whether there is one of this key.</summary>
    /// <exception cref="CarrierUnavailableException">Ask again later.</exception>
    Task<bool> ContainsAsync(string key, CancellationToken cancellationToken);

    /// <summary>Hands dead letters to the consumers again; those that fail stay.</summary>
    /// <param name="keys">Which (<see cref="DeadLetter.Key"/>); null for all.</param>
    /// <param name="cancellationToken">Stops between two.</param>
    /// <exception cref="CarrierUnavailableException">Ask again later; what was handled so far is noted in the inbox.</exception>
    Task<DeadLetterReplay> ReplayAsync(IReadOnlySet<string>? keys, CancellationToken cancellationToken);

    /// <summary>Throws dead letters away for good; says how many. For what nobody can handle, such as a message that holds no event.</summary>
    /// <exception cref="CarrierUnavailableException">Ask again later.</exception>
    Task<int> DiscardAsync(IReadOnlySet<string> keys, CancellationToken cancellationToken);
}

/// <summary>What became of the dead letters that were to be handled again.</summary>
/// <param name="Handled">Taken by the consumers now, and gone from the dead letters.</param>
/// <param name="KnownAlready">Handled before, as the inbox knows; gone from the dead letters.</param>
/// <param name="Failed">Still there.</param>
public sealed record DeadLetterReplay(int Handled, int KnownAlready, int Failed);

/// <summary>A message that the carrier has put aside, in codes, numbers and times.</summary>
/// <param name="Key">
/// Names it among the dead letters: the event's id; where it holds no event, its number with the carrier (<c>number:17</c>), or <c>unnamed</c>.
/// </param>
/// <param name="EventType">Null where it holds no event.</param>
/// <param name="Reason">A code: the carrier's (such as <c>MaxDeliveryCountExceeded</c>) or ours; empty where the carrier keeps none.</param>
/// <param name="EnqueuedAt">When the carrier first had it; null where the carrier does not say.</param>
/// <param name="Deliveries">How often it was delivered in vain.</param>
/// <param name="Number">Its number with the carrier, in the order of arrival; null where the carrier gives none.</param>
public sealed record DeadLetter(string Key, string? EventType, string Reason, DateTimeOffset? EnqueuedAt, int Deliveries, long? Number)
{
    /// <summary>The key of messages that neither hold an event nor have a number.</summary>
    public const string Unnamed = "unnamed";
}
