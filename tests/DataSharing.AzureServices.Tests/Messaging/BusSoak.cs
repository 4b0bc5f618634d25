using System.Globalization;
using Azure.Core;
using DataSharing.AzureServices.Messaging;
using DataSharing.Storage;
using Xunit;
using Xunit.Abstractions;

namespace DataSharing.AzureServices.Tests.Messaging;

/// <summary>Many senders and a receiver, whose connections are all reset every 40 to 160 milliseconds while events are on their way.</summary>
internal static class BusSoak
{
    private const int Senders = 16;

    public static async Task RunAsync(
        ServiceBusOptions options,
        int brokerPort,
        string user,
        int events,
        int seed,
        ITestOutputHelper output,
        TokenCredential? credential = null
    )
    {
        await using var proxy = new FaultProxy(brokerPort);
        options.BrokerUri = proxy.Uri(user);
        options.SendPatienceSeconds = 120;
        options.AnswerSeconds = 5;
        var deliveries = new InboxCounter();
        await using var sender = Sample.Sender(options, credential);
        await using var receiver = new RunningReceiver(options, credential, deliveries.Around);

        proxy.Begin(40, 160, seed);
        var begun = TimeProvider.System.GetTimestamp();
        var next = -1;
        await Task.WhenAll(
            Enumerable
                .Range(0, Senders)
                .Select(async _ =>
                {
                    for (int i; (i = Interlocked.Increment(ref next)) < events; )
                    {
                        await sender.SendAsync([Sample.Event(Id(i))], CancellationToken.None);
                    }
                })
        );
        var sent = TimeProvider.System.GetElapsedTime(begun);
        await receiver.Consumer.ReachAsync(events, TimeSpan.FromSeconds(120));

        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{events} events acknowledged in {sent.TotalSeconds:F1} s over {proxy.Resets} resets, sender's connections {sender.Connections}, receiver's {receiver.Receiver.Connections}; deliveries {deliveries.Count}, handled {receiver.Consumer.Deliveries}, distinct {receiver.Consumer.Distinct}"
            )
        );
        Assert.Equal(
            Enumerable.Range(0, events).Select(Id).ToHashSet(StringComparer.Ordinal),
            receiver.Consumer.Seen.Keys.ToHashSet(StringComparer.Ordinal)
        );
        Assert.True(proxy.Resets > 2, "The storm did not blow.");
        Assert.All(receiver.Consumer.Seen, seen => Assert.Equal(1, seen.Value));
    }

    private static string Id(int i) => string.Create(CultureInfo.InvariantCulture, $"soak:{i}");

    /// <summary>Each delivery asks the inbox once.</summary>
    private sealed class InboxCounter
    {
        private int count;

        public int Count => count;

        public IRecordStore Around(IRecordStore inner) => new Counting(inner, () => Interlocked.Increment(ref count));

        private sealed class Counting(IRecordStore inner, Action asked) : IRecordStore
        {
            public ValueTask<StoredRow?> FindAsync(string partitionKey, string rowKey, CancellationToken cancellationToken)
            {
                asked();
                return inner.FindAsync(partitionKey, rowKey, cancellationToken);
            }

            public ValueTask<RowPage> ReadRangeAsync(
                string partitionKey,
                string from,
                string toExclusive,
                int limit,
                CancellationToken cancellationToken
            ) => inner.ReadRangeAsync(partitionKey, from, toExclusive, limit, cancellationToken);

            public ValueTask<CommitOutcome> CommitAsync(RecordCommit commit, CancellationToken cancellationToken) =>
                inner.CommitAsync(commit, cancellationToken);
        }
    }
}
