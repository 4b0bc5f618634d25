using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using DataSharing.Audit;
using DataSharing.Storage;
using DataSharing.Web.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace DataSharing.Web.Tests.Telemetry;

/// <summary>The metrics that alerts and dashboard ask for are the ones that the program measures.</summary>
public sealed partial class WatchedMetricsTests
{
    [Fact]
    public async Task AlertsAndDashboard_AskForMetricsThatExist()
    {
        var measured = new ConcurrentDictionary<string, byte>(StringComparer.Ordinal);
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name == PlatformTelemetry.Name)
                {
                    measured.TryAdd(instrument.Name, 0);
                }
            },
        };
        listener.Start();
        await using var platform = await RunningPlatform.StartAsync();
        // The journal's meter exists once it has written something.
        using var denied = await platform.Client.GetAsync("/api/me");
        var asked = new[]
        {
            RepositoryFiles.Path("infra", "modules", "alerts.bicep"),
            RepositoryFiles.Path("infra", "dashboard.workbook.json"),
        }
            .SelectMany(file => Metric().Matches(File.ReadAllText(file)))
            .Select(match => match.Value)
            .ToHashSet(StringComparer.Ordinal);
        Assert.True(asked.Count >= 6);
        Assert.Empty(asked.Except(measured.Keys, StringComparer.Ordinal));
    }

    [Fact]
    public async Task Commits_AreCounted_ByOutcomeAndEffect()
    {
        var counted = new ConcurrentQueue<(string Outcome, string Effect)>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, own) =>
            {
                if (instrument.Name == "datasharing.commits")
                {
                    own.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) => counted.Enqueue((Tag(tags, "outcome"), Tag(tags, "effect"))));
        listener.Start();
        await using var platform = await RunningPlatform.StartAsync();
        // Not an administrator: the refusal is an entry.
        using var client = await platform.ClientOfAsync("ines");
        using var refused = await client.PostAsync("/api/agencies", new StringContent("{}", null, "application/json"));
        Assert.Contains(("committed", "deny"), counted);
        var journal = platform.App.Services.GetRequiredService<Journal>();
        platform.Store.Stopped = true;
        await Assert.ThrowsAsync<StoreUnavailableException>(async () =>
            await journal.RecordAsync(Shards.Of("test"), new AuditAct { Act = "test.act", Caller = null }, CancellationToken.None)
        );
        platform.Store.Stopped = false;
        Assert.Contains(("unavailable", "none"), counted);
    }

    [Fact]
    public async Task AgreementWatch_FoundedPartnership_ReadsHowManyCannotBeRead()
    {
        await using var platform = await RunningPlatform.StartAsync();
        var watch = platform.App.Services.GetRequiredService<AgreementWatch>();
        Assert.Null(watch.Unreadable);
        await watch.LookAsync(CancellationToken.None);
        Assert.Equal(0, watch.Unreadable);
        Assert.Null(watch.NextEnd);
    }

    private static string Tag(ReadOnlySpan<KeyValuePair<string, object?>> tags, string name)
    {
        foreach (var tag in tags)
        {
            if (tag.Key == name)
            {
                return tag.Value as string ?? "";
            }
        }

        return "";
    }

    [GeneratedRegex(@"datasharing(\.[a-z_]+)+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Metric();
}
