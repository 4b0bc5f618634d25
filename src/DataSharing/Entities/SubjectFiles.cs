using DataSharing.Consent;
using DataSharing.Identity;
using DataSharing.Protection;
using DataSharing.Storage;

namespace DataSharing.Entities;

/// <summary>What has to be known of a subject to decide who may see what of it. Read whole, whoever asks; internal to this folder.</summary>
/// <param name="Id">The subject.</param>
/// <param name="Record">Null where there is none.</param>
/// <param name="Version">Null where there is none.</param>
/// <param name="Particulars">Null where there is no subject, or its key was destroyed.</param>
/// <param name="Told">The asking agency was told of it in an exchange.</param>
/// <param name="Facts">Opened, of every controller whose key still exists.</param>
/// <param name="ConsentRows">As they lie in the ledger.</param>
/// <param name="Keys">Of this subject.</param>
internal sealed record SubjectFile(
    string Id,
    SubjectRecord? Record,
    RowVersion? Version,
    SubjectParticulars? Particulars,
    bool Told,
    IReadOnlyList<OpenFact> Facts,
    IReadOnlyList<StoredRow> ConsentRows,
    SubjectKeys Keys
)
{
    public override string ToString() => "SubjectFile(redacted)";
}

internal sealed record OpenFact(string Id, ItemHeader Item, FactContent Content, RowVersion Version)
{
    public override string ToString() => "OpenFact(redacted)";
}

/// <summary>Reads subjects' files: five reads of one partition at once, the same whether the subject is there or not.</summary>
public sealed class SubjectFiles(IRecordStore records, DataKeys keys, ConsentLedger consents)
{
    internal async Task<SubjectFile> ReadAsync(string subjectId, AgencyId asker, CancellationToken cancellationToken)
    {
        var partition = Shards.Of(subjectId);
        var subject = records.FindAsync(partition, SubjectRecord.RowKey(subjectId), cancellationToken).AsTask();
        var told = records.FindAsync(partition, SubjectRegister.AcquaintanceKey(subjectId, asker), cancellationToken).AsTask();
        var held = keys.OfSubjectAsync(subjectId, cancellationToken).AsTask();
        var facts = records.ReadAllAsync(partition, FactRecord.Prefix(subjectId), cancellationToken).AsTask();
        var consent = consents.RowsAsync(subjectId, cancellationToken).AsTask();
        await Task.WhenAll(subject, told, held, facts, consent);

        var (row, subjectKeys) = (await subject, await held);
        var record = row is null ? null : SubjectRecord.Format.Read(row);
        var key = record is null ? null : await subjectKeys.FindAsync(record.Controller, cancellationToken);
        var particulars =
            row is null || record is null ? null : key?.Open(record.Particulars, EntitiesJson.Default.SubjectParticulars, row.RowKey);
        return new SubjectFile(
            subjectId,
            record,
            row?.Version,
            particulars,
            await told is not null,
            record is null ? [] : await OpenAsync(await facts, subjectKeys, cancellationToken),
            await consent,
            subjectKeys
        );
    }

    private static async ValueTask<IReadOnlyList<OpenFact>> OpenAsync(
        IReadOnlyList<StoredRow> rows,
        SubjectKeys held,
        CancellationToken cancellationToken
    )
    {
        var open = new List<OpenFact>(rows.Count);
        foreach (var row in rows)
        {
            var fact = FactRecord.Format.Read(row);
            if (await held.FindAsync(fact.Item.Controller, cancellationToken) is { } key)
            {
                var content = key.Open(fact.Content, EntitiesJson.Default.FactContent, row.RowKey);
                open.Add(new OpenFact(row.RowKey[(row.RowKey.LastIndexOf(':') + 1)..], fact.Item, content, row.Version));
            }
        }

        return open;
    }
}
