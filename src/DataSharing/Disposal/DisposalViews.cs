using DataSharing.Audit;
using DataSharing.Entities;
using DataSharing.Identity;
using DataSharing.Messaging;
using DataSharing.Protection;
using DataSharing.Storage;

namespace DataSharing.Disposal;

/// <summary>Reading disposals and their certificates, for the officers of the agency whose they are.</summary>
public sealed class DisposalViews(IRecordStore records, Journal journal, DataKeys keys, DisposalIndex index, AuditQueries queries)
{
    public const int PageSize = 50;

    private const int MostLooks = 10;

    /// <summary>The act of the entry that is the certificate.</summary>
    public const string Certificate = "subject.disposed";

    public async ValueTask<DisposalOutcome> ReadAsync(Caller officer, string id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(officer);
        var act = new AuditAct { Act = "disposal.read", Caller = officer };
        if (await FindAsync(officer, id, cancellationToken) is not { } row)
        {
            return new DisposalOutcome.NotFound(await journal.NotFoundAsync(Shards.Of(id), act, id, cancellationToken));
        }

        var view = await ViewAsync(officer, id, row, cancellationToken);
        act = act with { Records = [row.RowKey], Subjects = view.Record.SubjectId is { } subject ? [new AuditSubject(subject)] : [] };
        // INVARIANT: the entry commits before anything leaves.
        return new DisposalOutcome.Done(view, await journal.RecordAsync(Shards.Of(id), act, cancellationToken));
    }

    /// <summary>The agency's disposals, the newest first; of one record alone where its id is given.</summary>
    public async ValueTask<DisposalPage> ListAsync(Caller officer, string? subjectId, string? after, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(officer);
        var lines = new List<DisposalView>();
        var next = after;
        var more = subjectId is null;
        if (subjectId is not null)
        {
            var certificate = await keys.CertificateAsync(DataKeyId.OfSubject(subjectId, officer.Agency), cancellationToken);
            // Looked for whether there is one or not.
            await AddAsync(certificate ?? subjectId);
        }

        while (more && lines.Count < PageSize)
        {
            (var ids, more) = await index.ListAsync(officer.Agency, next, PageSize - lines.Count, cancellationToken);
            foreach (var (key, id) in ids)
            {
                next = key;
                await AddAsync(id);
            }
        }

        var subjects = lines.Select(l => l.Record.SubjectId).OfType<string>().Distinct(StringComparer.Ordinal);
        var act = new AuditAct
        {
            Act = "disposal.listed",
            Caller = officer,
            Asked = subjectId,
            Records = [.. lines.Select(l => DisposalRecord.RowKey(l.Id))],
            Subjects = [.. subjects.Select(s => new AuditSubject(s))],
        };
        var receipt = await journal.RecordAsync(Shards.Of(officer.Agency.Value), act, cancellationToken);
        return new DisposalPage(lines, more ? next : null, receipt);

        async ValueTask AddAsync(string id)
        {
            if (await FindAsync(officer, id, cancellationToken) is { } row)
            {
                lines.Add(new DisposalView(id, DisposalRecord.Format.Read(row), row.Version, null, null));
            }
        }
    }

    /// <summary>What this person proposed, the newest first. May be fewer than a page although more follow.</summary>
    public async ValueTask<DisposalPage> ListOwnAsync(Caller person, string? after, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(person);
        var lines = new List<DisposalView>();
        var (next, more) = (after, true);
        // A bounded amount of work, however much others of the agency propose.
        for (var looks = 0; more && lines.Count < PageSize && looks < MostLooks; looks++)
        {
            (var ids, more) = await index.ListAsync(person.Agency, next, PageSize - lines.Count, cancellationToken);
            var rows = await Task.WhenAll(ids.Select(listed => FindAsync(person, listed.Id, cancellationToken).AsTask()));
            foreach (var ((key, id), row) in ids.Zip(rows))
            {
                next = key;
                if (row is not null && DisposalRecord.Format.Read(row) is var record && record.ProposedBy == person.Actor)
                {
                    lines.Add(new DisposalView(id, record, row.Version, null, null));
                }
            }
        }

        var subjects = lines.Select(l => l.Record.SubjectId).OfType<string>().Distinct(StringComparer.Ordinal);
        var act = new AuditAct
        {
            Act = "disposal.own-listed",
            Caller = person,
            Records = [.. lines.Select(l => DisposalRecord.RowKey(l.Id))],
            Subjects = [.. subjects.Select(s => new AuditSubject(s))],
        };
        var receipt = await journal.RecordAsync(Shards.Of(person.Agency.Value), act, cancellationToken);
        return new DisposalPage(lines, more ? next : null, receipt);
    }

    /// <summary>The row, where it is the officer's agency's.</summary>
    internal async ValueTask<StoredRow?> FindAsync(Caller officer, string id, CancellationToken cancellationToken)
    {
        var row = await records.FindAsync(Shards.Of(id), DisposalRecord.RowKey(id), cancellationToken);
        return row is not null && DisposalRecord.Format.Read(row).Controller == officer.Agency ? row : null;
    }

    /// <summary>The answer to a retry: how it stands now.</summary>
    internal async ValueTask<DisposalOutcome> AgainAsync(string id, AuditAct act, CancellationToken cancellationToken)
    {
        var officer = act.Caller ?? throw new ArgumentException("Somebody asks again.", nameof(act));
        var row = await FindAsync(officer, id, cancellationToken) ?? throw new StoreUnavailableException("A created record is missing.");
        var view = await ViewAsync(officer, id, row, cancellationToken);
        var again = act with { Act = $"{act.Act}-again", Records = [row.RowKey] };
        return new DisposalOutcome.Done(view, await journal.RecordAsync(Shards.Of(id), again, cancellationToken));
    }

    internal async ValueTask<DisposalOutcome> HeldAsync(
        string partition,
        AuditAct act,
        IReadOnlyCollection<string> holds,
        CancellationToken cancellationToken
    )
    {
        var details = new Dictionary<string, string>(act.Details, StringComparer.Ordinal) { ["holds"] = string.Join(' ', holds) };
        return new DisposalOutcome.Held(holds, await journal.RecordAsync(partition, act with { Details = details }, cancellationToken));
    }

    internal static EventEnvelope Notice(string type, string id, DisposalRecord record, DateTimeOffset at)
    {
        var data = new Dictionary<string, string>(StringComparer.Ordinal) { ["agency"] = record.Controller.Value };
        return new EventEnvelope($"{type}:{id}", type, id, at, data);
    }

    private async ValueTask<DisposalView> ViewAsync(Caller officer, string id, StoredRow row, CancellationToken cancellationToken)
    {
        var record = DisposalRecord.Format.Read(row);
        string? reason = null;
        if (record is { Reason: { } sealedReason, SubjectId: { } subject })
        {
            var key = await keys.FindAsync(DataKeyId.OfSubject(subject, record.Controller), cancellationToken);
            reason = key?.Open(sealedReason, DisposalJson.Default.DisposalSection, row.RowKey).Reason;
        }

        return new DisposalView(id, record, row.Version, reason, await IndexAsync(officer, id, record, cancellationToken));
    }

    private async ValueTask<long?> IndexAsync(Caller officer, string id, DisposalRecord record, CancellationToken cancellationToken)
    {
        if (record.State is DisposalState.Proposed or DisposalState.Declined)
        {
            return null;
        }

        var question = new AuditSearch { Record = DisposalRecord.RowKey(id), Act = Certificate };
        var page = await queries.SearchAsync(officer, question, null, cancellationToken);
        return page.Entries is [var entry, ..] ? entry.Index : null;
    }
}
