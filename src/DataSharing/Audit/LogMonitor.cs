using System.Diagnostics.Metrics;

namespace DataSharing.Audit;

/// <summary>How the log stands.</summary>
/// <param name="Size">Entries under the last checkpoint that this process saw; null before the first look.</param>
/// <param name="PublishedAt">When this process published its last checkpoint; null when it has not.</param>
/// <param name="WaitingSince">Since when sequenced entries wait for a checkpoint; null when none does.</param>
/// <param name="Refusal">Why the log is not gone on with (<see cref="LogRefusal"/>); null when it is.</param>
public sealed record LogStatus(long? Size, DateTimeOffset? PublishedAt, DateTimeOffset? WaitingSince, string? Refusal)
{
    /// <summary>The end of the log as sequenced: what lies between it and <see cref="Size"/> waits for a checkpoint.</summary>
    public long Sequenced { get; init; }

    /// <summary>From the commit of the oldest new entry to the last checkpoint that this process published; null before the first.</summary>
    public TimeSpan? Delay { get; init; }
}

/// <summary>What the integrator of this process last reported; health and metrics read it.</summary>
public sealed class LogMonitor
{
    // The product's one meter name.
    private static readonly Meter Meter = new("DataSharing");
    private static readonly Histogram<double> Delay = Meter.CreateHistogram<double>(
        "datasharing.log.delay",
        "s",
        "From the commit of a checkpoint's oldest new entry to the checkpoint. Objective: 2 s."
    );

    private LogStatus current = new(null, null, null, null);

    public LogStatus Current => Volatile.Read(ref current);

    internal void Report(LogStatus status) => Volatile.Write(ref current, status);

    internal static void Published(TimeSpan delay) => Delay.Record(Math.Max(0, delay.TotalSeconds));
}
