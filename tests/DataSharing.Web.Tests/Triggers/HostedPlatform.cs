using DataSharing.Audit;
using DataSharing.Messaging;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace DataSharing.Web.Tests.Triggers;

/// <summary>The platform as the Functions host starts it, with events leaving through a carrier as in the cloud.</summary>
public sealed class HostedPlatform : PlatformFixture
{
    private readonly FakeCarrier carrier = new();

    internal ProbeConsumer Probe { get; } = new();

    internal FakeFunctionsHost Host => new(Client);

    internal IReadOnlyCollection<EventEnvelope> Sent => carrier.Taken;

    protected override IEnumerable<KeyValuePair<string, string?>> Settings =>
        [
            // That it is set is what counts: the fixture listens on a free port of its own.
            new("FUNCTIONS_CUSTOMHANDLER_PORT", "7071"),
            new("Triggers:RelaySeconds", "2"),
            new("Triggers:EventSeconds", "1"),
        ];

    /// <summary>An event goes the relay's way: on the shelf, then to the carrier.</summary>
    internal async Task<EventEnvelope> SendAsync(string id)
    {
        var data = new Dictionary<string, string>(StringComparer.Ordinal) { ["to"] = "eastmere-police" };
        var envelope = new EventEnvelope(id, ProbeConsumer.Type, "subject-1", DateTimeOffset.UnixEpoch, data);
        await Running.App.Services.GetRequiredService<IEventSender>().SendAsync([envelope], CancellationToken.None);
        return envelope;
    }

    protected override void Configure(WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton<IEventConsumer>(Probe);
        builder.Services.Replace(
            ServiceDescriptor.Singleton<IEventSender>(p => new ShelvingEventSender(p.GetRequiredService<EventShelf>(), carrier))
        );
    }
}
