using DataSharing.Identity;
using DataSharing.Protection;
using DataSharing.Storage;

namespace DataSharing.Audit;

/// <summary>
/// The IG officer's questions, answered from look-up rows. An officer sees the entries of the own agency, and the headers of those that name it
/// as a counterpart. Anything else is absent, alike in bodies, counts and store traffic.
/// </summary>
/// <remarks>Leaves no entry of its own: whoever answers a person goes through <see cref="AuditInquiries"/>.</remarks>
public sealed class AuditQueries(IRecordStore records, IBlobStore blobs, DataKeys keys, TimeProvider time)
{
    public const int MaximumPage = 100;

    private readonly LookupForm form = new(records, blobs);

    /// <summary>
    /// Oldest first. A page is filled from what follows until it is full or the work of one request is done; then it may be short, and
    /// <see cref="AuditPage.Next"/> goes on.
    /// </summary>
    /// <exception cref="ArgumentException">There is nothing to look up by (<see cref="AuditSearch.CanBeLookedUp"/>).</exception>
    /// <exception cref="StoreUnavailableException">The rows are being written anew, or the store cannot answer. HTTP 503.</exception>
    public async ValueTask<AuditPage> SearchAsync(
        Caller officer,
        AuditSearch search,
        AuditCursor? after,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(officer);
        ArgumentNullException.ThrowIfNull(search);
        if (!search.CanBeLookedUp)
        {
            throw new ArgumentException("Nothing to look up by.", nameof(search));
        }

        if (!await form.IsCurrentAsync(cancellationToken))
        {
            throw new StoreUnavailableException("The look-up rows are being written anew.");
        }

        var completeTo = await CompleteToAsync(cancellationToken);
        var walk = new LookupWalk(records, blobs, await RangesAsync(officer, search, cancellationToken), after);
        var entries = new List<LoggedEntry>();
        while (entries.Count < MaximumPage && await walk.NextAsync(cancellationToken) is var (index, leaf))
        {
            if (AuditEntry.Parse(leaf.Span) is var entry && search.Holds(entry) && MayRead(officer, entry))
            {
                entries.Add(await OpenAsync(officer, index, entry, cancellationToken));
            }
        }

        return new AuditPage(entries, completeTo, walk.Position);
    }

    /// <summary>The entry at an index; null where there is none or the officer may not read it.</summary>
    public async ValueTask<LoggedEntry?> FindAsync(Caller officer, long index, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(officer);
        return await LeafAsync(officer, index, cancellationToken) is { } leaf
            ? await OpenAsync(officer, index, AuditEntry.Parse(leaf.Span), cancellationToken)
            : null;
    }

    /// <summary>The bytes of the entry at an index, whose hash is the leaf hash; null where there is none or the officer may not read it.</summary>
    internal async ValueTask<ReadOnlyMemory<byte>?> LeafAsync(Caller officer, long index, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        var page = await records.ReadRangeAsync(
            Shards.Of(LookupRows.FilePartition),
            LookupRows.FileKey(index),
            RowKeys.PrefixEnd("lookup:file:"),
            1,
            cancellationToken
        );
        if (page.Rows is not [var row])
        {
            return null;
        }

        var file = await LookupWalk.ReadFileAsync(blobs, LookupRows.Read(row).FirstIndex, cancellationToken);
        if (index >= file.NextIndex)
        {
            return null;
        }

        var leaf = file.Leaves[(int)(index - file.FirstIndex)];
        if (!MayRead(officer, AuditEntry.Parse(leaf.Span)))
        {
            return null;
        }

        return leaf;
    }

    private static bool MayRead(Caller officer, AuditEntry entry) =>
        entry.Agency == officer.Agency || entry.Counterparts.Contains(officer.Agency);

    private async ValueTask<IReadOnlyList<LookupRange>> RangesAsync(Caller officer, AuditSearch search, CancellationToken cancellationToken)
    {
        LookupRange[] By(string kind, string? value) => [LookupRows.Of(officer.Agency, kind, value ?? "", search.From, search.To)];
        switch (search.LookedUpBy)
        {
            case LookupKinds.Record:
                return By(LookupKinds.Record, search.Record);
            case LookupKinds.Subject:
                return By(LookupKinds.Subject, await PseudonymAsync(officer, search.SubjectId ?? "", cancellationToken));
            case LookupKinds.Actor:
                return By(LookupKinds.Actor, search.Actor);
            case LookupKinds.Agreement:
                return By(LookupKinds.Agreement, search.AgreementId);
            case LookupKinds.Decision:
                return By(LookupKinds.Decision, search.Decision);
            case LookupKinds.Agency:
                return By(LookupKinds.Agency, search.Agency?.Value);
            default:
                var (from, to) = (search.From ?? default, search.To ?? default);
                return
                [
                    .. Enumerable
                        .Range(0, to.DayNumber - from.DayNumber + 1)
                        .Select(day => LookupRows.OfDay(officer.Agency, from.AddDays(day))),
                ];
        }
    }

    private async ValueTask<string> PseudonymAsync(Caller officer, string subjectId, CancellationToken cancellationToken)
    {
        var key = await keys.FindAsync(DataKeyId.OfSubject(subjectId, officer.Agency), cancellationToken);
        // A throw-away key asks for a look-up that is not there, so that the store sees the same traffic for "not yours" and "not there".
        return LookupRows.PseudonymText((key ?? new DataKey(new byte[32])).Pseudonym(subjectId));
    }

    private async ValueTask<LoggedEntry> OpenAsync(Caller officer, long index, AuditEntry entry, CancellationToken cancellationToken)
    {
        if (entry.Agency != officer.Agency || entry.Common is not { } common)
        {
            return new LoggedEntry(index, entry, null);
        }

        var key = await keys.FindAsync(DataKeyId.OfMonth(entry.Time, entry.Agency), cancellationToken);
        return new LoggedEntry(index, entry, key is null ? null : CommonSection.Open(key, entry.Id, common));
    }

    /// <summary>Entries committed before this moment are in the answers: nothing older waits in an outbox.</summary>
    private async ValueTask<DateTimeOffset> CompleteToAsync(CancellationToken cancellationToken)
    {
        // INVARIANT: the outbox is read before the look-up rows, never after: an entry relayed in between is found, not missed.
        var now = time.GetUtcNow();
        var firsts = await Task.WhenAll(
            Shards.All.Select(shard => records.ReadRangeAsync(shard, OutboxRow.From, OutboxRow.ToExclusive, 1, cancellationToken).AsTask())
        );
        return firsts.SelectMany(p => p.Rows).Select(r => OutboxRow.TimeOf(r.RowKey)).Append(now).Min();
    }
}

/// <summary>An entry with its place in the log, and its private common part where the officer may read it and its key still exists.</summary>
public sealed record LoggedEntry(long Index, AuditEntry Entry, CommonSection? Private)
{
    public override string ToString() => $"LoggedEntry({Index})";
}

/// <param name="Entries">At most <see cref="AuditQueries.MaximumPage"/>, oldest first; may be fewer although more follow.</param>
/// <param name="CompleteTo">Everything committed before this is included.</param>
/// <param name="Next">Where the next page begins; null at the end.</param>
public sealed record AuditPage(IReadOnlyList<LoggedEntry> Entries, DateTimeOffset CompleteTo, AuditCursor? Next);

/// <summary>Where a page ended: the row to go on with, and the last index seen in it (-1: none yet). Leaves the platform encrypted only.</summary>
public sealed record AuditCursor(string RowKey, long Index);
