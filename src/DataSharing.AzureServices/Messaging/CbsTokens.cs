using System.Collections.Concurrent;
using System.Globalization;
using Amqp;
using Amqp.Framing;
using Azure.Core;
using Microsoft.Extensions.Logging;

namespace DataSharing.AzureServices.Messaging;

/// <summary>
/// Presents tokens of the managed identity on one connection (claims-based security, <c>$cbs</c>) and presents new ones before they expire,
/// because Service Bus then drops every link of the entity.
/// </summary>
internal sealed class CbsTokens(
    Session session,
    BusAddress address,
    TokenCredential credential,
    TimeSpan patience,
    TimeProvider time,
    ILogger logger
) : IDisposable
{
    private const string Node = "$cbs";
    private const string Scope = "https://servicebus.azure.net/.default";
    private const int JitterSeconds = 30;

    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan ShortestWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource closed = new();
    private readonly ConcurrentDictionary<string, DateTimeOffset> expiries = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim gate = new(1, 1);

    /// <summary>Has the entity's token presented, and sees to it from then on for as long as the connection lives.</summary>
    public async Task AuthoriseAsync(string entity, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            if (expiries.TryGetValue(entity, out var expires) && expires > time.GetUtcNow())
            {
                return;
            }

            var isFirst = !expiries.ContainsKey(entity);
            var token = await PresentAsync(entity, cancellationToken);
            if (isFirst)
            {
                _ = RenewAsync(entity, token);
            }
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose() => closed.Cancel();

    /// <summary>When to present the next token: when its issuer says, else five minutes before the end; half-way for one that lives shorter.</summary>
    internal static TimeSpan WaitFor(AccessToken token, DateTimeOffset now, TimeSpan jitter)
    {
        var left = token.ExpiresOn - now;
        var wait = token.RefreshOn is { } refresh && refresh > now ? refresh - now : left - Margin;
        wait = TimeSpan.FromTicks(Math.Max((wait - jitter).Ticks, left.Ticks / 2));
        return wait < ShortestWait ? ShortestWait : wait;
    }

    private async Task RenewAsync(string entity, AccessToken token)
    {
        try
        {
            while (true)
            {
                var jitter = TimeSpan.FromSeconds(Random.Shared.NextDouble() * JitterSeconds);
                await Task.Delay(WaitFor(token, time.GetUtcNow(), jitter), time, closed.Token);
                token = await PresentUntilAsync(entity);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // The connection is gone; the next one presents tokens of its own.
        }
    }

    private async Task<AccessToken> PresentUntilAsync(string entity)
    {
        for (var delay = ShortestWait; ; delay = delay * 2 < LongestRetry ? delay * 2 : LongestRetry)
        {
            try
            {
                return await PresentAsync(entity, closed.Token);
            }
            catch (Exception e) when (!closed.IsCancellationRequested)
            {
                // Whatever it was, identity service or broker: the old token may still be good for a while, and without a new one links go.
                Log.TokenNotRenewed(logger, entity, BusFaults.ConditionOf(e), (int)delay.TotalSeconds);
                await Task.Delay(delay, time, closed.Token);
            }
        }
    }

    private async Task<AccessToken> PresentAsync(string entity, CancellationToken cancellationToken)
    {
        var token = await credential.GetTokenAsync(new TokenRequestContext([Scope]), cancellationToken);
        using var exchange = await BusRequest.OpenAsync(session, Node, patience, cancellationToken);
        var request = new Message
        {
            BodySection = new AmqpValue { Value = token.Token },
            ApplicationProperties = new ApplicationProperties(),
        };
        request.ApplicationProperties["operation"] = "put-token";
        request.ApplicationProperties["type"] = "jwt";
        request.ApplicationProperties["name"] = address.AudienceOf(entity);
        request.ApplicationProperties["expiration"] = token.ExpiresOn.UtcDateTime;
        var reply = await exchange.AskAsync(request, cancellationToken);
        var code = BusRequest.StatusOf(reply);
        if (code is not (200 or 202))
        {
            var condition = code is 401 or 403 or 404 ? ErrorCode.UnauthorizedAccess : ErrorCode.InternalError;
            throw new AmqpException(
                new Error(condition) { Description = string.Create(CultureInfo.InvariantCulture, $"put-token answered {code}") }
            );
        }

        expiries[entity] = token.ExpiresOn;
        return token;
    }
}
