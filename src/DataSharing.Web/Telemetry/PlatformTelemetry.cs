using System.Diagnostics.Metrics;
using DataSharing.Audit;

namespace DataSharing.Web.Telemetry;

/// <summary>
/// What operators may watch. The names of source and meter are <c>DataSharing</c>, here and in whatever else measures. Attributes hold codes
/// and counts; never an address, a header, a body or an id of a record.
/// </summary>
public sealed class PlatformTelemetry : IDisposable
{
    /// <summary>Of our activity source and our meter.</summary>
    public const string Name = "DataSharing";

    private readonly Meter meter;

    public PlatformTelemetry(IMeterFactory meters, RelayMonitor relay, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(meters);
        meter = meters.Create(Name);
        meter.CreateObservableGauge(
            "datasharing.relay.lag",
            () => relay.Current.OldestPending is { } oldest ? Math.Max(0, (time.GetUtcNow() - oldest).TotalSeconds) : 0,
            "s",
            "Age of the oldest entry that is not in the log yet."
        );
        meter.CreateObservableCounter("datasharing.relay.sequenced", () => relay.Current.Sequenced, "{entry}", "Entries put into the log.");
    }

    public void Dispose() => meter.Dispose();
}
