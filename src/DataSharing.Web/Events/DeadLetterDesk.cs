using System.Collections.Immutable;
using System.Globalization;
using DataSharing.Audit;
using DataSharing.Identity;
using DataSharing.Messaging;
using DataSharing.Storage;

namespace DataSharing.Web.Events;

/// <summary>
/// The dead letters as acts of a person: each look, replay and discard is an entry before it happens. Only where events go over a broker.
/// </summary>
/// <remarks>Every method throws <see cref="CarrierUnavailableException"/> where the broker does not answer.</remarks>
public sealed class DeadLetterDesk(Journal journal, EventShelf shelf, IDeadLetters? letters = null)
{
    /// <summary>As many are shown at once.</summary>
    public const int PageSize = 100;

    private const string Partition = "dead-letters";

    /// <summary>False where events are handled in the process that relays them.</summary>
    public bool HasBroker => letters is not null;

    private IDeadLetters Letters => letters ?? throw new InvalidOperationException("This deployment has no broker.");

    /// <summary>A page, the number that the next begins with, and the receipt.</summary>
    public async Task<(IReadOnlyList<DeadLetter> Items, long? Next, AuditReceipt Receipt)> ListAsync(
        Caller caller,
        long from,
        CancellationToken cancellationToken
    )
    {
        var found = await Letters.ListAsync(from, cancellationToken);
        DeadLetter[] page = [.. found.Take(PageSize)];
        var next = found.Count > page.Length && page[^1].Number is { } last ? last + 1 : (long?)null;
        var act = Act("dead-letters.listed", caller) with
        {
            Details = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["count"] = page.Length.ToString(CultureInfo.InvariantCulture),
            },
        };
        return (page, next, await journal.RecordAsync(Shards.Of(Partition), act, cancellationToken));
    }

    /// <summary>What became of it; null when there is no such dead letter.</summary>
    public async Task<(string? Outcome, AuditReceipt Receipt)> ReplayAsync(Caller caller, string id, CancellationToken cancellationToken)
    {
        var (isThere, receipt) = await EnterAsync(Act("dead-letter.replayed", caller), id, cancellationToken);
        if (!isThere)
        {
            return (null, receipt);
        }

        // Known where the platform did without the message (another copy, the sweep of the shelf): then the message has nothing left to remind of.
        var isWaiting = await shelf.IsWaitingAsync(id, cancellationToken);
        // Entered is entered: it is finished whether or not somebody still waits for the answer.
        var replay = await Letters.ReplayAsync(ImmutableHashSet.Create(StringComparer.Ordinal, id), CancellationToken.None);
        var outcome =
            replay.Failed > 0 ? "failed"
            : replay.Handled > 0 && isWaiting ? "handled"
            : replay.Handled + replay.KnownAlready > 0 ? "known-already"
            : null;
        return (outcome, receipt);
    }

    /// <summary>False when there is no such dead letter.</summary>
    public async Task<(bool Found, AuditReceipt Receipt)> DiscardAsync(
        Caller caller,
        string id,
        string reason,
        CancellationToken cancellationToken
    )
    {
        var act = Act("dead-letter.discarded", caller) with { Justification = reason };
        var (isThere, receipt) = await EnterAsync(act, id, cancellationToken);
        if (!isThere)
        {
            return (false, receipt);
        }

        // Entered is entered.
        var gone = await Letters.DiscardAsync(ImmutableHashSet.Create(StringComparer.Ordinal, id), CancellationToken.None);
        return (gone > 0, receipt);
    }

    private static AuditAct Act(string act, Caller caller) => new() { Act = act, Caller = caller };

    private async Task<(bool IsThere, AuditReceipt Receipt)> EnterAsync(AuditAct act, string id, CancellationToken cancellationToken)
    {
        // What could not be one is not asked for, and stands in no entry: it may be anything.
        var canBe = EventShelf.CanBeId(id);
        return canBe && await Letters.ContainsAsync(id, cancellationToken)
            ? (true, await journal.RecordAsync(Shards.Of(Partition), act with { Records = [$"dead-letter:{id}"] }, cancellationToken))
            : (false, await journal.NotFoundAsync(Shards.Of(Partition), act, canBe ? $"dead-letter:{id}" : "", cancellationToken));
    }
}
