using DataSharing.AzureServices.Messaging;
using DataSharing.Web.Tests.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace DataSharing.Web.Tests.Messaging;

/// <summary>The whole way with the Functions host's trigger in it.</summary>
public sealed class HostedBusJourneyTests(HostedBusEastmere eastmere) : IClassFixture<HostedBusEastmere>
{
    private const string TraceId = "5af92f3577b34da6a3ce929d0e0e4737";

    [Fact]
    public void Platform_BehindTheHost_DoesNotReceiveItself() =>
        Assert.Null(eastmere.Running.App.Services.GetService<ServiceBusEventReceiver>());

    [Fact]
    public async Task Disclosure_ComesBackByTheTrigger_AndReachesItsRecipient()
    {
        using var spans = new SpanCapture();
        var id = await eastmere.DiscloseAsync($"00-{TraceId}-00f067aa0ba902b7-01");

        await BusEastmere.UntilAsync(async () => (await eastmere.ReceivedAsync()).Contains(id));

        var message = Assert.Single(eastmere.Delivered, text => text.Contains(id, StringComparison.Ordinal));
        Assert.Contains($"\"traceparent\":\"00-{TraceId}-", message, StringComparison.Ordinal);
        await BusEastmere.UntilAsync(async () => await eastmere.ShelfRowAsync($"disclosure.made:{id}") is null);
        // The handling belongs to the host's call, and is linked to the request that was the cause.
        await BusEastmere.UntilAsync(() => Task.FromResult(Linked(spans).Any()));
        Assert.NotEqual(TraceId, Assert.Single(Linked(spans)).TraceId.ToHexString());
    }

    [Fact]
    public async Task Messages_OutOfOrderAndAgain_EachHasItsEffectOnce()
    {
        await eastmere.SettleAsync();
        eastmere.IsHeldBack = true;
        string[] made = [await eastmere.DiscloseAsync(), await eastmere.DiscloseAsync(), await eastmere.DiscloseAsync()];
        // Not merely "nothing waits": the relay may not have looked since, and an event that is not on the shelf yet has no effect to be had.
        await eastmere.RelayedAsync();
        var before = await eastmere.ReceivedAsync();
        Assert.Empty(before.Intersect(made));

        foreach (var id in made.Reverse().Concat(made))
        {
            Assert.True((await eastmere.Host.DeliverAsync($$"""{"specversion":"1.0","id":"disclosure.made:{{id}}"}""")).Succeeded);
        }

        var after = await eastmere.ReceivedAsync();
        Assert.Equal(made.Order(StringComparer.Ordinal), after.Except(before).Order(StringComparer.Ordinal));
        Assert.Equal(after.Length, after.Distinct(StringComparer.Ordinal).Count());
        // The messages themselves come last, and find nothing to do.
        eastmere.IsHeldBack = false;
        await BusEastmere.UntilAsync(() => Task.FromResult(eastmere.Peer.Queue.Count == 0));
        Assert.Equal(after, await eastmere.ReceivedAsync());
        Assert.Equal(0, eastmere.Peer.DeadLetters.Count);
    }

    private static IEnumerable<System.Diagnostics.Activity> Linked(SpanCapture spans) =>
        spans.Named("event handle").Where(s => s.Links.Any(l => l.Context.TraceId.ToHexString() == TraceId));
}
