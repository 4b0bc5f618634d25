using DataSharing.Identity;
using DataSharing.Protection;
using DataSharing.Storage;

namespace DataSharing.Audit;

/// <summary>
/// The IG officer's questions, first form: entries by record, by subject and by day, and one by its index, from look-up rows. An officer sees
/// the entries of the own agency, and the headers of those that name it as a counterpart. Anything else is absent, alike in bodies and counts.
/// </summary>
public sealed class AuditQueries(IRecordStore records, IBlobStore blobs, DataKeys keys, TimeProvider time)
{
    public const int MaximumPage = 100;

    public ValueTask<AuditPage> ByRecordAsync(Caller officer, string record, AuditCursor? after, CancellationToken cancellationToken) =>
        PageAsync(officer, LookupRows.OfRecord(record), after, cancellationToken);

    public ValueTask<AuditPage> ByDayAsync(Caller officer, DateOnly day, AuditCursor? after, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(officer);
        return PageAsync(officer, LookupRows.OfDay(officer.Agency, day), after, cancellationToken);
    }

    /// <summary>Every act of the officer's agency on this subject. No key, because none of its acts ever concerned the subject: an empty page.</summary>
    public async ValueTask<AuditPage> BySubjectAsync(
        Caller officer,
        string subjectId,
        AuditCursor? after,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(officer);
        var key = await keys.FindAsync(DataKeyId.OfSubject(subjectId, officer.Agency), cancellationToken);
        // A throw-away key asks for a look-up that is not there, so that the store sees the same traffic for "not yours" and "not there".
        var pseudonym = (key ?? new DataKey(new byte[32])).Pseudonym(subjectId);
        return await PageAsync(officer, LookupRows.OfSubject(officer.Agency, pseudonym), after, cancellationToken);
    }

    /// <summary>The entry at an index; null where there is none or the officer may not read it.</summary>
    public async ValueTask<LoggedEntry?> FindAsync(Caller officer, long index, CancellationToken cancellationToken)
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

        var file = await ReadFileAsync(LookupRows.Read(row).FirstIndex, cancellationToken);
        return index < file.NextIndex ? await OpenAsync(officer, file, index, cancellationToken) : null;
    }

    private async ValueTask<AuditPage> PageAsync(
        Caller officer,
        (string PartitionKey, string Prefix) at,
        AuditCursor? after,
        CancellationToken cancellationToken
    )
    {
        var completeTo = await CompleteToAsync(cancellationToken);
        var entries = new List<LoggedEntry>();
        var from = after?.RowKey ?? at.Prefix;
        while (true)
        {
            var page = await records.ReadRangeAsync(at.PartitionKey, from, RowKeys.PrefixEnd(at.Prefix), 20, cancellationToken);
            foreach (var row in page.Rows)
            {
                var lookup = LookupRows.Read(row);
                var file = await ReadFileAsync(lookup.FirstIndex, cancellationToken);
                foreach (var index in lookup.Indexes.Where(i => after is null || i > after.Index))
                {
                    if (await OpenAsync(officer, file, index, cancellationToken) is { } entry)
                    {
                        entries.Add(entry);
                    }

                    if (entries.Count == MaximumPage)
                    {
                        return new AuditPage(entries, completeTo, new AuditCursor(row.RowKey, index));
                    }
                }
            }

            if (page.ContinueAfter is null)
            {
                return new AuditPage(entries, completeTo, null);
            }

            from = RowKeys.After(page.ContinueAfter);
        }
    }

    private async ValueTask<SequenceFile> ReadFileAsync(long firstIndex, CancellationToken cancellationToken)
    {
        var blob =
            await blobs.FindAsync(SequenceFile.Name(firstIndex), cancellationToken)
            ?? throw new StoreUnavailableException("A sequence file that the look-up rows name cannot be read.");
        return SequenceFile.Parse(firstIndex, blob.Content);
    }

    private async ValueTask<LoggedEntry?> OpenAsync(Caller officer, SequenceFile file, long index, CancellationToken cancellationToken)
    {
        var entry = AuditEntry.Parse(file.Leaves[(int)(index - file.FirstIndex)].Span);
        if (entry.Agency == officer.Agency)
        {
            return new LoggedEntry(index, entry, await CommonAsync(entry, cancellationToken));
        }

        return entry.Counterparts.Contains(officer.Agency) ? new LoggedEntry(index, entry, null) : null;
    }

    private async ValueTask<CommonSection?> CommonAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        var key = entry.Common is null ? null : await keys.FindAsync(DataKeyId.OfMonth(entry.Time, entry.Agency), cancellationToken);
        return entry.Common is { } common && key is not null ? CommonSection.Open(key, entry.Id, common) : null;
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

/// <param name="Entries">At most <see cref="AuditQueries.MaximumPage"/>, oldest first.</param>
/// <param name="CompleteTo">Everything committed before this is included.</param>
/// <param name="Next">Where the next page begins; null at the end.</param>
public sealed record AuditPage(IReadOnlyList<LoggedEntry> Entries, DateTimeOffset CompleteTo, AuditCursor? Next);

/// <summary>Where a page ended. Leaves the platform encrypted only.</summary>
public sealed record AuditCursor(string RowKey, long Index);
