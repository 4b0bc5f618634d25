using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using DataSharing.Identity;
using Microsoft.Extensions.Options;

namespace DataSharing.Web.Limits;

/// <summary>
/// The token buckets of agencies, of their people and systems, and of addresses that showed no valid token; and how many requests run at once.
/// Asked directly, not through the framework's rate limiting middleware, whose leases and chained limiters cost every request allocations.
/// </summary>
public sealed class RequestLimits : IDisposable
{
    private readonly PartitionedRateLimiter<string> agencies;
    private readonly PartitionedRateLimiter<string> actors;
    private readonly PartitionedRateLimiter<IPAddress> addresses;
    private readonly int concurrent;
    private int running;

    public RequestLimits(IOptions<LimitsOptions> options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var limits = options.Value;
        concurrent = limits.ConcurrentRequests;
        agencies = Buckets<string>(limits.AgencyRequestsPerSecond, limits.AgencyBurstRequests, StringComparer.Ordinal);
        actors = Buckets<string>(limits.ActorRequestsPerSecond, limits.ActorBurstRequests, StringComparer.Ordinal);
        addresses = Buckets<IPAddress>(limits.AddressRequestsPerSecond, limits.AddressBurstRequests, EqualityComparer<IPAddress>.Default);
    }

    /// <summary>Null when the caller may go on, else how long to wait.</summary>
    public TimeSpan? Refuse(Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        // The actor first: whoever is over their own limit does not use up their agency's.
        return Take(actors, caller.Actor) ?? Take(agencies, caller.Agency.Value);
    }

    /// <summary>The same for a request without a valid token.</summary>
    public TimeSpan? RefuseUnauthenticated(IPAddress? address) => Take(addresses, Neighbourhood(address));

    /// <summary>False when the platform is full. True: call <see cref="Leave"/> at the end.</summary>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref running) <= concurrent)
        {
            return true;
        }

        Interlocked.Decrement(ref running);
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref running);

    public void Dispose()
    {
        agencies.Dispose();
        actors.Dispose();
        addresses.Dispose();
    }

    private static TimeSpan? Take<TKey>(PartitionedRateLimiter<TKey> buckets, TKey key)
    {
        using var lease = buckets.AttemptAcquire(key);
        if (lease.IsAcquired)
        {
            return null;
        }

        return lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : TimeSpan.FromSeconds(1);
    }

    private static PartitionedRateLimiter<TKey> Buckets<TKey>(int perSecond, int burst, IEqualityComparer<TKey> comparer)
        where TKey : notnull
    {
        var bucket = new TokenBucketRateLimiterOptions
        {
            TokenLimit = burst,
            TokensPerPeriod = perSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            // The partitioned limiter fills all buckets from one timer; a timer each would be thousands.
            AutoReplenishment = false,
            QueueLimit = 0,
        };
        Func<TKey, RateLimiter> make = _ => new TokenBucketRateLimiter(bucket);
        return PartitionedRateLimiter.Create<TKey, TKey>(key => RateLimitPartition.Get(key, make), comparer);
    }

    // A household or an attacker has a whole /64 of IPv6 addresses (RFC 6177), so they count as one.
    private static IPAddress Neighbourhood(IPAddress? address)
    {
        if (address is null)
        {
            return IPAddress.None;
        }

        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        bytes[8..].Clear();
        return new IPAddress(bytes);
    }
}
