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

    private const string SubjectPrefix = "subject:";

    private static readonly Dictionary<string, int> NoCounts = new(StringComparer.Ordinal);

    private readonly LookupForm form = new(records, blobs);

    /// <summary>
    /// Newest first. A page is filled from what follows until it is full or the work of one request is done; then it may be short, and
    /// <see cref="AuditPage.Next"/> goes on. What is committed after the first page was asked for is in none of its pages, and moves none of them.
    /// </summary>
    /// <exception cref="ArgumentException">There is nothing to look up by (<see cref="AuditSearch.CanBeLookedUp"/>).</exception>
    /// <exception cref="StoreUnavailableException">The rows are being written anew, or the store cannot answer. HTTP 503.</exception>
    public ValueTask<AuditPage> SearchAsync(Caller officer, AuditSearch search, AuditCursor? after, CancellationToken cancellationToken) =>
        PageAsync(officer, search, after, MaximumPage, cancellationToken);

    internal async ValueTask<AuditPage> PageAsync(
        Caller officer,
        AuditSearch search,
        AuditCursor? after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(officer);
        ArgumentNullException.ThrowIfNull(search);
        if (!search.CanBeLookedUp)
        {
            throw new ArgumentException("Nothing to look up by.", nameof(search));
        }

        await EnsureCurrentAsync(cancellationToken);
        var completeTo = after?.CompleteTo ?? await CompleteToAsync(cancellationToken);
        search = await NamedAsync(officer, search, cancellationToken);
        var months = new Dictionary<AgencyMonth, (DataKey? Key, DateTimeOffset? DestroyedAt)>();
        var walk = new LookupWalk(records, blobs, await RangesAsync(officer, search, cancellationToken), after);
        var entries = new List<LoggedEntry>();
        while (entries.Count < limit && await walk.NextAsync(cancellationToken) is var (index, leaf))
        {
            if (AuditEntry.Parse(leaf.Span) is var entry && search.Holds(entry) && (search.Across || MayRead(officer, entry)))
            {
                var logged = search.Across
                    ? new LoggedEntry(index, entry, null)
                    : await OpenAsync(officer, index, entry, months, cancellationToken);
                entries.Add(logged with { Leaf = leaf });
            }
        }

        return new AuditPage(entries, completeTo, walk.Position is { } position ? position with { CompleteTo = completeTo } : null);
    }

    /// <summary>The entry at an index; null where there is none or the officer may not read it.</summary>
    public async ValueTask<LoggedEntry?> FindAsync(Caller officer, long index, CancellationToken cancellationToken) =>
        await ReadAsync(index, cancellationToken) is { } entry && MayRead(officer, entry)
            ? await OpenAsync(officer, index, entry, [], cancellationToken)
            : null;

    /// <summary>The header at an index, whosever it is; null where there is none. For the partnership's own IG.</summary>
    public async ValueTask<LoggedEntry?> FindAcrossAsync(long index, CancellationToken cancellationToken) =>
        await ReadAsync(index, cancellationToken) is { } entry ? new LoggedEntry(index, entry, null) : null;

    /// <summary>The bytes of the entry at an index, whose hash is the leaf hash; null where there is none or the officer may not read it.</summary>
    internal async ValueTask<ReadOnlyMemory<byte>?> LeafAsync(Caller officer, long index, CancellationToken cancellationToken)
    {
        if (await ReadLeafAsync(index, cancellationToken) is not { } leaf || !MayRead(officer, AuditEntry.Parse(leaf.Span)))
        {
            return null;
        }

        return leaf;
    }

    /// <summary>The same, whosever it is; null where there is none. For the partnership's own IG.</summary>
    internal ValueTask<ReadOnlyMemory<byte>?> LeafAcrossAsync(long index, CancellationToken cancellationToken) =>
        ReadLeafAsync(index, cancellationToken);

    private async ValueTask<AuditEntry?> ReadAsync(long index, CancellationToken cancellationToken) =>
        await ReadLeafAsync(index, cancellationToken) is { } leaf ? AuditEntry.Parse(leaf.Span) : null;

    private async ValueTask<ReadOnlyMemory<byte>?> ReadLeafAsync(long index, CancellationToken cancellationToken)
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

        return file.Leaves[(int)(index - file.FirstIndex)];
    }

    /// <summary>How often each ground refused something in the officer's agency on these days, by falling count.</summary>
    /// <exception cref="StoreUnavailableException">As <see cref="SearchAsync"/>.</exception>
    public ValueTask<GroundCounts> CountGroundsAsync(Caller officer, DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(officer);
        return CountGroundsAcrossAsync([officer.Agency], from, to, cancellationToken);
    }

    /// <summary>The same of several agencies together. For the partnership's own IG, who reads every header that is counted.</summary>
    /// <exception cref="StoreUnavailableException">As <see cref="SearchAsync"/>.</exception>
    public async ValueTask<GroundCounts> CountGroundsAcrossAsync(
        IReadOnlyCollection<AgencyId> agencies,
        DateOnly from,
        DateOnly to,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(agencies);
        await EnsureCurrentAsync(cancellationToken);
        var completeTo = await CompleteToAsync(cancellationToken);
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var agency in agencies)
        {
            await CountAsync(LookupRows.OfGrounds(agency.Value, from, to), counts, cancellationToken);
        }

        GroundCount[] listed =
        [
            .. counts
                .Select(c => new GroundCount(c.Key, c.Value))
                .OrderByDescending(c => c.Count)
                .ThenBy(c => c.Ground, StringComparer.Ordinal),
        ];
        return new GroundCounts(listed, completeTo);
    }

    private async ValueTask CountAsync(LookupRange range, Dictionary<string, int> counts, CancellationToken cancellationToken)
    {
        string? next = range.From;
        while (next is not null)
        {
            var page = await records.ReadRangeAsync(
                range.PartitionKey,
                next,
                range.ToExclusive,
                RecordLimits.MaximumPage,
                cancellationToken
            );
            foreach (var (ground, count) in page.Rows.SelectMany(row => LookupRows.Read(row).Counts ?? NoCounts))
            {
                counts[ground] = counts.GetValueOrDefault(ground) + count;
            }

            next = page.ContinueAfter is { } last ? RowKeys.After(last) : null;
        }
    }

    private static bool MayRead(Caller officer, AuditEntry entry) =>
        entry.Agency == officer.Agency || entry.Counterparts.Contains(officer.Agency);

    internal async ValueTask EnsureCurrentAsync(CancellationToken cancellationToken)
    {
        if (!await form.IsCurrentAsync(cancellationToken))
        {
            throw new StoreUnavailableException("The look-up rows are being written anew.");
        }
    }

    private async ValueTask<IReadOnlyList<LookupRange>> RangesAsync(Caller officer, AuditSearch search, CancellationToken cancellationToken)
    {
        var asking = search.Across ? LookupRows.Partnership : officer.Agency.Value;
        if (search.LookedUpBy == LookupKinds.Day)
        {
            var (from, to) = (search.FirstDay ?? default, search.LastDay ?? default);
            return [.. Enumerable.Range(0, to.DayNumber - from.DayNumber + 1).Select(day => LookupRows.OfDay(asking, to.AddDays(-day)))];
        }

        var value = search.LookedUpBy switch
        {
            LookupKinds.Record => search.Record,
            LookupKinds.Subject => await PseudonymAsync(officer, search.SubjectId ?? "", cancellationToken),
            LookupKinds.Actor => search.Actor,
            LookupKinds.Agreement => search.AgreementId,
            LookupKinds.Decision => search.Decision,
            LookupKinds.Purpose => search.Purpose?.Value,
            LookupKinds.Reason => search.Reason,
            LookupKinds.Act => EntryFeatures.GroupOf(search.Act ?? ""),
            LookupKinds.Left => asking,
            LookupKinds.Emergency => LookupKinds.Emergency,
            _ => search.Agency?.Value,
        };
        return [LookupRows.Of(asking, search.LookedUpBy, value ?? "", search.FirstDay, search.LastDay)];
    }

    /// <summary>How entries name a subject among their records, for the officers of the agency whose key this is.</summary>
    internal static string NameOf(DataKey key, string subjectId) => SubjectPrefix + LookupRows.PseudonymText(key.Pseudonym(subjectId));

    // A record that is a subject is named by pseudonym: whoever asks by its id is answered by its name under the own agency's key.
    private async ValueTask<AuditSearch> NamedAsync(Caller officer, AuditSearch search, CancellationToken cancellationToken) =>
        search.Record is { } record
        && record.StartsWith(SubjectPrefix, StringComparison.Ordinal)
        && Guid.TryParseExact(record.AsSpan(SubjectPrefix.Length), "D", out _)
            ? search with
            {
                Record = SubjectPrefix + await PseudonymAsync(officer, record[SubjectPrefix.Length..], cancellationToken),
            }
            : search;

    private async ValueTask<string> PseudonymAsync(Caller officer, string subjectId, CancellationToken cancellationToken)
    {
        var key = await keys.FindAsync(DataKeyId.OfSubject(subjectId, officer.Agency), cancellationToken);
        // A throw-away key asks for a look-up that is not there, so that the store sees the same traffic for "not yours" and "not there".
        return LookupRows.PseudonymText((key ?? new DataKey(new byte[32])).Pseudonym(subjectId));
    }

    // The entries of a page share a few months: each key is read once a page, and by each page anew, because it may have been destroyed.
    private async ValueTask<LoggedEntry> OpenAsync(
        Caller officer,
        long index,
        AuditEntry entry,
        Dictionary<AgencyMonth, (DataKey? Key, DateTimeOffset? DestroyedAt)> months,
        CancellationToken cancellationToken
    )
    {
        if (entry.Agency != officer.Agency || entry.Common is not { } common)
        {
            return new LoggedEntry(index, entry, null);
        }

        var month = AgencyMonth.Of(entry.Time, entry.Agency);
        if (!months.TryGetValue(month, out var held))
        {
            months[month] = held = await keys.OfMonthAsync(month, cancellationToken);
        }

        var words = held.Key is null ? null : CommonSection.Open(held.Key, entry.Id, common);
        return new LoggedEntry(index, entry, words) { WordsDisposedAt = held.DestroyedAt };
    }

    /// <summary>Entries committed before this moment are in the answers: nothing older waits in an outbox.</summary>
    internal async ValueTask<DateTimeOffset> CompleteToAsync(CancellationToken cancellationToken)
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
    /// <summary>The bytes in the log, where a search found it.</summary>
    public ReadOnlyMemory<byte> Leaf { get; init; }

    /// <summary>When the key of its private part was destroyed, for the officers who could have read it; null where it was not, or nothing was said.</summary>
    public DateTimeOffset? WordsDisposedAt { get; init; }

    public override string ToString() => $"LoggedEntry({Index})";
}

/// <summary>How often one ground refused something.</summary>
/// <param name="Ground">A reason code of decisions, a ground on which a holder declined, or why access was denied.</param>
/// <param name="Count">Entries.</param>
public sealed record GroundCount(string Ground, int Count);

/// <param name="Grounds">By falling count.</param>
/// <param name="CompleteTo">Everything committed before this is counted.</param>
public sealed record GroundCounts(IReadOnlyList<GroundCount> Grounds, DateTimeOffset CompleteTo);

/// <param name="Entries">At most <see cref="AuditQueries.MaximumPage"/>, newest first; may be fewer although more follow.</param>
/// <param name="CompleteTo">Everything committed before this is included, on this page or another of the same question.</param>
/// <param name="Next">Where the next page begins; null at the end.</param>
public sealed record AuditPage(IReadOnlyList<LoggedEntry> Entries, DateTimeOffset CompleteTo, AuditCursor? Next);

/// <summary>Where a page ended. Leaves the platform encrypted only.</summary>
/// <param name="RowKey">The row to go on with.</param>
/// <param name="Index">The last index seen in it; -1 where none was.</param>
/// <param name="CompleteTo">Up to when the first page's answer was complete, which holds for all of them.</param>
public sealed record AuditCursor(string RowKey, long Index, DateTimeOffset? CompleteTo = null);
