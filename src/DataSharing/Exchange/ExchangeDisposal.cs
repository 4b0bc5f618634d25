using DataSharing.Audit;
using DataSharing.Identity;
using DataSharing.Protection;
using DataSharing.Storage;

namespace DataSharing.Exchange;

/// <summary>
/// What one agency disclosed, and asked, about a subject: counted or destroyed. That a disclosure was made, to whom and under which agreement,
/// remains; whom it was about and what it said do not. Each recipient is told (UK GDPR Art 19).
/// </summary>
public sealed class ExchangeDisposal(IRecordStore records, IBlobStore blobs, Journal journal, ExchangeIndex index, TimeProvider time)
{
    /// <summary>Somebody still has to say whether an emergency share was right.</summary>
    public const string EmergencyOpen = "emergency-open";

    /// <summary>A request about the subject waits for an answer.</summary>
    public const string RequestOpen = "request-open";

    // Requests that nobody has looked at are not in the log under the agency's name; the newest are looked through for them.
    private const int ReceivedLookedThrough = 500;

    internal async ValueTask WalkAsync(DisposalScope scope, bool destroy, DisposalTally tally, CancellationToken cancellationToken)
    {
        foreach (var id in scope.Ids("disclosure"))
        {
            await DisclosureAsync(id, scope, destroy, tally, cancellationToken);
        }

        foreach (var id in scope.Ids("request"))
        {
            await RequestAsync(id, scope, destroy, tally, cancellationToken);
        }
    }

    /// <summary>What forbids the disposal for now.</summary>
    internal async ValueTask HoldsAsync(DisposalScope scope, DisposalTally tally, CancellationToken cancellationToken)
    {
        foreach (var id in scope.Ids("disclosure"))
        {
            if (await FindAsync(id, scope, cancellationToken) is (_, { Emergency.IsOpen: true } record) && record.From == scope.Controller)
            {
                tally.Hold(EmergencyOpen);
            }
        }

        var (received, _) = await index.ListAsync(
            scope.Controller,
            ExchangeDirection.Received,
            "request",
            null,
            ReceivedLookedThrough,
            cancellationToken
        );
        foreach (var id in scope.Ids("request").Concat(received.Select(r => r.Id)).Distinct(StringComparer.Ordinal))
        {
            var row = await records.FindAsync(Shards.Of(id), RequestRecord.RowKey(id), cancellationToken);
            if (
                row is not null
                && RequestRecord.Format.Read(row) is { State: RequestState.Open } request
                && string.Equals(request.SubjectId, scope.SubjectId, StringComparison.Ordinal)
            )
            {
                tally.Hold(RequestOpen);
            }
        }
    }

    private async ValueTask DisclosureAsync(
        string id,
        DisposalScope scope,
        bool destroy,
        DisposalTally tally,
        CancellationToken cancellationToken
    )
    {
        while (await FindAsync(id, scope, cancellationToken) is var (row, record) && record.From == scope.Controller)
        {
            if (destroy)
            {
                if (record.Blob is { } blob)
                {
                    // Before the row forgets its name: what died in between finds it again.
                    _ = await blobs.DeleteAsync(blob, cancellationToken);
                }

                var next = record with
                {
                    SubjectId = DataKeyId.Nobody,
                    Decision = record.Decision.WithoutInput(),
                    Inline = null,
                    Blob = null,
                    Emergency = Emptied(record.Emergency),
                };
                var notice = DisclosureService.Notice("disclosure.disposed", id, next) with { Time = time.GetUtcNow() };
                var commit = new JournalCommit(
                    Shards.Of(id),
                    [DisclosureRecord.Format.Replace(row.RowKey, next, row.Version)],
                    Act("disclosure.disposed", row, record.From, record.To),
                    [notice]
                );
                if (await journal.CommitAsync(commit, cancellationToken) is not JournalOutcome.Committed)
                {
                    // Somebody else was here meanwhile: look again.
                    continue;
                }
            }

            tally.Count("disclosures");
            tally.Sent(record.To);
            return;
        }
    }

    private async ValueTask RequestAsync(
        string id,
        DisposalScope scope,
        bool destroy,
        DisposalTally tally,
        CancellationToken cancellationToken
    )
    {
        while (
            await records.FindAsync(Shards.Of(id), RequestRecord.RowKey(id), cancellationToken) is { } row
            && RequestRecord.Format.Read(row) is { } record
            && record.From == scope.Controller
            && string.Equals(record.SubjectId, scope.SubjectId, StringComparison.Ordinal)
        )
        {
            if (destroy)
            {
                var next = record with
                {
                    SubjectId = DataKeyId.Nobody,
                    Answerable = record.Answerable.WithoutInput(),
                    Particulars = record.Particulars?.WithoutInput(),
                    Ask = [],
                    Explanation = null,
                };
                var commit = new JournalCommit(
                    Shards.Of(id),
                    [RequestRecord.Format.Replace(row.RowKey, next, row.Version)],
                    Act("request.disposed", row, record.From, record.To),
                    [RequestService.Notice("request.disposed", id, next, time.GetUtcNow())]
                );
                if (await journal.CommitAsync(commit, cancellationToken) is not JournalOutcome.Committed)
                {
                    continue;
                }
            }

            tally.Count("requests");
            return;
        }
    }

    private async ValueTask<(StoredRow Row, DisclosureRecord Record)?> FindAsync(
        string id,
        DisposalScope scope,
        CancellationToken cancellationToken
    )
    {
        var row = await records.FindAsync(Shards.Of(id), DisclosureRecord.RowKey(id), cancellationToken);
        return
            row is not null
            && DisclosureRecord.Format.Read(row) is { } record
            && string.Equals(record.SubjectId, scope.SubjectId, StringComparison.Ordinal)
            ? (row, record)
            : null;
    }

    private static EmergencyShare? Emptied(EmergencyShare? share) =>
        share is null ? null : share with { Plea = [], Reviews = [.. share.Reviews.Select(r => r with { Reasons = [] })] };

    // The platform carries out what two people decided; the certificate names them.
    private static AuditAct Act(string act, StoredRow row, params AgencyId[] concerned) =>
        new()
        {
            Act = act,
            Caller = null,
            Records = [row.RowKey],
            Counterparts = concerned,
        };
}
