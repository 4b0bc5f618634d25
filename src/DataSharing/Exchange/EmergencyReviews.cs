using System.Globalization;
using System.Text;
using System.Text.Json;
using DataSharing.Audit;
using DataSharing.Identity;
using DataSharing.Messaging;
using DataSharing.Protection;
using DataSharing.Storage;

namespace DataSharing.Exchange;

/// <summary>
/// The sender's IG officers look at each emergency share afterwards. A review is only ever added, and nobody reviews what they did themselves.
/// </summary>
public sealed class EmergencyReviews(
    IRecordStore records,
    Journal journal,
    EmergencyIndex index,
    DataKeys keys,
    CreationId creationIds,
    IdempotencyRow idempotency,
    TimeProvider time
)
{
    public const int PageSize = 50;

    /// <summary>Counting stops here; a count of this many reads "or more".</summary>
    public const int MaximumCount = 200;

    /// <summary>Those that wait, the first due first; or those that are done, newest first. Without anybody's words.</summary>
    public async ValueTask<ExchangePage<DisclosureRecord>> ListAsync(
        Caller officer,
        bool open,
        string? after,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(officer);
        var lines = new List<ExchangeLine<DisclosureRecord>>();
        var (next, more) = (after, true);
        while (more && lines.Count < PageSize)
        {
            (var ids, more) = await index.ListAsync(officer.Agency, open, next, PageSize - lines.Count, cancellationToken);
            foreach (var (key, id) in ids)
            {
                next = key;
                if (await FindAsync(officer, id, cancellationToken) is var (row, record, share) && share.IsOpen == open)
                {
                    lines.Add(new ExchangeLine<DisclosureRecord>(id, record, row.Version));
                }
            }
        }

        var act = new AuditAct
        {
            Act = "emergency.listed",
            Caller = officer,
            Records = [.. lines.Select(l => DisclosureRecord.RowKey(l.Id))],
            Subjects = [.. lines.Select(l => l.Record.SubjectId).Distinct(StringComparer.Ordinal).Select(s => new AuditSubject(s))],
        };
        var receipt = await journal.RecordAsync(Shards.Of(officer.Agency.Value), act, cancellationToken);
        return new ExchangePage<DisclosureRecord>(lines, more ? next : null, receipt);
    }

    /// <summary>How many of the agency's wait for a review, and how many of these are overdue. Says nothing about anybody.</summary>
    public async ValueTask<(int Open, int Overdue)> CountAsync(Caller officer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(officer);
        var (ids, _) = await index.ListAsync(officer.Agency, open: true, null, MaximumCount, cancellationToken);
        var now = time.GetUtcNow();
        var shares = new List<EmergencyShare>();
        foreach (var (_, id) in ids)
        {
            if (await FindAsync(officer, id, cancellationToken) is var (_, _, share) && share.IsOpen)
            {
                shares.Add(share);
            }
        }

        return (shares.Count, shares.Count(share => share.IsOverdueAt(now)));
    }

    /// <summary>One emergency with everybody's words, for those who review it.</summary>
    public async ValueTask<ReadEmergencyOutcome> ReadAsync(Caller officer, string id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(officer);
        var act = new AuditAct { Act = "emergency.read", Caller = officer };
        if (await FindAsync(officer, id, cancellationToken) is not var (row, record, share))
        {
            return new ReadEmergencyOutcome.NotFound(await journal.NotFoundAsync(Shards.Of(id), act, id, cancellationToken));
        }

        var key = await keys.FindAsync(DisclosureService.KeyOf(record), cancellationToken);
        var plea = key is null
            ? null
            : JsonSerializer.Deserialize(key.OpenContent(share.Plea, EmergencyShares.PleaContext(id)), ExchangeJson.Default.EmergencyPlea);
        string?[] reasons =
        [
            .. share
                .Reviews.Index()
                .Select(r =>
                    key is null
                        ? null
                        : Encoding.UTF8.GetString(key.OpenContent(r.Item.Reasons, EmergencyShares.ReasonsContext(id, r.Index)))
                ),
        ];
        act = act with { Records = [row.RowKey], Subjects = [new AuditSubject(record.SubjectId)] };
        var receipt = await journal.RecordAsync(Shards.Of(id), act, cancellationToken);
        return new ReadEmergencyOutcome.Found(id, record, share, plea, reasons, IsOwn(officer, record), receipt);
    }

    /// <summary>Adds a review. Each is an act of its own, and none is ever changed.</summary>
    public async ValueTask<ReviewEmergencyOutcome> ReviewAsync(
        Caller officer,
        string id,
        EmergencyOutcome outcome,
        string reasons,
        RetryKey retry,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(officer);
        ArgumentNullException.ThrowIfNull(retry);
        var act = new AuditAct
        {
            Act = "emergency.reviewed",
            Caller = officer,
            Justification = reasons,
            Details = new Dictionary<string, string>(StringComparer.Ordinal) { ["outcome"] = CodeOf(outcome) },
        };
        if (await FindAsync(officer, id, cancellationToken) is not var (row, record, share))
        {
            return new ReviewEmergencyOutcome.NotFound(await journal.NotFoundAsync(Shards.Of(id), act, id, cancellationToken));
        }

        act = act with { Records = [row.RowKey], Subjects = [new AuditSubject(record.SubjectId)], Purpose = record.Purpose };
        if (IsOwn(officer, record))
        {
            // INVARIANT: nobody reviews their own access, whatever roles they hold.
            var refused = act with
            {
                Act = "emergency.review-refused",
            };
            return new ReviewEmergencyOutcome.NeedsAnother(await journal.RecordAsync(Shards.Of(id), refused, cancellationToken));
        }

        var retryId = await creationIds.ForAsync(officer, $"emergency-reviews/{id}", retry.Key, cancellationToken);
        var idem = await records.FindAsync(Shards.Of(id), IdempotencyRow.RowKey(retryId), cancellationToken);
        switch (await idempotency.MatchesAsync(idem, retry.Body, cancellationToken))
        {
            case false:
                return new ReviewEmergencyOutcome.KeyReused();
            case true:
                var again = act with { Act = "emergency.reviewed-again" };
                return new ReviewEmergencyOutcome.Reviewed(share, await journal.RecordAsync(Shards.Of(id), again, cancellationToken));
        }

        if (!share.IsOpen)
        {
            return new ReviewEmergencyOutcome.AlreadyDone();
        }

        var key = await keys.FindOrCreateAsync(DisclosureService.KeyOf(record), cancellationToken);
        var words = key.SealContent(Encoding.UTF8.GetBytes(reasons), EmergencyShares.ReasonsContext(id, share.Reviews.Count));
        var next = share with { Reviews = [.. share.Reviews, new EmergencyReview(outcome, officer.Actor, time.GetUtcNow(), words)] };
        var changed = record with { Emergency = next };
        RowWrite[] writes =
        [
            DisclosureRecord.Format.Replace(row.RowKey, changed, row.Version),
            await idempotency.InsertAsync(retryId, retry.Body, cancellationToken),
        ];
        // The recipient's officers see the outcome: its reading may end by it.
        var commit = new JournalCommit(Shards.Of(id), writes, act with { Counterparts = [record.To] }, [NoticeOf(id, changed, next)]);
        return await journal.CommitAsync(commit, cancellationToken) is JournalOutcome.Committed done
            ? new ReviewEmergencyOutcome.Reviewed(next, done.Receipt)
            // Somebody else changed the disclosure meanwhile, perhaps by a review: decide again on how it stands.
            : await ReviewAsync(officer, id, outcome, reasons, retry, cancellationToken);
    }

    /// <summary><c>not-upheld</c></summary>
    public static string CodeOf(EmergencyOutcome outcome) => JsonNamingPolicy.KebabCaseLower.ConvertName(outcome.ToString());

    private static bool IsOwn(Caller officer, DisclosureRecord record) =>
        string.Equals(officer.Actor, record.MadeBy, StringComparison.Ordinal);

    private static EventEnvelope NoticeOf(string id, DisclosureRecord record, EmergencyShare share)
    {
        var review = share.Reviews.Count.ToString(CultureInfo.InvariantCulture);
        var notice = DisclosureService.Notice(EmergencyIndex.Reviewed, id, record);
        return notice with { Id = $"{notice.Id}:{review}", Time = share.Reviews[^1].At };
    }

    private async ValueTask<(StoredRow Row, DisclosureRecord Record, EmergencyShare Share)?> FindAsync(
        Caller officer,
        string id,
        CancellationToken cancellationToken
    )
    {
        var row = await records.FindAsync(Shards.Of(id), DisclosureRecord.RowKey(id), cancellationToken);
        return row is not null && DisclosureRecord.Format.Read(row) is { Emergency: { } share } record && record.From == officer.Agency
            ? (row, record, share)
            : null;
    }
}
