using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;
using DataSharing.Storage;
using Microsoft.Extensions.Logging;

namespace DataSharing.AzureServices.Tables;

/// <summary>
/// One commit on its way to the service, tried until its outcome is known or its time is up. Every try carries the same witness condition
/// (<see cref="CommitWitness"/>), so tries never add up, and a try whose answer was lost is recognised.
/// </summary>
internal sealed class TableCommit(
    StorageAccount account,
    EtagCipher cipher,
    WitnessPool witnesses,
    RecordCommit commit,
    TimeSpan allowed,
    TimeProvider time,
    ILogger logger
)
{
    // Well formed, so that the service compares it, and never given out.
    private static readonly ETag Never = new("W/\"datetime'1900-01-01T00%3A00%3A00.0000000Z'\"");

    private readonly Guid id = Guid.NewGuid();
    private readonly long begun = time.GetTimestamp();
    private CommitWitness? witness;
    private bool inDoubt;
    private int tries;

    public async Task<CommitOutcome> RunAsync()
    {
        // A transaction has 100 places. A commit that needs all of them has no witness and is sent once.
        witness = commit.Writes.Count < RecordLimits.MaximumWrites ? witnesses.Take(commit.PartitionKey) : null;
        while (true)
        {
            tries++;
            try
            {
                var answers = (await account.Commits.SubmitTransactionAsync(Actions(), CancellationToken.None)).Value;
                Keep(answers.Count > commit.Writes.Count ? EtagOf(answers[^1]) : null);
                return Committed([.. commit.Writes.Select((w, i) => w is RowWrite.Delete ? null : cipher.Seal(EtagOf(answers[i])))]);
            }
            catch (TableTransactionFailedException refusal) when (KindOf(refusal) is { } kind)
            {
                if (await OutcomeOfAsync(refusal, kind) is { } outcome)
                {
                    return outcome;
                }
            }
            catch (Exception failure) when (ServiceCalls.LeavesDoubt(failure, CancellationToken.None))
            {
                await DoubtAsync(failure);
            }
            catch (RequestFailedException refusal)
            {
                // Not a conflict and not a hiccup: no right, no table, not a request the service takes. Nothing was written.
                Log.CommitRefused(logger, refusal.Status, refusal.ErrorCode ?? "none");
                throw ServiceCalls.Unavailable(refusal);
            }
        }
    }

    /// <summary>The outcome; null when the commit has to be sent again.</summary>
    private async Task<CommitOutcome?> OutcomeOfAsync(TableTransactionFailedException refusal, ConflictKind kind)
    {
        var index = refusal.FailedTransactionActionIndex ?? throw ServiceCalls.Unavailable(refusal);
        if (!inDoubt && index < commit.Writes.Count)
        {
            Keep(witness?.ETag);
            return new CommitOutcome.Conflict(commit.Writes[index].RowKey, kind);
        }

        if (!inDoubt)
        {
            // Somebody cleared the witness away. Nothing was written; another will do.
            witness = witnesses.New(commit.PartitionKey);
            return null;
        }

        if (await TookEffectAsync())
        {
            Log.CommitRecognised(logger);
            return Committed(await ReadVersionsAsync());
        }

        inDoubt = false;
        if (index == commit.Writes.Count)
        {
            return null;
        }

        Keep(witness?.ETag);
        return new CommitOutcome.Conflict(commit.Writes[index].RowKey, kind);
    }

    /// <summary>
    /// Whether an earlier try took effect. When not, none ever will: the witness is moved on, so that a try still under way fails.
    /// </summary>
    private async Task<bool> TookEffectAsync()
    {
        var (fence, held) = (Guid.NewGuid(), witness ?? throw ServiceCalls.Unavailable());
        while (true)
        {
            tries++;
            try
            {
                var entity = new TableEntity(held.Partition, held.RowKey) { [RowEntity.Commit] = fence };
                var answer = held.ETag is { } etag
                    ? await account.Commits.UpdateEntityAsync(entity, etag, TableUpdateMode.Replace, CancellationToken.None)
                    : await account.Commits.AddEntityAsync(entity, CancellationToken.None);
                held.ETag = EtagOf(answer);
                return false;
            }
            catch (RequestFailedException moved) when (moved.Status is 404 or 409 or 412)
            {
                var row = await ServiceCalls.ReadAsync(
                    () => account.Records.FindAsync(held.Partition, held.RowKey, CancellationToken.None),
                    CancellationToken.None
                );
                var writer = row?.GetGuid(RowEntity.Commit);
                if (row is null || (writer != id && writer != fence))
                {
                    throw ServiceCalls.Unavailable(moved);
                }

                held.ETag = row.ETag;
                return writer == id;
            }
            catch (Exception failure) when (ServiceCalls.LeavesDoubt(failure, CancellationToken.None))
            {
                await DoubtAsync(failure);
            }
        }
    }

    private async Task DoubtAsync(Exception failure)
    {
        inDoubt = true;
        var pause = TimeSpan.FromMilliseconds(Math.Min(2_000, 25 << Math.Min(tries, 8)) * (0.5 + (Random.Shared.NextDouble() / 2)));
        if (witness is null || time.GetElapsedTime(begun) + pause > allowed)
        {
            // The witness is not given back: nobody knows what version it has.
            Log.CommitUnknown(logger, tries, failure.GetType().Name);
            throw ServiceCalls.Unavailable(failure);
        }

        Log.CommitInDoubt(logger, tries, failure.GetType().Name);
        await Task.Delay(pause, time);
    }

    /// <summary>The versions that this commit gave its rows; of one that has been overwritten since, a version that no row has.</summary>
    private async Task<RowVersion?[]> ReadVersionsAsync()
    {
        var reads = commit.Writes.Select(async write =>
        {
            if (write is RowWrite.Delete)
            {
                return null;
            }

            var row = await ServiceCalls.ReadAsync(
                () => account.Records.FindAsync(commit.PartitionKey, write.RowKey, CancellationToken.None),
                CancellationToken.None
            );
            return row?.GetGuid(RowEntity.Commit) == id ? cipher.Seal(row.ETag) : cipher.Overtaken();
        });
        var read = await Task.WhenAll(reads);
        Keep(witness?.ETag);
        return read;
    }

    // One transaction is one group: nothing else became durable with it.
    private CommitOutcome.Committed Committed(IReadOnlyList<RowVersion?> versions) =>
        commit.Stamp.IsEmpty ? new(versions, new CommitGroup([]), -1) : new(versions, new CommitGroup([commit.Stamp]), 0);

    private void Keep(ETag? etag)
    {
        if (witness is not null)
        {
            witness.ETag = etag;
            witnesses.Return(witness);
        }
    }

    private List<TableTransactionAction> Actions()
    {
        var actions = new List<TableTransactionAction>(commit.Writes.Count + 1);
        actions.AddRange(commit.Writes.Select(Action));
        if (witness is not null)
        {
            var entity = new TableEntity(witness.Partition, witness.RowKey) { [RowEntity.Commit] = id };
            // Last, so that a row in the way is named before it.
            actions.Add(
                witness.ETag is { } etag
                    ? new TableTransactionAction(TableTransactionActionType.UpdateReplace, entity, etag)
                    : new TableTransactionAction(TableTransactionActionType.Add, entity)
            );
        }

        return actions;
    }

    private TableTransactionAction Action(RowWrite write)
    {
        var partition = commit.PartitionKey;
        return write switch
        {
            RowWrite.Insert row => new(
                TableTransactionActionType.Add,
                RowEntity.Write(partition, row.Key, row.SchemaVersion, row.Body, id)
            ),
            RowWrite.Replace row => new(
                TableTransactionActionType.UpdateReplace,
                RowEntity.Write(partition, row.Key, row.SchemaVersion, row.Body, id),
                Etag(row.Expected)
            ),
            RowWrite.Delete { Expected: { } expected } row => new(
                TableTransactionActionType.Delete,
                new TableEntity(partition, row.Key),
                Etag(expected)
            ),
            _ => new(TableTransactionActionType.Delete, new TableEntity(partition, write.RowKey), ETag.All),
        };
    }

    private ETag Etag(RowVersion expected) => cipher.TryOpen(expected, out var etag) ? etag : Never;

    private static ETag EtagOf(Response answer) => answer.Headers.ETag ?? throw ServiceCalls.Unavailable();

    private static ConflictKind? KindOf(TableTransactionFailedException refusal) =>
        refusal.Status switch
        {
            409 when refusal.ErrorCode == TableErrorCode.EntityAlreadyExists => ConflictKind.AlreadyExists,
            404 when refusal.ErrorCode != TableErrorCode.TableNotFound => ConflictKind.Missing,
            412 => ConflictKind.Changed,
            _ => null,
        };
}
