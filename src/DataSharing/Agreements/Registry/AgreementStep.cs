using DataSharing.Audit;
using DataSharing.Identity;
using DataSharing.Messaging;
using DataSharing.Partnership;
using DataSharing.Storage;

namespace DataSharing.Agreements;

/// <summary>What was decided on a record and a head: an answer, or a change to commit.</summary>
internal abstract record AgreementStep
{
    private AgreementStep() { }

    public sealed record Stop(AgreementOutcome Outcome) : AgreementStep;

    /// <param name="Record">As it will be.</param>
    /// <param name="Further">Other rows of the same commit, the head among them where it changes.</param>
    /// <param name="Act">The entry.</param>
    public sealed record Change(AgreementRecord Record, IReadOnlyList<RowWrite> Further, AuditAct Act) : AgreementStep;

    public static AgreementStep Refuse(AgreementConflict reason) => new Stop(new AgreementOutcome.Conflict(reason));

    public static AgreementStep Forbid() => new Stop(new AgreementOutcome.Forbidden());
}

/// <summary>Takes one step in an agreement's life: finds the record for the caller, decides, and commits record, entry and notice together.</summary>
public sealed class AgreementSteps(IRecordStore records, PartnershipHeadRow heads, Journal journal, TimeProvider time)
{
    /// <summary>How often a step is decided again because somebody else changed the directory first.</summary>
    private const int Attempts = 20;

    internal static string Partition => PartnershipHeadRow.PartitionKey;

    /// <summary>The record with its version, if there is one and the caller may know of it.</summary>
    internal async ValueTask<Versioned<AgreementRecord>?> FindAsync(
        Caller caller,
        AgreementId id,
        int version,
        CancellationToken cancellationToken
    )
    {
        var found = await FindAnyAsync(id.Value, version, cancellationToken);
        return found is not null && MaySee(caller, found.Record) ? found : null;
    }

    internal async ValueTask<Versioned<AgreementRecord>?> FindAnyAsync(string id, int version, CancellationToken cancellationToken) =>
        await records.FindAsync(Partition, AgreementRecord.RowKey(id, version), cancellationToken) is { } row
            ? new Versioned<AgreementRecord>(AgreementRecord.Format.Read(row), row.Version)
            : null;

    /// <summary>Drafts and versions are their parties' own business, and the partnership administrators'.</summary>
    internal static bool MaySee(Caller caller, AgreementRecord record) =>
        caller.Has(PartnershipRoles.Admin) || record.Parties.Contains(caller.Agency);

    /// <param name="caller">Who.</param>
    /// <param name="id">The agreement.</param>
    /// <param name="version">Its version.</param>
    /// <param name="expected">The record's version that the caller read; null where the step does not depend on it.</param>
    /// <param name="act">The entry's act.</param>
    /// <param name="decide">Decides on the record and the head as they are now; asked again where another change came first.</param>
    /// <param name="cancellationToken">Stops before the commit only.</param>
    internal async ValueTask<AgreementOutcome> TakeAsync(
        Caller caller,
        AgreementId id,
        int version,
        RowVersion? expected,
        string act,
        Func<AgreementRecord, ReadHead, ValueTask<AgreementStep>> decide,
        CancellationToken cancellationToken
    )
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var head =
                await heads.FindAsync(cancellationToken)
                ?? throw new StoreUnavailableException("The partnership has not been founded yet.");
            if (await FindAsync(caller, id, version, cancellationToken) is not { } found)
            {
                var asked = AgreementRecord.RowKey(id.Value, version);
                var entry = new AuditAct { Act = act, Caller = caller };
                return new AgreementOutcome.NotFound(await journal.NotFoundAsync(Partition, entry, asked, cancellationToken));
            }

            switch (await decide(found.Record, head))
            {
                case AgreementStep.Stop { Outcome: AgreementOutcome.Forbidden forbidden }:
                    return forbidden;
                case not null when expected is not null && expected != found.Version:
                    return new AgreementOutcome.PreconditionFailed(found.Version);
                case AgreementStep.Stop stop:
                    return stop.Outcome;
                case AgreementStep.Change change:
                    RowWrite[] writes =
                    [
                        AgreementRecord.Format.Replace(change.Record.Reference, change.Record, found.Version),
                        .. change.Further,
                    ];
                    if (await CommitAsync(writes, change.Record, change.Act, cancellationToken) is { } done)
                    {
                        return done;
                    }

                    break;
                default:
                    throw new InvalidOperationException("A step that this release does not know.");
            }
        }

        throw new StoreUnavailableException("The directory is being changed by others; try again.");
    }

    /// <summary>Commits; null where another change came first. The record's own row is the first write.</summary>
    internal async ValueTask<AgreementOutcome.Done?> CommitAsync(
        IReadOnlyList<RowWrite> writes,
        AgreementRecord record,
        AuditAct act,
        CancellationToken cancellationToken
    )
    {
        var commit = new JournalCommit(Partition, writes, act, [Notice(record, act.Act)]);
        return await journal.CommitAsync(commit, cancellationToken) is JournalOutcome.Committed committed
            ? new AgreementOutcome.Done(
                record,
                committed.Versions[0] ?? throw new InvalidOperationException("A row that was written has a version."),
                committed.Receipt
            )
            : null;
    }

    internal static AuditAct Act(string act, Caller? caller, AgreementRecord record, params (string Name, string Value)[] details)
    {
        var told = new Dictionary<string, string>(StringComparer.Ordinal) { ["content-hash"] = record.ContentHash };
        foreach (var (name, value) in details)
        {
            told[name] = value;
        }

        return new AuditAct
        {
            Act = act,
            Caller = caller,
            Records = [record.Reference],
            Counterparts = [.. record.Parties.Where(party => party != caller?.Agency)],
            Details = told,
        };
    }

    internal static string Moment(DateTimeOffset moment) =>
        moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);

    // The parties are named so that whoever delivers it can keep drafts from everybody else.
    private EventEnvelope Notice(AgreementRecord record, string type) =>
        Notice(Guid.NewGuid().ToString("N"), record, type, time.GetUtcNow());

    internal static EventEnvelope Notice(string id, AgreementRecord record, string type, DateTimeOffset at) =>
        new(
            id,
            type,
            record.Reference,
            at,
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["agreement"] = record.Id.Value,
                ["version"] = record.Version.ToString(System.Globalization.CultureInfo.InvariantCulture),
                ["parties"] = string.Join(' ', record.Parties.Select(party => party.Value)),
            }
        );
}
