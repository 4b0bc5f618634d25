using System.Collections.Concurrent;

namespace DataSharing.Web.Security;

/// <summary>
/// Remembers validated tokens, so that the RSA check is made once a token and not once a request. Bounded by two generations: when the
/// younger is full it becomes the elder, and what was in the elder and not asked for since is forgotten. No list to keep in order, no lock on a hit.
/// </summary>
public sealed class ValidatedTokenCache
{
    private readonly int generationSize;
    private readonly Lock turning = new();
    private volatile ConcurrentDictionary<TokenHash, ValidatedToken> young = new();
    private volatile ConcurrentDictionary<TokenHash, ValidatedToken> old = new();
    private int youngCount;

    /// <param name="capacity">At most this many tokens are remembered.</param>
    public ValidatedTokenCache(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 2);
        generationSize = capacity / 2;
    }

    public int Count => young.Count + old.Count;

    /// <param name="hash">Which token.</param>
    /// <param name="now">Tokens that have expired by then are not found.</param>
    public ValidatedToken? Find(TokenHash hash, DateTimeOffset now)
    {
        if (young.TryGetValue(hash, out var token))
        {
            return token.Expires > now ? token : null;
        }

        if (old.TryGetValue(hash, out token) && token.Expires > now)
        {
            Add(token);
            return token;
        }

        return null;
    }

    public void Add(ValidatedToken token)
    {
        ArgumentNullException.ThrowIfNull(token);
        if (!young.TryAdd(token.Hash, token))
        {
            young[token.Hash] = token;
            return;
        }

        if (Interlocked.Increment(ref youngCount) < generationSize)
        {
            return;
        }

        lock (turning)
        {
            if (Volatile.Read(ref youngCount) >= generationSize)
            {
                old = young;
                young = new ConcurrentDictionary<TokenHash, ValidatedToken>();
                Volatile.Write(ref youngCount, 0);
            }
        }
    }

    public void Remove(TokenHash hash)
    {
        old.TryRemove(hash, out _);
        if (young.TryRemove(hash, out _))
        {
            Interlocked.Decrement(ref youngCount);
        }
    }
}
