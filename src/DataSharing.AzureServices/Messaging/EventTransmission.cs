using System.Diagnostics;
using Amqp;
using Microsoft.Extensions.Logging;

namespace DataSharing.AzureServices.Messaging;

/// <summary>Brings one lot of events to the broker, whatever happens to links meanwhile, or says why not.</summary>
internal sealed class EventTransmission(BusClient client, ServiceBusOptions options, TimeProvider time, ILogger logger)
{
    private const int ShortestDelayMilliseconds = 20;
    private const int LongestDelayMilliseconds = 5_000;

    private readonly TimeSpan answer = TimeSpan.FromSeconds(options.AnswerSeconds);
    private readonly TimeSpan patience = TimeSpan.FromSeconds(options.SendPatienceSeconds);
    private readonly TimeSpan busyPause = TimeSpan.FromSeconds(options.BusyPauseSeconds);
    private readonly BusPause pause = new(time);

    /// <summary>Each event is taken or failed when this ends.</summary>
    public async Task SendAsync(IReadOnlyList<PendingEvent> batch)
    {
        var begun = Stopwatch.GetTimestamp();
        var rejectedTokens = 0;
        for (var attempt = 0; ; attempt++)
        {
            var (wait, because, isAway) = pause.Current;
            var left = isAway ? TimeSpan.Zero : patience - Stopwatch.GetElapsedTime(begun);
            if (wait > TimeSpan.Zero && wait > left)
            {
                Fail(batch, new BusUnavailableException(because));
                return;
            }

            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, time);
            }

            var trial = new Trial();
            try
            {
                await TryAsync(batch, trial);
                return;
            }
            catch (Exception failure) when (BusFaults.Of(failure) is { } fault)
            {
                if (await IsOverAsync(batch, failure, fault, trial, rejectedTokens))
                {
                    return;
                }

                rejectedTokens += fault == BusFault.Unauthorised ? 1 : 0;
                if (isAway || Stopwatch.GetElapsedTime(begun) > patience)
                {
                    GiveUp(batch, failure);
                    return;
                }
            }

            await Task.Delay(DelayOf(attempt), time);
        }
    }

    private static TimeSpan DelayOf(int attempt)
    {
        var longest = Math.Min(LongestDelayMilliseconds, ShortestDelayMilliseconds << Math.Min(attempt, 10));
        return TimeSpan.FromMilliseconds((longest / 2) + Random.Shared.Next(longest));
    }

    private static Message MessageOf(IReadOnlyList<PendingEvent> batch) =>
        batch.Count == 1
            ? Message.Decode(new ByteBuffer(batch[0].Encoded, 0, batch[0].Encoded.Length, batch[0].Encoded.Length))
            : EventMessage.Batch([.. batch.Select(e => e.Encoded)], batch[0].Id);

    private static void Fail(IReadOnlyList<PendingEvent> batch, Exception failure)
    {
        foreach (var pending in batch)
        {
            pending.Fail(failure);
        }
    }

    private async Task TryAsync(IReadOnlyList<PendingEvent> batch, Trial trial)
    {
        trial.Session = await client.SessionAsync(CancellationToken.None);
        var sender = await trial.Session.SenderAsync(client.Address.Topic, CancellationToken.None);
        if (!EventBatches.Fits(batch, sender.Limits))
        {
            await SendInPartsAsync(batch, sender.Limits);
            return;
        }

        trial.WasOffered = true;
        await sender.SendAsync(MessageOf(batch), answer);
        pause.Over();
        foreach (var pending in batch)
        {
            pending.Take();
        }
    }

    /// <summary>True when nothing is left to try.</summary>
    private async Task<bool> IsOverAsync(
        IReadOnlyList<PendingEvent> batch,
        Exception failure,
        BusFault fault,
        Trial trial,
        int rejectedTokens
    )
    {
        var condition = BusFaults.ConditionOf(failure);
        switch (fault)
        {
            case BusFault.Busy:
                pause.Asked(busyPause, condition);
                Log.BrokerBusy(logger, options.BusyPauseSeconds);
                return false;
            case BusFault.Full:
                Log.BrokerFull(logger, condition);
                pause.Asked(busyPause, condition);
                Fail(batch, new BusUnavailableException(condition, failure));
                return true;
            case BusFault.Unauthorised when rejectedTokens > 0:
                GiveUp(batch, failure);
                return true;
            case BusFault.Unauthorised:
                // A new connection presents a new token.
                Abandon(trial);
                return false;
            case BusFault.Fatal when batch.Count > 1 && trial.WasOffered:
                // One of them may be the cause; the others must not suffer for it.
                await Task.WhenAll(batch.Select(one => SendAsync([one])));
                return true;
            case BusFault.Fatal:
                Log.EventRefused(logger, batch[0].Id, condition);
                Fail(batch, new EventRefusedException(condition, failure));
                return true;
            default:
                if (failure is TimeoutException)
                {
                    // Half open: it looks alive and will never answer.
                    Abandon(trial);
                }

                return false;
        }
    }

    private void GiveUp(IReadOnlyList<PendingEvent> batch, Exception failure)
    {
        var condition = BusFaults.ConditionOf(failure);
        pause.GivenUp(condition);
        Fail(batch, new BusUnavailableException(condition, failure));
    }

    private void Abandon(Trial trial)
    {
        if (trial.Session is { } session)
        {
            client.Abandon(session);
        }
    }

    private async Task SendInPartsAsync(IReadOnlyList<PendingEvent> batch, LinkLimits limits)
    {
        if (batch.Count == 1)
        {
            Log.EventRefused(logger, batch[0].Id, ErrorCode.MessageSizeExceeded);
            batch[0].Fail(new EventRefusedException(ErrorCode.MessageSizeExceeded));
            return;
        }

        await Task.WhenAll(EventBatches.Cut(batch, limits).Select(part => SendAsync(part)));
    }

    /// <summary>How far one attempt came.</summary>
    private sealed class Trial
    {
        public BusSession? Session { get; set; }

        public bool WasOffered { get; set; }
    }
}
