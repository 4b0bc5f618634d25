using System.Globalization;
using System.Text.Json;
using DataSharing.Audit;
using DataSharing.Messaging;
using DataSharing.Partnership;
using DataSharing.Protection;
using DataSharing.Storage;

namespace DataSharing.Agreements;

/// <summary>
/// Carries simulations on. Each step is bounded, ends in one commit with its entry and the event of the next, and is skipped where another
/// delivery took it: so a kill at any moment loses no more than the work of one step.
/// </summary>
/// <remarks>
/// First the entries are counted by their headers; then the agency's subjects are gone through, each with all entries about it, because the
/// subject's key opens them and nothing else does. What is counted and opened by no key was disposed of.
/// </remarks>
public sealed class SimulationSteps(
    IRecordStore records,
    PartnershipHeadRow heads,
    ArtefactCache artefacts,
    AuditQueries queries,
    DataKeys keys,
    Journal journal,
    TimeProvider time
) : IEventConsumer
{
    private const int EntriesAStep = 1_000;
    private const int RowsAStep = 200;
    private const string KeyPrefix = "key:";

    public async ValueTask HandleAsync(EventEnvelope envelope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        if (envelope.Type != DraftSimulations.StepDue)
        {
            return;
        }

        var agency = Identity.AgencyId.Parse(envelope.Data["agency"]);
        var (partition, rowKey) = (Shards.Of(agency.Value), SimulationRecord.RowKey(agency, envelope.Subject));
        var row = await records.FindAsync(partition, rowKey, cancellationToken);
        if (
            row is null
            || SimulationRecord.Format.Read(row) is not { State: SimulationState.Running } record
            || envelope.Data["step"] != record.Step.ToString(CultureInfo.InvariantCulture)
        )
        {
            return;
        }

        var next = (await StepAsync(record, cancellationToken)) with { Step = record.Step + 1 };
        var act = new AuditAct
        {
            Act = next.State == SimulationState.Running ? "agreement.simulation-step" : "agreement.simulation-ended",
            Caller = record.By.In(record.Agency),
            Records = [$"simulation:{record.Id}"],
            Details = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["decisions"] = (next.Simulated - record.Simulated).ToString(CultureInfo.InvariantCulture),
                ["people"] = (next.People - record.People).ToString(CultureInfo.InvariantCulture),
            },
        };
        EventEnvelope[] events = next.State == SimulationState.Running ? [DraftSimulations.Due(next, time.GetUtcNow())] : [];
        // A conflict means that another delivery took this step.
        await journal.CommitAsync(
            new JournalCommit(partition, [SimulationRecord.Format.Replace(rowKey, next, row.Version)], act, events),
            cancellationToken
        );
    }

    private async ValueTask<SimulationRecord> StepAsync(SimulationRecord record, CancellationToken cancellationToken)
    {
        var head =
            await heads.FindAsync(cancellationToken) ?? throw new StoreUnavailableException("The partnership has not been founded yet.");
        var inForce = await artefacts.ForAsync(head, cancellationToken);
        if (!string.Equals(inForce.Digest, record.InForceDigest, StringComparison.Ordinal))
        {
            return record with { State = SimulationState.Overtaken, FinishedAt = time.GetUtcNow() };
        }

        return record.Counted ? await GoThroughAsync(record, inForce, cancellationToken) : await CountAsync(record, cancellationToken);
    }

    private async ValueTask<SimulationRecord> CountAsync(SimulationRecord record, CancellationToken cancellationToken)
    {
        // Whole days bound the rows that are read; the moments bound the entries.
        var search = new AuditSearch { Since = record.Since, Before = record.Before };
        var page = await queries.PageAsync(record.By.In(record.Agency), search, record.Counting, EntriesAStep, cancellationToken);
        return record with
        {
            Decisions = record.Decisions + page.Entries.Count(logged => IsDecided(logged.Entry, record)),
            Counting = page.Next,
            Counted = page.Next is null,
        };
    }

    private async ValueTask<SimulationRecord> GoThroughAsync(
        SimulationRecord record,
        AgreementsInForce inForce,
        CancellationToken cancellationToken
    )
    {
        var shard = Shards.All[record.Shard];
        var from = record.After is { } after ? RowKeys.After(after) : KeyPrefix;
        var page = await records.ReadRangeAsync(shard, from, RowKeys.PrefixEnd(KeyPrefix), RowsAStep, cancellationToken);
        var stored = await records.FindAsync(
            PartnershipHeadRow.PartitionKey,
            AgreementDocumentRow.RowKey(record.AgreementId.Value, record.Version),
            cancellationToken
        );
        if (AgreementDocumentRow.Open(stored, record.ContentHash) is not { } document)
        {
            // A draft that was written anew meanwhile is not what was asked about.
            return record with { State = SimulationState.Overtaken, FinishedAt = time.GetUtcNow() };
        }

        var simulation = new DraftSimulation(inForce, inForce.With(AgreementCompiler.Compile(document)), record.At);
        var (simulated, notKept, people) = (record.Simulated, record.NotKept, record.People);
        foreach (var key in page.Rows.Where(row => row.RowKey.EndsWith($":{record.Agency}", StringComparison.Ordinal)))
        {
            if (key.RowKey.Split(':') is not [_, var subject and not "month", _])
            {
                continue;
            }

            var (questions, without) = await AboutAsync(record, subject, cancellationToken);
            simulation.Add(questions);
            (simulated, notKept, people) = (simulated + questions.Count, notKept + without, people + (questions.Count > 0 ? 1 : 0));
        }

        var (lines, leftOut) = Together(record.Lines, simulation.Lines);
        var done = page.ContinueAfter is null && record.Shard == Shards.Count - 1;
        return record with
        {
            Shard = page.ContinueAfter is null && !done ? record.Shard + 1 : record.Shard,
            After = page.ContinueAfter,
            Simulated = simulated,
            NotKept = notKept,
            People = people,
            DecisionsChanged = record.DecisionsChanged + simulation.DecisionsChanged,
            PeopleChanged = record.PeopleChanged + simulation.PeopleChanged,
            Lines = lines,
            LinesLeftOut = record.LinesLeftOut || leftOut,
            State = done ? SimulationState.Finished : SimulationState.Running,
            FinishedAt = done ? time.GetUtcNow() : null,
        };
    }

    private async ValueTask<(IReadOnlyList<SharingQuestion> Questions, int NotKept)> AboutAsync(
        SimulationRecord record,
        string subject,
        CancellationToken cancellationToken
    )
    {
        var officer = record.By.In(record.Agency);
        var search = new AuditSearch
        {
            SubjectId = subject,
            Since = record.Since,
            Before = record.Before,
        };
        var (questions, notKept) = (new List<SharingQuestion>(), 0);
        DataKey? key = null;
        AuditCursor? after = null;
        do
        {
            var page = await queries.PageAsync(officer, search, after, EntriesAStep, cancellationToken);
            foreach (var logged in page.Entries.Where(logged => IsDecided(logged.Entry, record)))
            {
                key ??= await keys.FindAsync(DataKeyId.OfSubject(subject, record.Agency), cancellationToken);
                if (Input(logged.Entry, subject, key) is { } question)
                {
                    questions.Add(question);
                }
                else
                {
                    notKept += key is null ? 0 : 1;
                }
            }

            after = page.Next;
        } while (after is not null);

        return (questions, notKept);
    }

    private static SharingQuestion? Input(AuditEntry entry, string subject, DataKey? key)
    {
        if (
            key is null
            || entry.Subjects is not [{ Section: { } closed } named]
            || !key.Pseudonym(subject).AsSpan().SequenceEqual(named.Pseudonym)
        )
        {
            return null;
        }

        var section = JsonSerializer.Deserialize(key.OpenSection(closed, $"{entry.Id}:0"), DecisionsJson.Default.CategorySection);
        return section?.Input is { } input ? DecisionInputRead.TryRead(input)?.Question : null;
    }

    // What was disclosed, asked for and refused, and read of it; not the questions that people only tried out.
    private static bool IsDecided(AuditEntry entry, SimulationRecord record) =>
        entry.Agency == record.Agency
        && entry.Decision is not null
        && entry.Subjects.Count == 1
        && entry.Details.ContainsKey(DecisionEntries.Digest)
        && (entry.Act.StartsWith("disclosure.", StringComparison.Ordinal) || entry.Act.StartsWith("request.", StringComparison.Ordinal));

    private static (IReadOnlyList<SimulatedLine> Lines, bool LeftOut) Together(
        IReadOnlyList<SimulatedLine> before,
        IReadOnlyList<SimulatedLine> more
    )
    {
        var sums = before.ToDictionary(line => line.Change);
        var leftOut = false;
        foreach (var line in more)
        {
            if (sums.TryGetValue(line.Change, out var sum))
            {
                sums[line.Change] = sum with { Decisions = sum.Decisions + line.Decisions, People = sum.People + line.People };
            }
            else if (sums.Count < DraftSimulations.MaximumLines)
            {
                sums[line.Change] = line;
            }
            else
            {
                leftOut = true;
            }
        }

        return ([.. sums.Values], leftOut);
    }
}
