using System.Runtime.ExceptionServices;
using Azure.Core;
using Microsoft.Extensions.Logging;

namespace DataSharing.AzureServices.Messaging;

/// <summary>Always a living connection: the one there is, or a new one where that has gone.</summary>
internal sealed class BusClient(ServiceBusOptions options, TokenCredential? credential, TimeProvider time, ILogger logger) : IDisposable
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    private readonly BusConnector connector = new(options, new BusAddress(options));
    private readonly SemaphoreSlim gate = new(1, 1);
    private BusSession? current;
    private (ExceptionDispatchInfo Failure, DateTimeOffset Until, TimeSpan Pause)? lately;
    private bool disposed;

    public BusAddress Address { get; } = new(options);

    /// <summary>How many connections were opened so far.</summary>
    public int Connections { get; private set; }

    private TimeSpan Patience => TimeSpan.FromSeconds(options.AnswerSeconds);

    /// <summary>Throws as the broker or the network did; right after a failure, the same again without asking.</summary>
    public async Task<BusSession> SessionAsync(CancellationToken cancellationToken)
    {
        if (current is { IsClosed: false } open)
        {
            return open;
        }

        await gate.WaitAsync(cancellationToken);
        try
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            if (current is { IsClosed: false } opened)
            {
                return opened;
            }

            // Many senders wait here: one attempt answers for all of them, else each would wait for its own.
            if (lately is { } failed && time.GetUtcNow() < failed.Until)
            {
                failed.Failure.Throw();
            }

            current?.Dispose();
            current = null;
            return current = await OpenAsync(cancellationToken);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>The session is of no more use, whatever it says of itself: the next caller gets another.</summary>
    public void Abandon(BusSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        session.Dispose();
        Interlocked.CompareExchange(ref current, null, session);
    }

    public void Dispose()
    {
        disposed = true;
        current?.Dispose();
        current = null;
    }

    private async Task<BusSession> OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            var connection = await connector.OpenAsync(cancellationToken);
            Connections++;
            lately = null;
            Log.Connected(logger, Address.Endpoint.Host, Connections);
            return new BusSession(connection, Address, credential, Patience, time, logger);
        }
        catch (Exception failure) when (BusFaults.Of(failure) is not null)
        {
            var pause = lately is { } before ? before.Pause * 2 : ShortestPause;
            pause = pause < LongestPause ? pause : LongestPause;
            lately = (ExceptionDispatchInfo.Capture(failure), time.GetUtcNow() + pause, pause);
            throw;
        }
    }
}
