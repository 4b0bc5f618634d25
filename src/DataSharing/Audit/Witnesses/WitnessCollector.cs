using System.Text.Json;
using DataSharing.Storage;
using DataSharing.TransparencyLog;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DataSharing.Audit;

/// <summary>
/// Brings each published checkpoint to the witnesses and keeps what they sign. Beside the log, never before it: a witness that is away or refuses
/// holds up nothing. Any number of instances may run one; each may die anywhere. Not safe for concurrent use.
/// </summary>
public sealed class WitnessCollector(
    IBlobStore blobs,
    LogReader log,
    LogKeys keys,
    LogMonitor published,
    WitnessMonitor monitor,
    IOptions<WitnessOptions> options,
    TimeProvider time,
    ILogger<WitnessCollector> logger
) : IDisposable
{
    private const int MostTries = 8;

    private readonly LogNames names = new(keys.Origin);
    private readonly WitnessRoster roster = options.Value.Roster();
    private readonly WitnessClient client = new(options.Value);
    private readonly Dictionary<WitnessKey, (int Failures, DateTimeOffset NotBefore)> pauses = [];
    private (Checkpoint Head, CosignedRecord Record)? seen;
    private (long Enough, DateTimeOffset Since)? waiting;

    /// <summary>Whether there is anybody to ask.</summary>
    public bool HasWitnesses => roster.Members.Count > 0;

    /// <summary>One round: asks every witness that has not cosigned the newest checkpoint and is not being given time.</summary>
    /// <exception cref="StoreUnavailableException">Nothing is lost; try again later.</exception>
    /// <exception cref="Protection.KeyRingUnavailableException">The same.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (seen is { } last && last.Head.Size == published.Current.Size && !Due(last.Head, last.Record).Any())
        {
            // Nothing new, and nobody to ask: costs no call.
            return;
        }

        if (await log.HeadAsync(cancellationToken) is not { } head)
        {
            return;
        }

        var (record, version) = await CosignedRecord.ReadAsync(blobs, names, cancellationToken) ?? (CosignedRecord.Empty, null);
        var due = Due(head.Checkpoint, record).ToArray();
        var findings = await Task.WhenAll(due.Select(m => AskAsync(m, head, record.Of(m), cancellationToken)));
        if (findings.Length > 0)
        {
            record = await KeepAsync(record, version, head, findings, cancellationToken);
        }

        seen = (head.Checkpoint, record);
        Report(head, record);
    }

    public void Dispose() => client.Dispose();

    private IEnumerable<WitnessMember> Due(Checkpoint head, CosignedRecord record)
    {
        var now = time.GetUtcNow();
        return roster.Members.Where(m =>
            !HasCosigned(m, head, record) && (!pauses.TryGetValue(m.Key, out var pause) || pause.NotBefore <= now)
        );
    }

    private static bool HasCosigned(WitnessMember member, Checkpoint head, CosignedRecord record) =>
        record.Of(member) is { Refusal: null, CosignedAt: not null }
        && CosignedRecord.Open(record.Newest) is { } newest
        && (newest.Checkpoint.Size > head.Size || newest.Checkpoint.IsSameAs(head))
        && member.Key.CosignedAt(newest.Note) is not null;

    private async Task<WitnessFinding> AskAsync(
        WitnessMember member,
        LogHead head,
        WitnessStanding standing,
        CancellationToken cancellationToken
    )
    {
        if ((await keys.VerifiersAsync(cancellationToken)).Any(member.Key.IsSameAs))
        {
            return Pause(new WitnessFinding(member, new WitnessReply.Refused(WitnessRefusal.OwnKey)));
        }

        // What it cosigned before, as far as we know; where we do not, it says so, and is asked once more.
        var old = Math.Min(standing.Size, head.Checkpoint.Size);
        var reply = await AskAsync(member, head, old, cancellationToken);
        if (reply is WitnessReply.Conflict { Size: var stated } && stated != old && stated <= head.Checkpoint.Size)
        {
            reply = await AskAsync(member, head, old = stated, cancellationToken);
        }

        return Pause(new WitnessFinding(member, await UnderstandAsync(reply, head, old, cancellationToken)));
    }

    private async Task<WitnessReply> AskAsync(WitnessMember member, LogHead head, long old, CancellationToken cancellationToken) =>
        await client.AskAsync(member, await log.ProveConsistencyAsync(head, old, cancellationToken), cancellationToken);

    private async Task<WitnessReply> UnderstandAsync(WitnessReply reply, LogHead head, long old, CancellationToken cancellationToken)
    {
        if (reply is not WitnessReply.Conflict conflict)
        {
            return reply;
        }

        if (conflict.Size == old)
        {
            // It is asked for what it says it has, and does not sign it: it has another history of that size.
            return new WitnessReply.Refused(conflict.Size == head.Checkpoint.Size ? WitnessRefusal.Forked : WitnessRefusal.Unintelligible);
        }

        // Another instance may have brought it a newer one meanwhile. Where the log itself, read after its answer, is still shorter, the log was cut.
        return
            conflict.Size > head.Checkpoint.Size
            && await log.HeadAsync(cancellationToken) is var newer
            && newer?.Checkpoint.Size < conflict.Size
            ? new WitnessReply.Refused(WitnessRefusal.Ahead)
            : reply;
    }

    private WitnessFinding Pause(WitnessFinding finding)
    {
        lock (pauses)
        {
            if (finding.Reply is WitnessReply.Refused)
            {
                var failures = pauses.TryGetValue(finding.Witness.Key, out var pause) ? pause.Failures + 1 : 0;
                var seconds = Math.Min(options.Value.LongestPauseSeconds, 1 << Math.Min(failures, 12));
                pauses[finding.Witness.Key] = (failures, time.GetUtcNow() + TimeSpan.FromSeconds(seconds));
            }
            else
            {
                pauses.Remove(finding.Witness.Key);
            }
        }

        return finding;
    }

    private async Task<CosignedRecord> KeepAsync(
        CosignedRecord record,
        RowVersion? version,
        LogHead head,
        IReadOnlyList<WitnessFinding> findings,
        CancellationToken cancellationToken
    )
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            var next = record.With(roster, head, findings, time.GetUtcNow());
            var bytes = JsonSerializer.SerializeToUtf8Bytes(next, AuditJson.Default.CosignedRecord);
            if (
                version is not null
                && bytes.AsSpan().SequenceEqual(JsonSerializer.SerializeToUtf8Bytes(record, AuditJson.Default.CosignedRecord))
            )
            {
                return record;
            }

            var outcome = version is null
                ? await blobs.CreateAsync(names.Cosigned, bytes, cancellationToken)
                : await blobs.ReplaceAsync(names.Cosigned, bytes, version, cancellationToken);
            if (outcome is BlobWriteOutcome.Written)
            {
                Tell(record, next);
                return next;
            }

            // Another instance was faster: what it wrote stands, and what we have found is added to it.
            (record, version) = await CosignedRecord.ReadAsync(blobs, names, cancellationToken) ?? (CosignedRecord.Empty, null);
        }

        return record;
    }

    private void Tell(CosignedRecord before, CosignedRecord after)
    {
        foreach (var member in roster.Members)
        {
            var (was, now) = (before.Of(member), after.Of(member));
            if (string.Equals(was.Refusal, now.Refusal, StringComparison.Ordinal))
            {
                continue;
            }

            switch (now.Refusal)
            {
                case null:
                    Log.WitnessBack(logger, member.Key.Name, now.Size);
                    break;
                case WitnessRefusal.Away:
                    Log.WitnessAway(logger, member.Key.Name);
                    break;
                case { } why when WitnessRefusal.IsOfHistory(why):
                    Log.WitnessRefusedHistory(logger, member.Key.Name, why, now.Size);
                    break;
                case { } why:
                    Log.WitnessRefused(logger, member.Key.Name, why);
                    break;
            }
        }
    }

    private void Report(LogHead head, CosignedRecord record)
    {
        var enough = CosignedRecord.Open(record.Enough)?.Checkpoint.Size;
        if (enough >= head.Checkpoint.Size || head.Checkpoint.Size == 0)
        {
            waiting = null;
        }
        else if (waiting?.Enough != (enough ?? 0))
        {
            // It has come on since it was looked at last: what waits now, waits from now.
            waiting = (enough ?? 0, time.GetUtcNow());
        }

        var refusals = roster.Members.Select(m => record.Of(m).Refusal).ToArray();
        var refusing = refusals.Count(WitnessRefusal.IsOfHistory);
        monitor.Report(
            new WitnessStatus(
                roster.Members.Count,
                roster.Policy.Quorum,
                enough,
                waiting?.Since,
                refusing,
                refusals.Count(r => r is not null) - refusing
            )
        );
    }
}
