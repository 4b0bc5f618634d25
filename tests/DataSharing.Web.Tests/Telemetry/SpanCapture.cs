using System.Collections.Concurrent;
using System.Diagnostics;

namespace DataSharing.Web.Tests.Telemetry;

/// <summary>Listens to the spans that an exporter would get, and keeps those that ended.</summary>
internal sealed class SpanCapture : IDisposable
{
    private readonly ConcurrentQueue<Activity> ended = new();
    private readonly ActivityListener listener;

    public SpanCapture()
    {
        listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "DataSharing" or "Microsoft.AspNetCore",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = ended.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
    }

    public IEnumerable<Activity> Named(string name) => ended.Where(a => a.OperationName == name);

    public void Dispose() => listener.Dispose();
}
