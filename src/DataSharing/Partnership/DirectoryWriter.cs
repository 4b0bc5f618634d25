using DataSharing.Audit;
using DataSharing.Messaging;
using DataSharing.Storage;

namespace DataSharing.Partnership;

/// <summary>
/// Makes a change of the directory one commit: the detail row and the head row together. Every change carries the head it was decided on, so
/// changes happen one after another and rules across rows hold.
/// </summary>
public sealed class DirectoryWriter(IRecordStore records, PartnershipHeadRow heads, Journal journal, IdempotencyRow idempotency)
{
    private const int Attempts = 20;

    internal async ValueTask<StoredRow?> FindAsync(string rowKey, CancellationToken cancellationToken) =>
        await records.FindAsync(PartnershipHeadRow.PartitionKey, rowKey, cancellationToken);

    /// <summary>All rows of one kind. There are at most a few hundred (<see cref="DirectoryLimits"/>).</summary>
    internal async ValueTask<IReadOnlyList<Versioned<T>>> ListAsync<T>(
        string prefix,
        RowFormat<T> format,
        CancellationToken cancellationToken
    )
        where T : class
    {
        var found = new List<Versioned<T>>();
        var (from, end) = (prefix, RowKeys.PrefixEnd(prefix));
        while (true)
        {
            var page = await records.ReadRangeAsync(
                PartnershipHeadRow.PartitionKey,
                from,
                end,
                RecordLimits.MaximumPage,
                cancellationToken
            );
            found.AddRange(page.Rows.Select(row => new Versioned<T>(format.Read(row), row.Version)));
            if (page.ContinueAfter is not { } last)
            {
                return found;
            }

            from = RowKeys.After(last);
        }
    }

    /// <summary>Decides on the directory as it is now and commits, and does so again when somebody else was faster.</summary>
    internal async ValueTask<DirectoryOutcome<T>> ChangeAsync<T>(
        Func<ReadHead, ValueTask<DirectoryDecision<T>>> decide,
        CancellationToken cancellationToken
    )
        where T : class
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var head = await HeadAsync(cancellationToken);
            var decision = await decide(head);
            if (decision is DirectoryDecision<T>.Stop stop)
            {
                return stop.Outcome;
            }

            var change = (DirectoryDecision<T>.Change)decision;
            if (!Administrators.CanAct(change.Next))
            {
                return new DirectoryOutcome<T>.Conflict(DirectoryConflict.AdministratorsNeeded);
            }

            RowWrite[] writes = [.. change.Writes, PartnershipHeadRow.Replace(head, change.Next)];
            var commit = new JournalCommit(PartnershipHeadRow.PartitionKey, writes, change.Act, change.Events);
            if (await journal.CommitAsync(commit, cancellationToken) is JournalOutcome.Committed committed)
            {
                return new DirectoryOutcome<T>.Done(change.Record, committed.Versions[0], committed.Receipt);
            }
        }

        throw new StoreUnavailableException("The directory is being changed by others; try again.");
    }

    /// <summary>Like <see cref="ChangeAsync"/> for a POST that creates: a retry finds what the first try made.</summary>
    /// <param name="creationId">The id that the retry key makes (<see cref="CreationId"/>).</param>
    /// <param name="retry">The request.</param>
    /// <param name="again">What the first try made, and the entry that says it was asked for again.</param>
    /// <param name="decide">The first try.</param>
    /// <param name="cancellationToken">Stops before the commit only.</param>
    internal async ValueTask<DirectoryOutcome<T>> CreateAsync<T>(
        string creationId,
        RetryKey retry,
        Func<ValueTask<(Versioned<T>? Made, AuditAct Act)>> again,
        Func<ReadHead, ValueTask<DirectoryDecision<T>>> decide,
        CancellationToken cancellationToken
    )
        where T : class =>
        await ChangeAsync<T>(
            async head =>
            {
                var row = await FindAsync(IdempotencyRow.RowKey(creationId), cancellationToken);
                switch (await idempotency.MatchesAsync(row, retry.Body, cancellationToken))
                {
                    case false:
                        return new DirectoryDecision<T>.Stop(new DirectoryOutcome<T>.KeyReused());
                    case true:
                        var (made, act) = await again();
                        return made is null
                            // Made, and removed since.
                            ? new DirectoryDecision<T>.Stop(new DirectoryOutcome<T>.NotFound())
                            : new DirectoryDecision<T>.Stop(
                                new DirectoryOutcome<T>.Done(
                                    made.Record,
                                    made.Version,
                                    await journal.RecordAsync(PartnershipHeadRow.PartitionKey, act, cancellationToken)
                                )
                            );
                    default:
                        var decision = await decide(head);
                        return decision is DirectoryDecision<T>.Change change
                            ? change with
                            {
                                Writes = [.. change.Writes, await idempotency.InsertAsync(creationId, retry.Body, cancellationToken)],
                            }
                            : decision;
                }
            },
            cancellationToken
        );

    private async ValueTask<ReadHead> HeadAsync(CancellationToken cancellationToken) =>
        await heads.FindAsync(cancellationToken) ?? throw new StoreUnavailableException("The partnership has not been founded yet.");
}

/// <summary>What a capability decided on a head: a change, or an answer without one.</summary>
internal abstract record DirectoryDecision<T>
    where T : class
{
    private DirectoryDecision() { }

    public sealed record Stop(DirectoryOutcome<T> Outcome) : DirectoryDecision<T>;

    /// <param name="Record">As it will be.</param>
    /// <param name="Next">The head as it will be.</param>
    /// <param name="Writes">Detail rows; the record's own first.</param>
    /// <param name="Act">The entry.</param>
    /// <param name="Events">Notices.</param>
    public sealed record Change(
        T Record,
        PartnershipHead Next,
        IReadOnlyList<RowWrite> Writes,
        AuditAct Act,
        IReadOnlyList<EventEnvelope> Events
    ) : DirectoryDecision<T>;
}
