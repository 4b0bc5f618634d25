using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using Microsoft.Extensions.Logging;

namespace DataSharing.Web.Tests.Exchange;

/// <summary>Everything that a running platform says of itself: every log line of every category at every level, every trace, every measurement.</summary>
public sealed class SignalCapture : ILoggerProvider
{
    private readonly ConcurrentQueue<string> signals = new();
    private readonly ActivityListener activities;
    private readonly MeterListener meters;

    public SignalCapture()
    {
        activities = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = Take,
        };
        ActivitySource.AddActivityListener(activities);
        meters = new MeterListener { InstrumentPublished = (instrument, listener) => listener.EnableMeasurementEvents(instrument) };
        meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Take(instrument, value, tags));
        meters.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Take(instrument, value, tags));
        meters.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Take(instrument, value, tags));
        meters.Start();
    }

    public IReadOnlyCollection<string> Signals => [.. signals];

    public ILogger CreateLogger(string categoryName) => new Logger(categoryName, signals);

    public void Dispose()
    {
        activities.Dispose();
        meters.Dispose();
    }

    private void Take(Activity activity)
    {
        var tags = activity.TagObjects.Select(t => $"{t.Key}={t.Value}");
        var events = activity.Events.Select(e => $"{e.Name} {string.Join(' ', e.Tags.Select(t => $"{t.Key}={t.Value}"))}");
        var baggage = activity.Baggage.Select(b => $"{b.Key}={b.Value}");
        signals.Enqueue($"trace {activity.DisplayName} {string.Join(' ', tags)} {string.Join(' ', events)} {string.Join(' ', baggage)}");
    }

    private void Take<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var line = new List<string>();
        foreach (var (key, tag) in tags)
        {
            line.Add($"{key}={tag}");
        }

        signals.Enqueue(string.Create(CultureInfo.InvariantCulture, $"metric {instrument.Name} {value} {string.Join(' ', line)}"));
    }

    private sealed class Logger(string category, ConcurrentQueue<string> signals) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            signals.Enqueue($"scope {category} {state}");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => signals.Enqueue($"log {logLevel} {category} {formatter(state, exception)} {exception}");
    }
}
