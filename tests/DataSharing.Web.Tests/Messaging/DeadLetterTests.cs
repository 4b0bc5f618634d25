using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amqp;
using Amqp.Framing;
using DataSharing.Audit;
using DataSharing.AzureServices.Tests.Messaging.Peer;
using DataSharing.Messaging;
using DataSharing.Web.Api;
using DataSharing.Web.Tests.OpenApi;
using DataSharing.Web.Tests.Triggers;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace DataSharing.Web.Tests.Messaging;

/// <summary>What the broker gave up on, as an administrator of the partnership meets it.</summary>
public sealed class DeadLetterTests(DeadLetterTests.PoisonedEastmere eastmere) : IClassFixture<DeadLetterTests.PoisonedEastmere>
{
    [Fact]
    public async Task List_SaysWhichAndWhy_NeverWhatItHolds_AndLeavesAnEntry()
    {
        var id = await DieAsync();

        var item = Assert.Single(await ListAsync(), i => i.GetProperty("id").GetString() == id);

        Assert.Equal(["id", "eventType", "reason", "deliveries", "enqueuedAt"], item.EnumerateObject().Select(p => p.Name));
        Assert.Equal("probe.made", item.GetProperty("eventType").GetString());
        Assert.Equal("MaxDeliveryCountExceeded", item.GetProperty("reason").GetString());
        Assert.DoesNotContain("eastmere-police", item.GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "/api/dead-letters")]
    [InlineData("POST", "/api/dead-letters/probe:x/replay")]
    [InlineData("POST", "/api/dead-letters/probe:x/discard")]
    public async Task Anything_NotAnAdministrator_IsRefused(string method, string path)
    {
        using var answer = await eastmere.SendAsync("amira", HttpMethod.Parse(method), path, new JsonObject { ["reason"] = "Why not" });
        await ProblemAssert.IsAsync(ProblemTypes.ForbiddenRole, answer);
    }

    [Fact]
    public async Task Replay_ConsumerManagesNow_IsHandledOnce_AndGone()
    {
        var id = await DieAsync();

        Assert.Equal("handled", await ReplayAsync(id));

        Assert.Single(eastmere.Probe.Seen, e => e.Id == id);
        Assert.DoesNotContain(await ListAsync(), i => i.GetProperty("id").GetString() == id);
        using var again = await eastmere.PostAsync("olwen", $"/api/dead-letters/{id}/replay", null);
        await ProblemAssert.IsAsync(ProblemTypes.NotFound, again);
        Assert.True(again.Headers.Contains("Audit-Receipt"));
        Assert.Single(eastmere.Probe.Seen, e => e.Id == id);
    }

    [Fact]
    public async Task Replay_HandledMeanwhileFromTheShelf_IsNotHandledAgain()
    {
        var id = await DieAsync();
        Assert.True(await eastmere.Running.App.Services.GetRequiredService<EventShelf>().DeliverAsync(id, CancellationToken.None));

        Assert.Equal("known-already", await ReplayAsync(id));

        Assert.Single(eastmere.Probe.Seen, e => e.Id == id);
    }

    [Fact]
    public async Task Replay_ConsumerStillFails_Stays()
    {
        var id = await DieAsync();
        eastmere.Probe.FailuresLeft = 1;

        Assert.Equal("failed", await ReplayAsync(id));

        Assert.Contains(await ListAsync(), i => i.GetProperty("id").GetString() == id);
        Assert.Equal("handled", await ReplayAsync(id));
    }

    [Fact]
    public async Task Replay_IsInTheAuditOfTheAdministratorsAgency()
    {
        var id = await DieAsync();
        await ReplayAsync(id);

        using var entries = await Exchange.Eastmere.EventuallyAsync(
            () => eastmere.GetAsync("ines", $"/api/audit/entries?record=dead-letter:{id}"),
            async answer => (await answer.Content.ReadAsStringAsync()).Contains("dead-letter.replayed", StringComparison.Ordinal)
        );

        Assert.Contains("dead-letter.replayed", await entries.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task MessageOfSomebodyElse_ShowsNoneOfItsWords_AndGoesOnlyWithAReason()
    {
        var before = (await ListAsync()).Count;
        var message = new Message
        {
            Properties = new Properties { MessageId = "Quillfeather", Subject = "Quillfeather" },
            ApplicationProperties = new ApplicationProperties(),
            BodySection = new Data { Binary = Encoding.UTF8.GetBytes("overheardwhisper") },
        };
        message.ApplicationProperties["type"] = "Quillfeather";
        eastmere.Peer.Queue.Put(PeerEntry.Encode(message));
        await BusEastmere.UntilAsync(async () => (await ListAsync()).Count == before + 1);

        var item = (await ListAsync())[^1];
        Assert.DoesNotContain("Quillfeather", item.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(
            ("not-an-event", JsonValueKind.Null),
            (item.GetProperty("reason").GetString(), item.GetProperty("eventType").ValueKind)
        );
        var path = $"/api/dead-letters/{item.GetProperty("id").GetString()}";
        Assert.Equal("failed", await ReplayAsync(item.GetProperty("id").GetString() ?? ""));
        using var unreasoned = await eastmere.PostAsync("olwen", $"{path}/discard", new JsonObject { ["reason"] = " " });
        await ProblemAssert.IsAsync(ProblemTypes.InvalidField, unreasoned);

        using var gone = await eastmere.PostAsync("olwen", $"{path}/discard", new JsonObject { ["reason"] = "Not one of ours" });

        Assert.Equal(HttpStatusCode.NoContent, gone.StatusCode);
        Assert.True(gone.Headers.Contains("Audit-Receipt"));
        Assert.Equal(before, (await ListAsync()).Count);
        using var twice = await eastmere.PostAsync("olwen", $"{path}/discard", new JsonObject { ["reason"] = "Not one of ours" });
        await ProblemAssert.IsAsync(ProblemTypes.NotFound, twice);
    }

    [Fact]
    public async Task Discard_OfAnEvent_LosesTheMessageAndNotTheEvent()
    {
        var id = await DieAsync();

        using var gone = await eastmere.PostAsync(
            "olwen",
            $"/api/dead-letters/{id}/discard",
            new JsonObject { ["reason"] = "Seen to by hand" }
        );

        Assert.Equal(HttpStatusCode.NoContent, gone.StatusCode);
        Assert.NotNull(await eastmere.ShelfRowAsync(id));
    }

    [Fact]
    public async Task List_MoreThanAPage_GoesOnWhereItEnded()
    {
        var before = (await ListAsync()).Count;
        for (var i = 0; i < 105; i++)
        {
            eastmere.Peer.Queue.Put(PeerEntry.Encode(new Message { BodySection = new Data { Binary = [1] } }));
        }

        await BusEastmere.UntilAsync(async () => (await ListAsync()).Count == before + 105);
        var ids = (await ListAsync()).Select(i => i.GetProperty("id").GetString()).ToArray();
        Assert.Equal(ids.Length, ids.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task Anything_BrokerAway_Is503AndSaysWhenToComeAgain()
    {
        await eastmere.SettleAsync();
        eastmere.Peer.Close();
        try
        {
            using var answer = await eastmere.GetAsync("olwen", "/api/dead-letters");
            await ProblemAssert.IsAsync(ProblemTypes.Unavailable, answer);
            Assert.NotNull(answer.Headers.RetryAfter);
        }
        finally
        {
            eastmere.Peer.Open();
        }

        await BusEastmere.UntilAsync(async () =>
        {
            using var answer = await eastmere.GetAsync("olwen", "/api/dead-letters");
            return answer.StatusCode == HttpStatusCode.OK;
        });
    }

    private async Task<string> DieAsync()
    {
        var id = $"probe:{Guid.NewGuid():N}";
        var data = new Dictionary<string, string>(StringComparer.Ordinal) { ["to"] = "eastmere-police" };
        eastmere.Probe.FailuresLeft = eastmere.Peer.Settings.MaximumDeliveries;
        var dead = eastmere.Peer.DeadLetters.Count;
        await eastmere
            .Running.App.Services.GetRequiredService<IEventSender>()
            .SendAsync([new EventEnvelope(id, ProbeConsumer.Type, "subject-1", DateTimeOffset.UtcNow, data)], CancellationToken.None);
        await BusEastmere.UntilAsync(() => Task.FromResult(eastmere.Peer.DeadLetters.Count == dead + 1));
        return id;
    }

    private async Task<string?> ReplayAsync(string id)
    {
        using var answer = await eastmere.PostAsync("olwen", $"/api/dead-letters/{id}/replay", null);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(answer.Headers.Contains("Audit-Receipt"));
        await (await OpenApiConformance.LoadAsync(eastmere.Running.Client)).AssertAsync(answer);
        return (await Exchange.Eastmere.JsonAsync(answer)).GetProperty("outcome").GetString();
    }

    private async Task<IReadOnlyList<JsonElement>> ListAsync()
    {
        var all = new List<JsonElement>();
        for (var path = "/api/dead-letters"; ; )
        {
            using var answer = await eastmere.GetAsync("olwen", path);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.True(answer.Headers.Contains("Audit-Receipt"));
            var body = await Exchange.Eastmere.JsonAsync(answer);
            all.AddRange(body.GetProperty("items").EnumerateArray());
            if (body.GetProperty("next").GetString() is not { } next)
            {
                return all;
            }

            path = $"/api/dead-letters?cursor={next}";
        }
    }

    public sealed class PoisonedEastmere : BusEastmere
    {
        internal ProbeConsumer Probe { get; } = new();

        protected override void Configure(WebApplicationBuilder builder)
        {
            ArgumentNullException.ThrowIfNull(builder);
            base.Configure(builder);
            builder.Services.AddSingleton<IEventConsumer>(Probe);
        }
    }
}
