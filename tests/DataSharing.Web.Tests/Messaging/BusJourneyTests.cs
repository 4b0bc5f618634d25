using System.Net;
using System.Text.Json;
using DataSharing.AzureServices.Messaging;
using DataSharing.Messaging;
using DataSharing.Web.Tests.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace DataSharing.Web.Tests.Messaging;

/// <summary>From a request over commit, relay, broker and receiver to what somebody else sees over HTTP.</summary>
public sealed class BusJourneyTests(BusEastmere eastmere) : IClassFixture<BusEastmere>
{
    [Fact]
    public async Task Disclosure_GoesOverTheBroker_AndReachesItsRecipient()
    {
        await eastmere.SettleAsync();
        var stored = eastmere.Peer.Queue.Stored;
        var id = await eastmere.DiscloseAsync();

        await BusEastmere.UntilAsync(async () => (await eastmere.ReceivedAsync()).Contains(id));

        Assert.Equal(stored + 1, eastmere.Peer.Queue.Stored);
        await BusEastmere.UntilAsync(async () => eastmere.Peer.Queue.Count == 0 && await eastmere.ShelfRowAsync(EventOf(id)) is null);
        Assert.Equal(0, eastmere.Peer.DeadLetters.Count);
        Assert.Equal(("ready", "ok"), await ReadyAsync());
    }

    [Fact]
    public async Task BrokerAway_RequestsAreAnswered_LogGoesOn_EventsComeOnceItIsBack()
    {
        await eastmere.SettleAsync();
        var stored = eastmere.Peer.Queue.Stored;
        eastmere.Peer.Close();

        string[] made = [await eastmere.DiscloseAsync(), await eastmere.DiscloseAsync(), await eastmere.DiscloseAsync()];

        // Each has been tried, its entry is in the log, and it waits; the platform stays ready, and says what is wrong.
        await BusEastmere.UntilAsync(async () => await ReadyAsync() == ("ready", "unavailable"));
        foreach (var id in made)
        {
            // What the monitor tells is of the last sweep, which may have been before this one.
            await BusEastmere.UntilAsync(async () => await IsInTheLogAsync(id));
        }

        await BusEastmere.UntilAsync(() => Task.FromResult(eastmere.Relay is { OldestPending: not null, OldestUnlogged: null }));
        Assert.Empty((await eastmere.ReceivedAsync()).Intersect(made));

        var lag = eastmere.Relay.OldestPending;
        eastmere.Peer.Open();

        await BusEastmere.UntilAsync(async () => !made.Except(await eastmere.ReceivedAsync()).Any());
        await BusEastmere.UntilAsync(async () => eastmere.Relay.OldestPending is null && await ReadyAsync() == ("ready", "ok"));
        Assert.NotNull(lag);
        Assert.Equal(stored + made.Length, eastmere.Peer.Queue.Stored);
    }

    private async Task<bool> IsInTheLogAsync(string id)
    {
        using var audit = await eastmere.GetAsync("joan", $"/api/audit/entries?record=disclosure:{id}");
        Assert.Equal(HttpStatusCode.OK, audit.StatusCode);
        return (await audit.Content.ReadAsStringAsync()).Contains("disclosure.made", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Copies_LateAndOutOfOrder_ChangeNothing()
    {
        string[] made = [await eastmere.DiscloseAsync(), await eastmere.DiscloseAsync(), await eastmere.DiscloseAsync()];
        await BusEastmere.UntilAsync(async () => !made.Except(await eastmere.ReceivedAsync()).Any());
        await eastmere.SettleAsync();
        var before = await eastmere.ReceivedAsync();
        var stored = eastmere.Peer.Queue.Stored;
        var sender = eastmere.Running.App.Services.GetRequiredService<ServiceBusEventSender>();

        eastmere.Peer.Settings.DetectsDuplicates = false;
        foreach (var id in made.Reverse().Concat(made))
        {
            // Not what happened, and a day that no copy had: the inbox cannot know it, the shelf decides.
            await sender.SendAsync([Forged(EventOf(id))], CancellationToken.None);
        }

        await BusEastmere.UntilAsync(() => Task.FromResult(eastmere.Peer.Queue.Count == 0));
        eastmere.Peer.Settings.DetectsDuplicates = true;
        Assert.Equal(stored + 6, eastmere.Peer.Queue.Stored);
        Assert.Equal(before, await eastmere.ReceivedAsync());
        Assert.Equal(0, eastmere.Peer.DeadLetters.Count);
    }

    [Fact]
    public async Task Message_OfAnEventNobodySent_MovesNothing()
    {
        await eastmere.SettleAsync();
        var before = await eastmere.ReceivedAsync();
        var sender = eastmere.Running.App.Services.GetRequiredService<ServiceBusEventSender>();

        await sender.SendAsync([Forged("disclosure.made:3f0c0a54-0000-4000-8000-000000000000")], CancellationToken.None);

        await BusEastmere.UntilAsync(() => Task.FromResult(eastmere.Peer.Queue.Count == 0));
        Assert.Equal(before, await eastmere.ReceivedAsync());
    }

    [Fact]
    public async Task Trace_OfTheRequest_IsTheOneTheConsumerBelongsTo()
    {
        const string TraceId = "4bf92f3577b34da6a3ce929d0e0e4736";
        using var spans = new SpanCapture();

        var id = await eastmere.DiscloseAsync($"00-{TraceId}-00f067aa0ba902b7-01");
        await BusEastmere.UntilAsync(async () => (await eastmere.ReceivedAsync()).Contains(id));
        await BusEastmere.UntilAsync(() => Task.FromResult(spans.Named("event handle").Any(s => s.TraceId.ToHexString() == TraceId)));

        var handled = Assert.Single(spans.Named("event handle"), s => s.TraceId.ToHexString() == TraceId);
        var link = Assert.Single(handled.Links);
        Assert.Equal(TraceId, link.Context.TraceId.ToHexString());
        Assert.Equal(link.Context.SpanId, handled.ParentSpanId);
        // The request's own span, not the one that the caller named.
        Assert.NotEqual("00f067aa0ba902b7", link.Context.SpanId.ToHexString());
        Assert.Equal("disclosure.made", handled.GetTagItem("datasharing.event.type"));
        Assert.Single(handled.TagObjects);
    }

    private static string EventOf(string disclosure) => $"disclosure.made:{disclosure}";

    private static EventEnvelope Forged(string id) =>
        new(
            id,
            "disclosure.made",
            "somebody-else",
            DateTimeOffset.UnixEpoch,
            new Dictionary<string, string>(StringComparer.Ordinal) { ["to"] = "eastmere-police" }
        );

    private async Task<(string? Status, string? Events)> ReadyAsync()
    {
        using var answer = await eastmere.Running.Client.GetAsync("/api/health/ready");
        using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return (
            body.RootElement.GetProperty("status").GetString(),
            body.RootElement.GetProperty("events").GetProperty("status").GetString()
        );
    }
}
