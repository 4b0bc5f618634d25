using System.Globalization;
using DataSharing.Audit;
using DataSharing.Entities;
using DataSharing.Identity;
using DataSharing.Protection;
using DataSharing.Storage;
using Microsoft.Extensions.Options;

namespace DataSharing.Disposal;

/// <summary>
/// Another person decides on a proposal. The commit of a confirmation destroys the key and is the certificate: from then on nothing of the agency's
/// about the subject can be opened, on any instance.
/// </summary>
public sealed class DisposalConfirmation(
    IRecordStore records,
    Journal journal,
    DataKeys keys,
    SubjectDisposal subjects,
    DisposalScopes scopes,
    DisposalViews views,
    DisposalSignal signal,
    CreationId creationIds,
    IdempotencyRow idempotency,
    IOptions<DisposalOptions> options,
    TimeProvider time
)
{
    private static readonly TimeSpan FurthestBehind = TimeSpan.FromMinutes(5);

    /// <exception cref="StoreUnavailableException">Nothing was destroyed; try again later. HTTP 503.</exception>
    public ValueTask<DisposalOutcome> ConfirmAsync(
        Caller officer,
        string id,
        RowVersion expected,
        RetryKey retry,
        CancellationToken cancellationToken
    ) => DecideAsync(officer, id, expected, confirm: true, retry, cancellationToken);

    /// <summary>Nothing is destroyed. The proposer may take it back by this, too.</summary>
    public ValueTask<DisposalOutcome> DeclineAsync(
        Caller officer,
        string id,
        RowVersion expected,
        RetryKey retry,
        CancellationToken cancellationToken
    ) => DecideAsync(officer, id, expected, confirm: false, retry, cancellationToken);

    private async ValueTask<DisposalOutcome> DecideAsync(
        Caller officer,
        string id,
        RowVersion expected,
        bool confirm,
        RetryKey retry,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(officer);
        ArgumentNullException.ThrowIfNull(retry);
        var partition = Shards.Of(id);
        var act = new AuditAct { Act = confirm ? DisposalViews.Certificate : "disposal.declined", Caller = officer };
        var row = await views.FindAsync(officer, id, cancellationToken);
        if (row is null || DisposalRecord.Format.Read(row) is not { } record)
        {
            return new DisposalOutcome.NotFound(await journal.NotFoundAsync(partition, act, id, cancellationToken));
        }

        var retryId = await creationIds.ForAsync(
            officer,
            $"disposals/{id}/{(confirm ? "confirmation" : "refusal")}",
            retry.Key,
            cancellationToken
        );
        var idem = await records.FindAsync(partition, IdempotencyRow.RowKey(retryId), cancellationToken);
        switch (await idempotency.MatchesAsync(idem, retry.Body, cancellationToken))
        {
            case false:
                return new DisposalOutcome.KeyReused();
            case true:
                return await views.AgainAsync(id, act, cancellationToken);
        }

        if (record.State != DisposalState.Proposed || record.SubjectId is not { } subjectId)
        {
            return new DisposalOutcome.AlreadyDecided();
        }

        if (row.Version != expected)
        {
            return new DisposalOutcome.Changed(row.Version);
        }

        act = act with { Records = [row.RowKey] };
        if (confirm && string.Equals(record.ProposedBy, officer.Actor, StringComparison.Ordinal))
        {
            var own = act with { Act = "disposal.needs-another" };
            return new DisposalOutcome.NeedsAnother(await journal.RecordAsync(partition, own, cancellationToken));
        }

        var once = await idempotency.InsertAsync(retryId, retry.Body, cancellationToken);
        return confirm
            ? await DestroyAsync(officer, id, row, record, subjectId, act, once, cancellationToken)
            : await DeclineAsync(officer, id, row, record, act, once, cancellationToken);
    }

    private async ValueTask<DisposalOutcome> DeclineAsync(
        Caller officer,
        string id,
        StoredRow row,
        DisposalRecord record,
        AuditAct act,
        RowWrite once,
        CancellationToken cancellationToken
    )
    {
        var next = record with { State = DisposalState.Declined, DecidedBy = officer.Actor, DecidedAt = time.GetUtcNow() };
        return await CommitAsync(id, next, act, [DisposalRecord.Format.Replace(row.RowKey, next, row.Version), once], cancellationToken);
    }

    private async ValueTask<DisposalOutcome> DestroyAsync(
        Caller officer,
        string id,
        StoredRow row,
        DisposalRecord record,
        string subjectId,
        AuditAct act,
        RowWrite once,
        CancellationToken cancellationToken
    )
    {
        var partition = Shards.Of(id);
        var keyId = DataKeyId.OfSubject(subjectId, record.Controller);
        // INVARIANT: the key's row first. Setting a hold touches it, so a hold that is set after it was read is in the way of the commit.
        var keyRow = await keys.RowAsync(keyId, cancellationToken);
        var key = await keys.UnwrapAsync(keyId, keyRow, cancellationToken);
        if (keyRow is null || key is null)
        {
            // Another disposal of the same was quicker.
            return new DisposalOutcome.AlreadyDecided();
        }

        var removal = await subjects.RemovalAsync(subjectId, record.Controller, cancellationToken);
        var pseudonym = key.Pseudonym(subjectId);
        var (scope, completeTo) = await scopes.OfAsync(subjectId, record.Controller, removal is not null, pseudonym, cancellationToken);
        if (completeTo < time.GetUtcNow() - FurthestBehind)
        {
            // What the agency did about the subject is found through the log: an emergency that is not there yet would hold nothing.
            throw new StoreUnavailableException("The log is too far behind to tell what holds a disposal.");
        }

        if (await scopes.HoldsAsync(scope, cancellationToken) is { Count: > 0 } holds)
        {
            return await views.HeldAsync(partition, act with { Act = "disposal.held" }, holds, cancellationToken);
        }

        var tally = await scopes.CountAsync(scope, cancellationToken);
        tally.Count("subjects", removal is null ? 0 : 1);
        tally.Count("keys");
        var tokens = await subjects.TokensAsync(subjectId, record.Controller, key, cancellationToken);
        tally.Count("search-rows", tokens.Count);
        var now = time.GetUtcNow();
        var next = record with
        {
            State = DisposalState.Sweeping,
            DecidedBy = officer.Actor,
            DecidedAt = now,
            Reason = null,
            BackupsExpireOn = LondonCalendar.DateOf(now).AddDays(options.Value.BackupRetentionDays),
            Destroyed = tally.Kinds,
            Recipients = tally.Recipients,
            Work = new DisposalWork(removal is not null, pseudonym, tokens),
        };
        var writes = new List<RowWrite>
        {
            DisposalRecord.Format.Replace(row.RowKey, next, row.Version),
            once,
            DataKeys.Destroy(keyRow, id),
            DisposalMarker.Format.Insert(DisposalMarker.RowKey(id), new DisposalMarker(now)),
        };
        if (removal is not null)
        {
            writes.Add(removal);
        }

        // Where nobody else is left who knows of the subject, what the platform itself noted of it means nothing to anybody either.
        var platform = DataKeyId.OfSubject(subjectId, AuditEntrySealer.Platform);
        if (
            await subjects.IsLastAsync(subjectId, record.Controller, cancellationToken)
            && await keys.RowAsync(platform, cancellationToken) is { } platformKey
        )
        {
            writes.Add(DataKeys.Destroy(platformKey, id));
        }

        return await CommitAsync(id, next, act with { Details = Certified(next) }, writes, cancellationToken);
    }

    /// <summary>What the certificate says, in codes and counts: it lies in the log for ever.</summary>
    private static Dictionary<string, string> Certified(DisposalRecord record)
    {
        static string Counts(IReadOnlyDictionary<string, int> counts) =>
            string.Join(' ', counts.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => $"{c.Key}={c.Value}"));
        var details = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ground"] = record.Ground,
            ["proposed-by"] = record.ProposedBy,
            ["destroyed"] = Counts(record.Destroyed),
        };
        if (record.Recipients.Count > 0)
        {
            details["recipients"] = Counts(record.Recipients);
        }

        if (record.BackupsExpireOn is { } date)
        {
            details["backups-expire-on"] = date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        }

        return details;
    }

    private async ValueTask<DisposalOutcome> CommitAsync(
        string id,
        DisposalRecord next,
        AuditAct act,
        IReadOnlyList<RowWrite> writes,
        CancellationToken cancellationToken
    )
    {
        var notice = DisposalViews.Notice(act.Act, id, next, next.DecidedAt ?? time.GetUtcNow());
        var commit = new JournalCommit(Shards.Of(id), writes, act, [notice]);
        if (await journal.CommitAsync(commit, cancellationToken) is JournalOutcome.Committed { Versions: [{ } version, ..] } done)
        {
            signal.Pulse();
            return new DisposalOutcome.Done(new DisposalView(id, next, version, null, null), done.Receipt);
        }

        // Something changed between our reading and our commit: a hold, a decision, the subject itself. Whoever confirms looks again.
        var row = await records.FindAsync(Shards.Of(id), DisposalRecord.RowKey(id), cancellationToken);
        return row is null ? throw new StoreUnavailableException("A disposal is missing.") : new DisposalOutcome.Changed(row.Version);
    }
}
