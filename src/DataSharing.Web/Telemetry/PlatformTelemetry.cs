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
    private readonly Counter<long> triggersRefused;

    public PlatformTelemetry(
        IMeterFactory meters,
        RelayMonitor relay,
        LogMonitor log,
        WitnessMonitor witnesses,
        AgreementWatch agreements,
        TimeProvider time
    )
    {
        ArgumentNullException.ThrowIfNull(meters);
        meter = meters.Create(Name);
        meter.CreateObservableGauge(
            "datasharing.relay.lag",
            () => relay.Current.OldestPending is { } oldest ? Math.Max(0, (time.GetUtcNow() - oldest).TotalSeconds) : 0,
            "s",
            "Age of the oldest entry that is not in the log yet, or whose events are not with their carrier."
        );
        meter.CreateObservableCounter("datasharing.relay.sequenced", () => relay.Current.Sequenced, "{entry}", "Entries put into the log.");
        meter.CreateObservableGauge(
            "datasharing.log.lag",
            () => log.Current.WaitingSince is { } since ? Math.Max(0, (time.GetUtcNow() - since).TotalSeconds) : 0,
            "s",
            "Since when sequenced entries wait for a checkpoint."
        );
        meter.CreateObservableGauge(
            "datasharing.log.refused",
            () => log.Current.Refusal is null ? 0 : 1,
            "{log}",
            "1 while no checkpoint is signed until an operator has acted."
        );
        meter.CreateObservableGauge(
            "datasharing.log.size",
            IEnumerable<Measurement<long>> () => log.Current.Size is { } size ? [new Measurement<long>(size)] : [],
            "{entry}",
            "Entries under the last checkpoint."
        );
        meter.CreateObservableGauge(
            "datasharing.witness.refused",
            () => witnesses.Current.Refusing,
            "{witness}",
            "Witnesses that say that the log's history was changed."
        );
        meter.CreateObservableGauge(
            "datasharing.witness.lag",
            () => witnesses.Current.WaitingSince is { } since ? Math.Max(0, (time.GetUtcNow() - since).TotalSeconds) : 0,
            "s",
            "Since when entries wait for enough cosignatures; 0 where there are no witnesses."
        );
        meter.CreateObservableGauge(
            "datasharing.agreements.days_left",
            IEnumerable<Measurement<double>> () =>
                agreements.NextEnd is { } end ? [new Measurement<double>((end - time.GetUtcNow()).TotalDays)] : [],
            "d",
            "Days until the next agreement in force ends; nothing where none has an end."
        );
        meter.CreateObservableGauge(
            "datasharing.agreements.unreadable",
            IEnumerable<Measurement<int>> () => agreements.Unreadable is { } count ? [new Measurement<int>(count)] : [],
            "{agreement}",
            "Agreements in force that cannot be read."
        );
        triggersRefused = meter.CreateCounter<long>(
            "datasharing.triggers.refused",
            "{call}",
            "Calls to triggers that did not come from the Functions host."
        );
    }

    /// <param name="fault">A code; never anything that was sent.</param>
    public void TriggerRefused(string fault) => triggersRefused.Add(1, KeyValuePair.Create<string, object?>("fault", fault));

    public void Dispose() => meter.Dispose();
}
