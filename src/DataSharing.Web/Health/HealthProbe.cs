using DataSharing.Audit;
using DataSharing.Messaging;
using DataSharing.Partnership;
using DataSharing.Protection;
using DataSharing.Storage;
using Microsoft.Extensions.Options;

namespace DataSharing.Web.Health;

/// <summary>Asks the store, the relay, the key ring and the way of events how they are; at most once a second, however often it is asked itself.</summary>
public sealed class HealthProbe(
    IRecordStore records,
    IKeyRing keyRing,
    RelayMonitor relay,
    LogMonitor log,
    WitnessMonitor witnesses,
    IOptions<HealthOptions> options,
    TimeProvider time,
    CarrierMonitor? bus = null
)
{
    private readonly Lock gate = new();
    private Task<Readiness>? last;
    private long lastBegun;

    public Task<Readiness> CheckAsync()
    {
        lock (gate)
        {
            var remembered = TimeSpan.FromMilliseconds(options.Value.RememberMilliseconds);
            if (last is not null && (!last.IsCompleted || time.GetElapsedTime(lastBegun) < remembered))
            {
                return last;
            }

            lastBegun = time.GetTimestamp();
            return last = ProbeAsync();
        }
    }

    private async Task<Readiness> ProbeAsync()
    {
        // Not the caller's token: others wait for the same answer.
        using var timeout = new CancellationTokenSource(TimeSpan.FromMilliseconds(options.Value.ProbeMilliseconds), time);
        var store = StoreAsync(timeout.Token);
        var keys = KeyRingAsync(timeout.Token);
        var relayHealth = Relay();
        var (storeHealth, keyHealth) = (await store, await keys);
        var isReady =
            storeHealth == ComponentHealth.Ok
            && keyHealth == ComponentHealth.Ok
            && string.Equals(relayHealth.Status, "ok", StringComparison.Ordinal);
        return new Readiness(
            isReady ? Readiness.Ready : Readiness.NotReady,
            storeHealth,
            relayHealth,
            keyHealth,
            Events(),
            LogOf(log.Current)
        );
    }

    private async Task<ComponentHealth> StoreAsync(CancellationToken timeout)
    {
        try
        {
            // A range, because a home may answer the point read of the head row from memory.
            await records
                .ReadRangeAsync(PartnershipHeadRow.PartitionKey, PartnershipHeadRow.RowKey, PartnershipHeadRow.RowKey + ".", 1, timeout)
                .AsTask()
                .WaitAsync(timeout);
            return ComponentHealth.Ok;
        }
        catch (Exception exception) when (exception is StoreUnavailableException or OperationCanceledException)
        {
            return ComponentHealth.Unavailable;
        }
    }

    private async Task<ComponentHealth> KeyRingAsync(CancellationToken timeout)
    {
        try
        {
            await keyRing.SecretAsync("cursor", timeout).AsTask().WaitAsync(timeout);
            return ComponentHealth.Ok;
        }
        catch (Exception exception) when (exception is KeyRingUnavailableException or OperationCanceledException)
        {
            return ComponentHealth.Unavailable;
        }
    }

    private LogHealth LogOf(LogStatus current)
    {
        var lag = current.WaitingSince is { } since ? time.GetUtcNow() - since : TimeSpan.Zero;
        var status =
            current.Refusal is not null ? "refused"
            : lag > TimeSpan.FromSeconds(options.Value.RelayLagSeconds) ? "lagging"
            : current.Size is null ? "starting"
            : "ok";
        return new LogHealth(status, current.Size, Math.Round(lag.TotalSeconds, 1), current.Refusal, Witnesses(witnesses.Current));
    }

    private WitnessHealth? Witnesses(WitnessStatus current)
    {
        var lag = Age(current.WaitingSince);
        var status =
            current.Refusing > 0 ? "refused"
            : lag > Allowed ? "waiting"
            : "ok";
        return current.Members == 0
            ? null
            : new WitnessHealth(
                status,
                current.Members,
                current.Wanted,
                current.Refusing,
                current.NotHeard,
                Math.Round(lag.TotalSeconds, 1)
            );
    }

    private RelayHealth Relay()
    {
        var (now, current) = (time.GetUtcNow(), relay.Current);
        if (current.LastSweep == DateTimeOffset.MinValue)
        {
            return new RelayHealth("starting", 0, null);
        }

        var status =
            now - current.LastSweep > Allowed ? "stopped"
            : Age(current.OldestUnlogged) > Allowed ? "lagging"
            : "ok";
        return new RelayHealth(status, Math.Round(Age(current.OldestPending).TotalSeconds, 1), current.LastSweep);
    }

    // Says nothing about readiness: events wait safely, and a process that is taken off the air for them would answer nobody.
    private ComponentHealth Events() =>
        bus is { IsWell: false } ? ComponentHealth.Unavailable
        : Age(relay.Current.OldestPending) > Allowed ? ComponentHealth.Waiting
        : ComponentHealth.Ok;

    private TimeSpan Allowed => TimeSpan.FromSeconds(options.Value.RelayLagSeconds);

    private TimeSpan Age(DateTimeOffset? oldest) =>
        oldest is { } moment && moment < time.GetUtcNow() ? time.GetUtcNow() - moment : TimeSpan.Zero;
}
