using System.Globalization;
using DataSharing.Audit;
using DataSharing.Identity;
using DataSharing.Messaging;
using DataSharing.Partnership;
using DataSharing.Storage;

namespace DataSharing.Agreements;

/// <summary>
/// An IG officer runs a version of an agreement against the own agency's decisions of the last days. Begun here, carried on by
/// <see cref="SimulationSteps"/>, step by step, whatever stops in between.
/// </summary>
public sealed class DraftSimulations(
    IRecordStore records,
    AgreementRegistry registry,
    PartnershipHeadRow heads,
    ArtefactCache artefacts,
    AuditQueries queries,
    Journal journal,
    CreationId creationIds,
    IdempotencyRow idempotency,
    TimeProvider time
)
{
    public const int MaximumDays = 365;

    /// <summary>Different changes that a result lists.</summary>
    public const int MaximumLines = 1_000;

    internal const string StepDue = "simulation.step";

    /// <param name="officer">An IG officer.</param>
    /// <param name="id">The agreement.</param>
    /// <param name="version">The version, in whatever state.</param>
    /// <param name="days">1 to <see cref="MaximumDays"/>: check at the door.</param>
    /// <param name="retry">Tells a retry from another start.</param>
    /// <param name="cancellationToken">Stops before the commit only.</param>
    public async ValueTask<StartSimulationOutcome> StartAsync(
        Caller officer,
        AgreementId id,
        int version,
        int days,
        RetryKey retry,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(officer);
        ArgumentNullException.ThrowIfNull(id);
        ArgumentNullException.ThrowIfNull(retry);
        var partition = Shards.Of(officer.Agency.Value);
        var act = new AuditAct { Act = "agreement.simulation-started", Caller = officer };
        if (await registry.FindDocumentAsync(officer, id, version, cancellationToken) is not { } document)
        {
            var asked = AgreementRecord.RowKey(id.Value, version);
            return new StartSimulationOutcome.NotFound(await journal.NotFoundAsync(partition, act, asked, cancellationToken));
        }

        var creationId = await creationIds.ForAsync(officer, "simulations", retry.Key, cancellationToken);
        act = act with
        {
            Records = [AgreementRecord.RowKey(id.Value, version), $"simulation:{creationId}"],
            Details = new Dictionary<string, string>(StringComparer.Ordinal) { ["days"] = days.ToString(CultureInfo.InvariantCulture) },
        };
        while (true)
        {
            var idem = await records.FindAsync(partition, IdempotencyRow.RowKey(creationId), cancellationToken);
            switch (await idempotency.MatchesAsync(idem, retry.Body, cancellationToken))
            {
                case false:
                    return new StartSimulationOutcome.KeyReused();
                case true:
                    var made =
                        await FindAsync(officer.Agency, creationId, cancellationToken)
                        ?? throw new StoreUnavailableException("A created record is missing.");
                    var again = act with { Act = "agreement.simulation-started-again" };
                    return new StartSimulationOutcome.Started(made, await journal.RecordAsync(partition, again, cancellationToken));
            }

            var record = await NewAsync(officer, creationId, document, days, cancellationToken);
            RowWrite[] writes =
            [
                SimulationRecord.Format.Insert(SimulationRecord.RowKey(officer.Agency, creationId), record),
                await idempotency.InsertAsync(creationId, retry.Body, cancellationToken),
            ];
            var commit = new JournalCommit(partition, writes, act, [Due(record, time.GetUtcNow())]);
            if (await journal.CommitAsync(commit, cancellationToken) is JournalOutcome.Committed committed)
            {
                return new StartSimulationOutcome.Started(record, committed.Receipt);
            }
        }
    }

    /// <summary>How far one of the agency's own has come, and what came of it; null alike where there is none and where it is another agency's.</summary>
    public async ValueTask<(SimulationRecord? Simulation, AuditReceipt Receipt)> ReadAsync(
        Caller officer,
        string id,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(officer);
        var found = await FindAsync(officer.Agency, id, cancellationToken);
        var act = new AuditAct
        {
            Act = "agreement.simulation-read",
            Caller = officer,
            Records = found is null ? [] : [$"simulation:{id}"],
            Asked = found is null ? id : null,
        };
        // INVARIANT: the officer's look is in the log before the answer leaves.
        return (found, await journal.RecordAsync(Shards.Of(officer.Agency.Value), act, cancellationToken));
    }

    internal static EventEnvelope Due(SimulationRecord record, DateTimeOffset now) =>
        new(
            string.Create(CultureInfo.InvariantCulture, $"{StepDue}:{record.Id}:{record.Step}"),
            StepDue,
            record.Id,
            now,
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["agency"] = record.Agency.Value,
                ["step"] = record.Step.ToString(CultureInfo.InvariantCulture),
            }
        );

    private async ValueTask<SimulationRecord?> FindAsync(AgencyId agency, string id, CancellationToken cancellationToken) =>
        await records.FindAsync(Shards.Of(agency.Value), SimulationRecord.RowKey(agency, id), cancellationToken) is { } row
            ? SimulationRecord.Format.Read(row)
            : null;

    private async ValueTask<SimulationRecord> NewAsync(
        Caller officer,
        string id,
        AgreementDocument document,
        int days,
        CancellationToken cancellationToken
    )
    {
        var head =
            await heads.FindAsync(cancellationToken) ?? throw new StoreUnavailableException("The partnership has not been founded yet.");
        var now = time.GetUtcNow();
        var agreement = document.Agreement;
        return new SimulationRecord
        {
            Id = id,
            Agency = officer.Agency,
            AgreementId = agreement.Id,
            Version = agreement.Version,
            ContentHash = document.ContentHash,
            By = new SimulationOfficer(officer.TenantId, officer.ClientId, officer.PersonId),
            StartedAt = now,
            Since = now.AddDays(-days),
            Before = await queries.CompleteToAsync(cancellationToken),
            At = agreement.EffectiveFrom > now ? agreement.EffectiveFrom : now,
            InForceDigest = (await artefacts.ForAsync(head, cancellationToken)).Digest,
        };
    }
}

/// <summary>What became of starting a simulation.</summary>
public abstract record StartSimulationOutcome
{
    private StartSimulationOutcome() { }

    public sealed record Started(SimulationRecord Simulation, AuditReceipt Receipt) : StartSimulationOutcome;

    /// <summary>No such version, or not the caller's to see: alike.</summary>
    public sealed record NotFound(AuditReceipt Receipt) : StartSimulationOutcome;

    /// <summary>The Idempotency-Key was used with another body.</summary>
    public sealed record KeyReused : StartSimulationOutcome;
}
