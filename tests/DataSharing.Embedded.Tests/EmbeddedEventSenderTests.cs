using DataSharing.Messaging;
using Xunit;

namespace DataSharing.Embedded.Tests;

public sealed class EmbeddedEventSenderTests
{
    private static readonly EventEnvelope[] Events =
    [
        new("1", "disclosure.made", "d1", DateTimeOffset.UnixEpoch, new Dictionary<string, string>(StringComparer.Ordinal)),
        new("2", "disclosure.made", "d2", DateTimeOffset.UnixEpoch, new Dictionary<string, string>(StringComparer.Ordinal)),
    ];

    [Fact]
    public async Task Send_EveryConsumerGetsEveryEvent()
    {
        var (first, second) = (new Recorder(), new Recorder());

        await new EmbeddedEventSender([first, second]).SendAsync(Events, CancellationToken.None);

        Assert.Equal(["1", "2"], first.Ids);
        Assert.Equal(["1", "2"], second.Ids);
    }

    [Fact]
    public async Task Send_AConsumerFails_ThrowsSoThatTheRelaySendsAgain()
    {
        var sender = new EmbeddedEventSender([new Recorder(), new Recorder { FailsAt = "2" }]);

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await sender.SendAsync(Events, CancellationToken.None));
    }

    private sealed class Recorder : IEventConsumer
    {
        public List<string> Ids { get; } = [];

        public string? FailsAt { get; init; }

        public ValueTask HandleAsync(EventEnvelope envelope, CancellationToken cancellationToken)
        {
            if (string.Equals(envelope.Id, FailsAt, StringComparison.Ordinal))
            {
                throw new InvalidOperationException("This consumer cannot.");
            }

            Ids.Add(envelope.Id);
            return ValueTask.CompletedTask;
        }
    }
}
