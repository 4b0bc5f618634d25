using System.Collections.Concurrent;
using System.Text;
using Amqp;
using Amqp.Framing;
using Amqp.Sasl;
using DataSharing.AzureServices.Tests.Messaging.Peer;
using DataSharing.Web.Tests.Triggers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace DataSharing.Web.Tests.Messaging;

/// <summary>
/// The same behind the Functions host: the platform sends, and whoever receives is the host's Service Bus trigger, which calls the platform back.
/// </summary>
public sealed class HostedBusEastmere : BusEastmere
{
    /// <summary>Every message as the host handed it in.</summary>
    internal ConcurrentQueue<string> Delivered { get; } = new();

    /// <summary>The host has not taken anything up yet.</summary>
    internal bool IsHeldBack { get; set; }

    internal FakeFunctionsHost Host => new(Running.Client);

    protected override IEnumerable<KeyValuePair<string, string?>> Settings =>
        [.. base.Settings, new("FUNCTIONS_CUSTOMHANDLER_PORT", "7071")];

    protected override void Configure(WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        base.Configure(builder);
        // The host's own receiver has a token of its own; what it may is not the platform's.
        Peer.Settings.GoodToken = null;
        builder.Services.AddHostedService(services => new Trigger(
            this,
            services.GetRequiredService<IServer>(),
            services.GetRequiredService<IHostApplicationLifetime>()
        ));
    }

    private sealed class Trigger(HostedBusEastmere owner, IServer server, IHostApplicationLifetime lifetime) : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            var started = new TaskCompletionSource();
            await using var _ = lifetime.ApplicationStarted.Register(started.SetResult);
            await started.Task.WaitAsync(stoppingToken);
            var address = server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single();
            using var handler = new HttpClient { BaseAddress = new Uri(address) };
            var factory = new ConnectionFactory();
            factory.SASL.Profile = SaslProfile.Anonymous;
            var connection = await factory.CreateAsync(new Address(owner.Peer.Uri));
            var link = new ReceiverLink(
                new Session(connection),
                "trigger",
                $"{ServiceBusPeer.Topic}/Subscriptions/{ServiceBusPeer.Subscription}"
            );
            link.SetCredit(16);
            try
            {
                while (!stoppingToken.IsCancellationRequested)
                {
                    if (owner.IsHeldBack || await link.ReceiveAsync(TimeSpan.FromMilliseconds(100)) is not { } message)
                    {
                        await Task.Delay(20, stoppingToken);
                        continue;
                    }

                    // One that came in while the host was told to hold back waits as well.
                    while (owner.IsHeldBack)
                    {
                        await Task.Delay(20, stoppingToken);
                    }

                    var text = Encoding.UTF8.GetString((byte[])((Data)message.BodySection).Binary);
                    owner.Delivered.Enqueue(text);
                    if ((await new FakeFunctionsHost(handler).DeliverAsync(text)).Succeeded)
                    {
                        link.Accept(message);
                    }
                    else
                    {
                        link.Modify(message, deliveryFailed: true);
                    }
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                // The platform stops.
            }
            finally
            {
                await connection.CloseAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
