using System.Net;
using System.Text.Json;
using DataSharing.Audit;
using DataSharing.Storage;
using DataSharing.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace DataSharing.Web.Tests.Triggers;

/// <summary>The platform under a host that keeps to its documented contract, bad days included.</summary>
public sealed class HostContractTests(HostedPlatform platform) : IClassFixture<HostedPlatform>
{
    [Fact]
    public async Task UpCheck_AnyAnswerCounts()
    {
        using var answer = await platform.Client.GetAsync("/");
        Assert.NotEqual(0, (int)answer.StatusCode);
    }

    [Fact]
    public async Task Timer_RelaySweeps_AndSaysSo()
    {
        var before = platform.Running.App.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        var tick = await platform.Host.TickAsync();
        Assert.True(tick.Succeeded, tick.Body);
        Assert.True(platform.Running.App.Services.GetRequiredService<RelayMonitor>().Current.LastSweep >= before);
    }

    [Fact]
    public async Task Timer_StoreStopped_FailsInTime_AndSucceedsAfterwards()
    {
        platform.Running.Store.Stopped = true;
        var during = await platform.Host.TickAsync();
        platform.Running.Store.Stopped = false;
        Assert.Equal((false, HttpStatusCode.ServiceUnavailable), (during.Succeeded, during.Status));
        // The relay backs off while the store is away.
        await Eventually.TrueAsync(async () => (await platform.Host.TickAsync()).Succeeded);
    }

    [Fact]
    public async Task Message_OfAnEventThatWasSent_IsDeliveredOnce()
    {
        var sent = await platform.SendAsync("probe:once");
        Assert.Contains(sent, platform.Sent);
        var (first, second) = (await platform.Host.DeliverAsync(Message(sent.Id)), await platform.Host.DeliverAsync(Message(sent.Id)));
        Assert.True(first.Succeeded && second.Succeeded, second.Body);
        Assert.Single(platform.Probe.Seen, seen => seen.Id == sent.Id);
        Assert.Null(await ShelfRowAsync(sent.Id));
    }

    [Fact]
    public async Task Message_SaysSomethingElse_TheStoreIsBelieved()
    {
        var sent = await platform.SendAsync("probe:tampered");
        var forged = """{"specversion":"1.0","id":"probe:tampered","type":"disclosure.made","subject":"other","data":{"to":"mallory"}}""";
        Assert.True((await platform.Host.DeliverAsync(forged)).Succeeded);
        var seen = Assert.Single(platform.Probe.Seen, s => s.Id == sent.Id);
        Assert.Equal((sent.Type, sent.Subject, "eastmere-police"), (seen.Type, seen.Subject, seen.Data["to"]));
    }

    [Theory]
    [InlineData("probe:never-sent")]
    [InlineData("disclosure.made:3f0c0a54-0000-4000-8000-000000000000")]
    public async Task Message_OfAnEventNobodySent_MovesNothing(string id)
    {
        var before = platform.Probe.Seen.Count;
        var invocation = await platform.Host.DeliverAsync(Message(id));
        Assert.True(invocation.Succeeded);
        Assert.Contains("No such event waits", invocation.Body, StringComparison.Ordinal);
        Assert.Equal(before, platform.Probe.Seen.Count);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"id":7}""")]
    [InlineData("""{"id":"../outbox"}""")]
    [InlineData("""{"id":""}""")]
    [InlineData("\"\\\"\\\\\\\"four layers\\\\\\\"\\\"\"")]
    public async Task Message_NotOurs_EndsAmongTheDeadLetters(string text)
    {
        Assert.Null(await platform.Host.DeliverUntilTakenAsync(text));
        Assert.Equal(HttpStatusCode.BadRequest, (await platform.Host.DeliverAsync(text)).Status);
    }

    [Fact]
    public async Task Message_ConsumerFailsTwice_IsTakenTheThirdTime()
    {
        var sent = await platform.SendAsync("probe:third-time");
        platform.Probe.FailuresLeft = 2;
        Assert.Equal(3, await platform.Host.DeliverUntilTakenAsync(Message(sent.Id)));
        Assert.Single(platform.Probe.Seen, seen => seen.Id == sent.Id);
    }

    [Fact]
    public async Task Message_Poison_IsDeadLettered_StaysOnTheShelf_AndCanBeReplayed()
    {
        var sent = await platform.SendAsync("probe:poison");
        platform.Probe.FailuresLeft = FakeFunctionsHost.MaximumDeliveries;
        Assert.Null(await platform.Host.DeliverUntilTakenAsync(Message(sent.Id)));
        Assert.DoesNotContain(platform.Probe.Seen, seen => seen.Id == sent.Id);
        Assert.NotNull(await ShelfRowAsync(sent.Id));
        // The fault is mended; an operator sends the dead letter again.
        Assert.Equal(1, await platform.Host.DeliverUntilTakenAsync(Message(sent.Id)));
        Assert.Single(platform.Probe.Seen, seen => seen.Id == sent.Id);
    }

    [Fact]
    public async Task Message_ConsumerHangs_FailsLongBeforeTheHostWouldKillUs()
    {
        var sent = await platform.SendAsync("probe:hangs");
        var hang = new TaskCompletionSource();
        platform.Probe.Hang = hang.Task;
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var invocation = platform.Host.DeliverAsync(Message(sent.Id));
        using (var other = await platform.Client.GetAsync("/api/health/live"))
        {
            Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        }

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await invocation).Status);
        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(0.9), FunctionFiles.FunctionTimeout / 2);
        platform.Probe.Hang = Task.CompletedTask;
        hang.SetResult();
        Assert.NotNull(await platform.Host.DeliverUntilTakenAsync(Message(sent.Id)));
        Assert.Contains(platform.Probe.Seen, seen => seen.Id == sent.Id);
    }

    [Fact]
    public async Task Message_StoreStopped_ComesAgain()
    {
        var sent = await platform.SendAsync("probe:store");
        platform.Running.Store.Stopped = true;
        var during = await platform.Host.DeliverAsync(Message(sent.Id));
        platform.Running.Store.Stopped = false;
        Assert.Equal((false, HttpStatusCode.ServiceUnavailable), (during.Succeeded, during.Status));
        Assert.Equal(1, await platform.Host.DeliverUntilTakenAsync(Message(sent.Id)));
    }

    private static string Message(string id) =>
        $$"""{"specversion":"1.0","id":{{JsonSerializer.Serialize(id)}},"source":"/datasharing","type":"probe.made","subject":"subject-1"}""";

    private async Task<StoredRow?> ShelfRowAsync(string id) =>
        await platform
            .Running.App.Services.GetRequiredService<IRecordStore>()
            .FindAsync(Shards.Of(id), $"event:{id}", CancellationToken.None);
}
