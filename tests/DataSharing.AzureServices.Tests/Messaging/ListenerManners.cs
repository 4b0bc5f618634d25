using System.Buffers.Binary;

namespace DataSharing.AzureServices.Tests.Messaging;

/// <summary>
/// Stands between the official JavaScript client and AMQPNetLite's listener, of which the peer is made, and puts right where the listener's
/// manners are not those of Service Bus.
/// </summary>
internal static class ListenerManners
{
    private const int HeaderBytes = 8;
    private const byte Disposition = 0x15;
    private const byte ShortString = 0xA1;
    private const byte ShortSymbol = 0xA3;

    // The client writes these keys as strings. The listener's map takes symbols alone and ends the connection; both have the same length.
    private static readonly byte[][] Keys = [Key("DeadLetterReason"u8), Key("DeadLetterErrorDescription"u8)];

    public static async Task ExchangeAsync(Stream client, Stream broker, CancellationToken cancellationToken)
    {
        var spoken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await Task.WhenAny(
            CopyAsync(
                client,
                broker,
                () =>
                {
                    spoken.TrySetResult();
                    return Task.CompletedTask;
                },
                SymbolKeys,
                cancellationToken
            ),
            // The listener opens without waiting for the client to. A client that reads this together with the end of SASL leaves it lying
            // until something more arrives (rhea 3.0.5), so both would wait for ever. Service Bus answers, and so does this.
            CopyAsync(broker, client, () => spoken.Task.WaitAsync(cancellationToken), _ => { }, cancellationToken)
        );
    }

    private static async Task CopyAsync(
        Stream from,
        Stream to,
        Func<Task> beforeAmqp,
        Action<byte[]> onFrame,
        CancellationToken cancellationToken
    )
    {
        var header = new byte[HeaderBytes];
        while (await from.ReadAtLeastAsync(header, HeaderBytes, throwOnEndOfStream: false, cancellationToken) == HeaderBytes)
        {
            if (header.AsSpan().StartsWith("AMQP"u8))
            {
                // A protocol's own header: SASL's, and then that of AMQP itself.
                await (header[4] == 0 ? beforeAmqp() : Task.CompletedTask);
                await to.WriteAsync(header, cancellationToken);
                continue;
            }

            var frame = new byte[BinaryPrimitives.ReadInt32BigEndian(header)];
            header.CopyTo(frame, 0);
            await from.ReadExactlyAsync(frame.AsMemory(HeaderBytes), cancellationToken);
            onFrame(frame);
            await to.WriteAsync(frame, cancellationToken);
        }
    }

    private static byte[] Key(ReadOnlySpan<byte> name) => [ShortString, (byte)name.Length, .. name];

    private static void SymbolKeys(byte[] frame)
    {
        // The fifth byte says where the body begins, in words of four.
        var body = frame.AsSpan(Math.Min(frame.Length, frame[4] * 4));
        if (!body.StartsWith<byte>([0x00, 0x53, Disposition]))
        {
            return;
        }

        foreach (var key in Keys)
        {
            if (body.IndexOf(key) is var at and >= 0)
            {
                body[at] = ShortSymbol;
            }
        }
    }
}
