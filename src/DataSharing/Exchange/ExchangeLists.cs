using DataSharing.Agreements;
using DataSharing.Audit;
using DataSharing.Entities;
using DataSharing.Identity;
using DataSharing.Partnership;
using DataSharing.Storage;

namespace DataSharing.Exchange;

/// <summary>
/// What an agency sent and received, newest first, without content. Every line is read from its record and, where it was received, decided
/// again for the purpose stated; what is not permitted now is absent. One entry a page names every subject on it.
/// </summary>
public sealed class ExchangeLists(
    IRecordStore records,
    Journal journal,
    DecisionService decisions,
    DecisionFacts facts,
    RequestService requests,
    ExchangeIndex index,
    TimeProvider time
)
{
    public const int PageSize = 50;

    public async ValueTask<ExchangePage<DisclosureRecord>> DisclosuresAsync(
        Caller caller,
        ReadHead head,
        ExchangeDirection direction,
        StatedAccess access,
        string? after,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(access);
        return await PageAsync(
            caller,
            direction,
            "disclosure",
            access,
            after,
            DisclosureRecord.Format,
            record => record.SubjectId,
            async record =>
            {
                var mine = direction == ExchangeDirection.Sent ? record.From : record.To;
                if (record.IsDisposed)
                {
                    return false;
                }

                if (mine != caller.Agency || direction == ExchangeDirection.Sent)
                {
                    return mine == caller.Agency;
                }

                var emergency = record.Emergency?.HoldsAt(time.GetUtcNow()) == true;
                var question = new SharingQuestion(
                    record.From,
                    record.To,
                    access.Purpose,
                    record.SubjectKind,
                    record.Categories,
                    SharingMode.Content
                )
                {
                    Emergency = emergency,
                    Facts = emergency
                        ? await facts.ForEmergencyAsync(record.SubjectId, record.From, record.To, access.Purpose, cancellationToken)
                        : await facts.ForAsync(
                            head,
                            record.SubjectId,
                            record.From,
                            record.To,
                            access.Purpose,
                            FactsNeeded.None,
                            cancellationToken
                        ),
                };
                return (await decisions.DecideAsync(head, question, cancellationToken)).Effect != SharingEffect.Deny;
            },
            cancellationToken
        );
    }

    public async ValueTask<ExchangePage<RequestRecord>> RequestsAsync(
        Caller caller,
        ReadHead head,
        ExchangeDirection direction,
        StatedAccess access,
        string? after,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(access);
        return await PageAsync(
            caller,
            direction,
            "request",
            access,
            after,
            RequestRecord.Format,
            record => record.SubjectId,
            async record =>
            {
                var mine = direction == ExchangeDirection.Sent ? record.From : record.To;
                if (record.IsDisposed)
                {
                    return false;
                }

                if (mine != caller.Agency || direction == ExchangeDirection.Sent)
                {
                    return mine == caller.Agency;
                }

                return (await requests.MayReadAsync(head, record, access.Purpose, FactsNeeded.None, cancellationToken)).Decision.Effect
                    != SharingEffect.Deny;
            },
            cancellationToken
        );
    }

    private async ValueTask<ExchangePage<T>> PageAsync<T>(
        Caller caller,
        ExchangeDirection direction,
        string kind,
        StatedAccess access,
        string? after,
        RowFormat<T> format,
        Func<T, string> subjectOf,
        Func<T, ValueTask<bool>> isVisible,
        CancellationToken cancellationToken
    )
        where T : class
    {
        var lines = new List<ExchangeLine<T>>();
        string? next = after;
        var more = true;
        // Lines that are not visible leave no gap: the page is filled from what follows.
        while (more && lines.Count < PageSize)
        {
            var (ids, others) = await index.ListAsync(caller.Agency, direction, kind, next, PageSize, cancellationToken);
            more = others;
            // Together: one after another, each would be a round trip of its own in the cloud.
            var found = await Task.WhenAll(ids.Select(line => ReadAsync(line.Id)));
            foreach (var ((key, _), line) in ids.Zip(found))
            {
                if (lines.Count == PageSize)
                {
                    more = true;
                    break;
                }

                next = key;
                if (line is not null)
                {
                    lines.Add(line);
                }
            }
        }

        var act = new AuditAct
        {
            Act = $"{kind}.listed",
            Caller = caller,
            Purpose = access.Purpose,
            Justification = access.Reason,
            Records = [.. lines.Select(l => $"{kind}:{l.Id}")],
            Subjects = [.. lines.Select(l => subjectOf(l.Record)).Distinct(StringComparer.Ordinal).Select(s => new AuditSubject(s))],
            Details = new Dictionary<string, string>(StringComparer.Ordinal) { ["lines"] = $"{lines.Count}" },
        };
        var receipt = await journal.RecordAsync(Shards.Of(caller.Agency.Value), act, cancellationToken);
        return new ExchangePage<T>(lines, more ? next : null, receipt);

        async Task<ExchangeLine<T>?> ReadAsync(string id)
        {
            var row = await records.FindAsync(Shards.Of(id), $"{kind}:{id}", cancellationToken);
            return row is not null && format.Read(row) is { } record && await isVisible(record)
                ? new ExchangeLine<T>(id, record, row.Version)
                : null;
        }
    }
}

public sealed record ExchangeLine<T>(string Id, T Record, RowVersion Version)
    where T : class;

/// <param name="Lines">At most <see cref="ExchangeLists.PageSize"/>.</param>
/// <param name="Next">Where the next page begins; leaves the platform encrypted only.</param>
/// <param name="Receipt">Of this read.</param>
public sealed record ExchangePage<T>(IReadOnlyList<ExchangeLine<T>> Lines, string? Next, AuditReceipt Receipt)
    where T : class;
