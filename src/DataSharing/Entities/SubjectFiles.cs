using DataSharing.Consent;
using DataSharing.Identity;
using DataSharing.Protection;
using DataSharing.Storage;

namespace DataSharing.Entities;

/// <summary>What has to be known of a subject to decide who may see what of it. Read alike whoever asks; internal to this folder.</summary>
/// <param name="Id">The subject.</param>
/// <param name="Record">Null where there is none.</param>
/// <param name="Version">Null where there is none.</param>
/// <param name="Particulars">Null where there is no subject, or its key was destroyed.</param>
/// <param name="Told">The asking agency was told of it in an exchange.</param>
/// <param name="Facts">Opened, of every controller whose key still exists; none where they were not asked for.</param>
/// <param name="ConsentRows">As they lie in the ledger; none where they were not asked for.</param>
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

/// <summary>What is read of a subject beside its row and its keys.</summary>
[Flags]
internal enum SubjectParts
{
    None = 0,

    /// <summary>Whether the asking agency was told of it.</summary>
    Told = 1,
    Facts = 2,
    Consents = 4,
    All = Told | Facts | Consents,
}

/// <summary>Reads subjects' files: its parts from one partition at once, the same reads whether the subject is there or not.</summary>
public sealed class SubjectFiles(IRecordStore records, DataKeys keys, ConsentLedger consents)
{
    private static readonly Task<StoredRow?> NotAsked = Task.FromResult<StoredRow?>(null);
    private static readonly Task<IReadOnlyList<StoredRow>> NoneAsked = Task.FromResult<IReadOnlyList<StoredRow>>([]);

    internal Task<SubjectFile> ReadAsync(string subjectId, AgencyId asker, CancellationToken cancellationToken) =>
        ReadAsync(subjectId, asker, SubjectParts.All, cancellationToken);

    /// <summary>A part that is not asked for is as if nothing were recorded there.</summary>
    internal async Task<SubjectFile> ReadAsync(string subjectId, AgencyId asker, SubjectParts parts, CancellationToken cancellationToken)
    {
        var partition = Shards.Of(subjectId);
        var subject = records.FindAsync(partition, SubjectRecord.RowKey(subjectId), cancellationToken).AsTask();
        var held = keys.OfSubjectAsync(subjectId, cancellationToken).AsTask();
        var told = parts.HasFlag(SubjectParts.Told)
            ? records.FindAsync(partition, SubjectRegister.AcquaintanceKey(subjectId, asker), cancellationToken).AsTask()
            : NotAsked;
        var facts = parts.HasFlag(SubjectParts.Facts)
            ? records.ReadAllAsync(partition, FactRecord.Prefix(subjectId), cancellationToken).AsTask()
            : NoneAsked;
        var consent = parts.HasFlag(SubjectParts.Consents) ? consents.RowsAsync(subjectId, cancellationToken).AsTask() : NoneAsked;
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
