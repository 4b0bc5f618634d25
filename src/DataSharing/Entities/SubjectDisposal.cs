using DataSharing.Audit;
using DataSharing.Consent;
using DataSharing.Identity;
using DataSharing.Protection;
using DataSharing.Storage;

namespace DataSharing.Entities;

/// <summary>
/// What one agency recorded of a subject, counted or destroyed. Whatever it keeps lies in the subject's own shard, apart from the rows by which it
/// is found; each step may die and be repeated.
/// </summary>
public sealed class SubjectDisposal(IRecordStore records, DataKeys keys, SearchTokens tokens, EventDisposal events)
{
    /// <summary>Whether the agency answers for anything about the subject, and whether it registered it; null where there is nothing of it.</summary>
    internal async ValueTask<(SubjectKind? Kind, bool IsRegistrar)?> ControlAsync(
        string subjectId,
        AgencyId agency,
        CancellationToken cancellationToken
    )
    {
        var partition = Shards.Of(subjectId);
        // All at once, whatever there is: the store's traffic must not tell.
        var subject = records.FindAsync(partition, SubjectRecord.RowKey(subjectId), cancellationToken).AsTask();
        var facts = records.ReadAllAsync(partition, FactRecord.Prefix(subjectId), cancellationToken).AsTask();
        var links = records.ReadAllAsync(partition, LinkRecord.Prefix(subjectId), cancellationToken).AsTask();
        var consents = records.ReadAllAsync(partition, ConsentPrefix(subjectId), cancellationToken).AsTask();
        await Task.WhenAll(subject, facts, links, consents);
        var record = await subject is { } row ? SubjectRecord.Format.Read(row) : null;
        var isRegistrar = record?.Controller == agency;
        var holds =
            isRegistrar
            || (await facts).Any(r => FactRecord.Format.Read(r).Item.Controller == agency)
            || (await links).Any(r => LinkRecord.Format.Read(r).Item.Controller == agency)
            || (await consents).Any(r => ConsentRecord.Format.Read(r).Controller == agency);
        return holds ? (record?.Kind, isRegistrar) : null;
    }

    /// <summary>
    /// The rows by which the subject is found, which nobody could tell any more without its particulars: as <c>partition key</c>.
    /// Empty where the agency did not register it.
    /// </summary>
    internal async ValueTask<IReadOnlyList<string>> TokensAsync(
        string subjectId,
        AgencyId agency,
        DataKey key,
        CancellationToken cancellationToken
    )
    {
        var row = await records.FindAsync(Shards.Of(subjectId), SubjectRecord.RowKey(subjectId), cancellationToken);
        if (row is null || SubjectRecord.Format.Read(row) is not { } record || record.Controller != agency)
        {
            return [];
        }

        var particulars = key.Open(record.Particulars, EntitiesJson.Default.SubjectParticulars, row.RowKey);
        return [.. (await tokens.OfAsync(agency, particulars, cancellationToken)).Select(t => $"{t.PartitionKey} {t.Prefix}{subjectId}")];
    }

    /// <summary>What destroys the subject itself, for the commit that holds the certificate; null where the agency did not register it.</summary>
    internal async ValueTask<RowWrite?> RemovalAsync(string subjectId, AgencyId agency, CancellationToken cancellationToken)
    {
        var row = await records.FindAsync(Shards.Of(subjectId), SubjectRecord.RowKey(subjectId), cancellationToken);
        return row is not null && SubjectRecord.Format.Read(row).Controller == agency ? new RowWrite.Delete(row.RowKey, row.Version) : null;
    }

    /// <summary>Counts, and where asked destroys, everything but the subject's own row and its key.</summary>
    internal async ValueTask WalkAsync(DisposalScope scope, bool destroy, DisposalTally tally, CancellationToken cancellationToken)
    {
        var (id, agency) = (scope.SubjectId, scope.Controller);
        var partition = Shards.Of(id);
        var gone = new List<(string PartitionKey, string RowKey)>();
        foreach (var row in await records.ReadAllAsync(partition, FactRecord.Prefix(id), cancellationToken))
        {
            if (FactRecord.Format.Read(row).Item.Controller == agency)
            {
                tally.Count("facts");
                gone.AddRange([(partition, IdempotencyRow.RowKey(LastPart(row))), (partition, row.RowKey)]);
            }
        }

        foreach (var row in await records.ReadAllAsync(partition, ConsentPrefix(id), cancellationToken))
        {
            if (ConsentRecord.Format.Read(row).Controller == agency)
            {
                tally.Count("consents");
                gone.AddRange([(partition, IdempotencyRow.RowKey(LastPart(row))), (partition, row.RowKey)]);
            }
        }

        // First what a row leads to, then the row: one that died in between finds it again.
        var elsewhere = new List<(string PartitionKey, string RowKey)>();
        foreach (var row in await records.ReadAllAsync(partition, LinkRecord.Prefix(id), cancellationToken))
        {
            if (LinkRecord.Format.Read(row) is { } link && link.Item.Controller == agency)
            {
                tally.Count("links");
                elsewhere.Add((Shards.Of(link.To), LinkMirror.Prefix(link.To) + LastPart(row)));
                gone.AddRange([(partition, IdempotencyRow.RowKey(LastPart(row))), (partition, row.RowKey)]);
            }
        }

        foreach (var row in await records.ReadAllAsync(partition, LinkMirror.Prefix(id), cancellationToken))
        {
            var (from, linkId) = (LinkMirror.Format.Read(row).From, LastPart(row));
            var link = await records.FindAsync(Shards.Of(from), LinkRecord.RowKey(from, linkId), cancellationToken);
            if (link is null)
            {
                gone.Add((partition, row.RowKey));
            }
            else if (LinkRecord.Format.Read(link).Item.Controller == agency)
            {
                tally.Count("links");
                elsewhere.AddRange([(Shards.Of(from), IdempotencyRow.RowKey(linkId)), (Shards.Of(from), link.RowKey)]);
                gone.Add((partition, row.RowKey));
            }
        }

        // By the rows that lead to events, and by the log: rows come a moment later than events.
        var involved = await records.ReadAllAsync(partition, Involvement.Prefix(id), cancellationToken);
        foreach (var eventId in involved.Select(LastPart).Concat(scope.Ids("event")).Distinct(StringComparer.Ordinal))
        {
            if (await events.WalkAsync(eventId, scope, destroy, tally, cancellationToken))
            {
                gone.AddRange(involved.Where(r => LastPart(r) == eventId).Select(r => (partition, r.RowKey)));
            }
        }

        var told = scope.IsRegistrar ? $"knows:{id}:" : SubjectRegister.AcquaintanceKey(id, agency);
        gone.AddRange((await records.ReadAllAsync(partition, told, cancellationToken)).Select(r => (partition, r.RowKey)));
        if (scope.IsRegistrar)
        {
            gone.Add((partition, IdempotencyRow.RowKey(id)));
        }

        if (destroy)
        {
            var batches = new RowBatches(records);
            await batches.DeleteAsync(elsewhere, cancellationToken);
            await batches.DeleteAsync(gone, cancellationToken);
        }
    }

    /// <summary>Deletes the rows by which it was found, as <see cref="TokensAsync"/> told them.</summary>
    internal async ValueTask ForgetAsync(IEnumerable<string> rows, CancellationToken cancellationToken)
    {
        var gone = rows.Select(r => r.Split(' ')).Select(r => (r[0], r[1]));
        await new RowBatches(records).DeleteAsync([.. gone], cancellationToken);
    }

    /// <summary>The other agencies that hold a key of the subject: none means that nobody is left to whom it means anything.</summary>
    internal async ValueTask<bool> IsLastAsync(string subjectId, AgencyId agency, CancellationToken cancellationToken)
    {
        var held = await keys.OfSubjectAsync(subjectId, cancellationToken);
        return !held.Controllers.Any(c => c != agency.Value && c != AuditEntrySealer.Platform.Value);
    }

    private static string ConsentPrefix(string subjectId) => $"consent:{subjectId}:";

    private static string LastPart(StoredRow row) => row.RowKey[(row.RowKey.LastIndexOf(':') + 1)..];
}
