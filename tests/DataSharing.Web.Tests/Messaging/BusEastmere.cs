using Azure.Core;
using DataSharing.Audit;
using DataSharing.AzureServices.Messaging;
using DataSharing.AzureServices.Tests.Messaging;
using DataSharing.AzureServices.Tests.Messaging.Peer;
using DataSharing.Storage;
using DataSharing.Testing;
using DataSharing.Web.Tests.Exchange;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace DataSharing.Web.Tests.Messaging;

/// <summary>The borough in the cloud home, its events over a peer that asks for tokens and drops duplicates as Service Bus does.</summary>
public class BusEastmere : Eastmere, IAsyncLifetime
{
    private const string Token = "a-token-of-the-identity";

    internal ServiceBusPeer Peer { get; } = new() { Settings = { GoodToken = Token } };

    internal RelayStatus Relay => Running.App.Services.GetRequiredService<RelayMonitor>().Current;

    protected override bool IsAzure => true;

    protected override IEnumerable<KeyValuePair<string, string?>> Settings =>
        [
            new("ServiceBus:Namespace", "eastmere.servicebus.windows.net"),
            new("ServiceBus:BrokerUri", Peer.Uri),
            new("ServiceBus:Topic", ServiceBusPeer.Topic),
            new("ServiceBus:Subscription", ServiceBusPeer.Subscription),
            new("ServiceBus:SendPatienceSeconds", "2"),
            new("ServiceBus:BusyPauseSeconds", "1"),
        ];

    /// <summary>What the disclosures received look like to the police.</summary>
    internal async Task<string[]> ReceivedAsync()
    {
        using var answer = await GetAsync("ben", "/api/disclosures?direction=received");
        Assert.True(answer.IsSuccessStatusCode);
        return [.. (await JsonAsync(answer)).GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetString() ?? "")];
    }

    /// <summary>Sends one from the council to the police; its id.</summary>
    internal async Task<string> DiscloseAsync(string? traceParent = null)
    {
        using var made = await SendAsync(
            "amira",
            HttpMethod.Post,
            "/api/disclosures",
            Disclosure(),
            request =>
            {
                request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
                if (traceParent is not null)
                {
                    request.Headers.Add("traceparent", traceParent);
                }
            }
        );
        Assert.Equal(System.Net.HttpStatusCode.Created, made.StatusCode);
        return (await JsonAsync(made)).GetProperty("id").GetString() ?? "";
    }

    internal async Task<StoredRow?> ShelfRowAsync(string id) =>
        await Running.App.Services.GetRequiredService<IRecordStore>().FindAsync(Shards.Of(id), $"event:{id}", CancellationToken.None);

    /// <summary>Waits until everything committed before has been relayed, and every message handled.</summary>
    internal async Task SettleAsync()
    {
        await RelayedAsync();
        await UntilAsync(() => Task.FromResult(Peer.Queue.Count == 0));
    }

    /// <summary>Waits for something that comes by itself.</summary>
    internal static Task UntilAsync(Func<Task<bool>> condition) => Eventually.TrueAsync(condition);

    async Task IAsyncLifetime.DisposeAsync()
    {
        await DisposeAsync();
        await Peer.DisposeAsync();
    }

    protected override void Configure(WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        // The identity service is the edge: in Azure it answers on the machine's own link.
        builder.Services.AddKeyedSingleton<TokenCredential>(ServiceBusOptions.Section, new FixedCredential(Token, TimeSpan.FromHours(1)));
    }
}
