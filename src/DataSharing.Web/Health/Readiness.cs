namespace DataSharing.Web.Health;

/// <summary>Whether this process can do its work now, told apart by what it needs. Codes and times only.</summary>
/// <param name="Status"><c>ready</c> or <c>not-ready</c>.</param>
/// <param name="Store">Records: <c>ok</c> or <c>unavailable</c>.</param>
/// <param name="Relay">The way from outbox to log.</param>
/// <param name="KeyRing">Keys: <c>ok</c> or <c>unavailable</c>.</param>
/// <param name="Events">
/// The way of events to whoever hears of them: <c>ok</c>, <c>waiting</c> or <c>unavailable</c>. Never a reason not to be ready.
/// </param>
/// <param name="Log">Checkpoints. Told, but not held against readiness: acts are recorded and sequenced all the same.</param>
public sealed record Readiness(
    string Status,
    ComponentHealth Store,
    RelayHealth Relay,
    ComponentHealth KeyRing,
    ComponentHealth Events,
    LogHealth Log
)
{
    public const string Ready = "ready";
    public const string NotReady = "not-ready";
}

public sealed record ComponentHealth(string Status)
{
    public static ComponentHealth Ok { get; } = new("ok");

    public static ComponentHealth Unavailable { get; } = new("unavailable");

    public static ComponentHealth Waiting { get; } = new("waiting");
}

/// <param name="Status"><c>ok</c>; <c>starting</c> before the first sweep; <c>lagging</c> when entries wait too long for the log; <c>stopped</c> when it sweeps no more.</param>
/// <param name="LagSeconds">Age of the oldest entry that waits, be it for its events alone; 0 when none does.</param>
/// <param name="LastSweep">End of the last sweep that succeeded; null before the first.</param>
public sealed record RelayHealth(string Status, double LagSeconds, DateTimeOffset? LastSweep);

/// <param name="Status"><c>ok</c>; <c>starting</c> before the first look; <c>lagging</c> when entries wait too long for a checkpoint; <c>refused</c> when none is signed until an operator has acted.</param>
/// <param name="Size">Entries under the last checkpoint that this process saw; null before the first look.</param>
/// <param name="LagSeconds">Since when sequenced entries wait for a checkpoint; 0 when none does.</param>
/// <param name="Refusal"><c>behind-checkpoint</c>, <c>forked</c> or <c>head-unreadable</c>; null when it is not refused.</param>
/// <param name="Witnesses">Those who cosign it; null where there are none.</param>
public sealed record LogHealth(string Status, long? Size, double LagSeconds, string? Refusal, WitnessHealth? Witnesses);

/// <param name="Status"><c>ok</c>; <c>waiting</c> when entries wait long for enough cosignatures; <c>refused</c> when a witness says that history was changed.</param>
/// <param name="Members">How many there are.</param>
/// <param name="Wanted">How many must cosign.</param>
/// <param name="Refusing">How many say that history was changed.</param>
/// <param name="NotHeard">How many are away, or set wrongly.</param>
/// <param name="LagSeconds">Since when entries wait for enough cosignatures; 0 when none does.</param>
public sealed record WitnessHealth(string Status, int Members, int Wanted, int Refusing, int NotHeard, double LagSeconds);

/// <summary>The process answers.</summary>
/// <param name="Status">Always <c>live</c>.</param>
public sealed record Liveness(string Status)
{
    public static Liveness Live { get; } = new("live");
}
