using DataSharing.Protection;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.KeyManagement.Internal;
using IKeyRing = Microsoft.AspNetCore.DataProtection.KeyManagement.Internal.IKeyRing;

namespace DataSharing.Web.Security;

/// <summary>
/// Which keys of cookies and forms this instance knows, and which one it uses. In place of the framework's own, which reads the store anew once in
/// a day only, and which goes on with a key in memory alone when the stored ones cannot be opened.
/// </summary>
/// <remarks>
/// INVARIANT: what is used was read from the store, and opened, first. A key that another instance made is looked for when a cookie names it; a
/// successor is made two weeks before the newest key ends and used from two days after, when every instance has long read it.
/// </remarks>
internal sealed class SessionKeyRing(IKeyManager manager, TimeProvider time, ILogger<SessionKeyRing> logger) : IKeyRingProvider
{
    private static readonly TimeSpan Serves = TimeSpan.FromDays(90);
    private static readonly TimeSpan SuccessorBefore = TimeSpan.FromDays(14);
    private static readonly TimeSpan UsedAfter = TimeSpan.FromDays(2);

    // No cookie is good for longer than a day (PageSessionOptions.AbsoluteHours).
    private static readonly TimeSpan ReadAfterwards = TimeSpan.FromDays(2);
    private static readonly TimeSpan ClocksDiffer = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan ReadAnew = TimeSpan.FromHours(1);

    // A cookie may name any key at all: so often it may make us look.
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    // So long a request waits for another one's look.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly Lock gate = new();
    private Keys? current;
    private long? looked;

    /// <exception cref="KeyRingUnavailableException">No key can be had. HTTP: 503.</exception>
    public IKeyRing GetCurrentKeyRing()
    {
        if (Volatile.Read(ref current) is not { } keys)
        {
            lock (gate)
            {
                return current ?? Load();
            }
        }

        if (time.GetElapsedTime(keys.Read) > ReadAnew)
        {
            // Nobody waits for it: these keys go on being good.
            _ = Task.Run(() => ReadAfter(keys));
        }

        return keys;
    }

    private Keys Load()
    {
        for (var tries = 0; tries < 8; tries++)
        {
            var started = time.GetTimestamp();
            var now = time.GetUtcNow();
            var keys = manager.GetAllKeys().Where(key => !key.IsRevoked && key.ExpirationDate + ReadAfterwards > now).ToList();
            var used = keys.Where(key => key.ExpirationDate > now && key.ActivationDate <= now + ClocksDiffer)
                .OrderByDescending(key => key.ActivationDate)
                .ThenBy(key => key.KeyId)
                .FirstOrDefault();
            if (used is null)
            {
                Make(now);
            }
            else if (!keys.Exists(key => key.ExpirationDate > now + SuccessorBefore))
            {
                Make(now + UsedAfter);
            }
            else
            {
                var opened = keys.ToDictionary(key => key.KeyId, Open);
                current = new Keys(this, used.KeyId, opened, started);
                return current;
            }
        }

        throw new KeyRingUnavailableException("No session key could be made that is there when it is read again.");
    }

    private void Make(DateTimeOffset usedFrom)
    {
        try
        {
            manager.CreateNewKey(usedFrom, usedFrom + Serves);
        }
        catch (SessionKeyTakenException)
        {
            // Another instance was first: the next look finds its key.
        }
    }

    // INVARIANT: one that cannot be opened is no reason to make another. Other instances can open it, and nobody could open ours.
    private static IAuthenticatedEncryptor Open(IKey key)
    {
        try
        {
            return key.CreateEncryptor() ?? throw new KeyRingUnavailableException("A session key is of an unknown kind.");
        }
        catch (Exception failure) when (failure is not (KeyRingUnavailableException or OutOfMemoryException))
        {
            throw new KeyRingUnavailableException("A session key cannot be opened.", failure);
        }
    }

    /// <summary>Reads anew, unless somebody else has since; where that fails, what is known stays good until it is tried again.</summary>
    private Keys ReadAfter(Keys known)
    {
        if (!gate.TryEnter(Patience))
        {
            return known;
        }

        try
        {
            return ReferenceEquals(current, known) ? Load() : current ?? known;
        }
        catch (Exception failure)
        {
            Log.SessionKeysNotRead(logger, failure.GetType().Name);
            current = known.TriedAt(time.GetTimestamp());
            return current;
        }
        finally
        {
            gate.Exit();
        }
    }

    private IAuthenticatedEncryptor? Look(Guid keyId)
    {
        if (Volatile.Read(ref current)?.Find(keyId) is { } read)
        {
            return read;
        }

        // Whoever comes while another looks waits for what that one finds.
        if (!gate.TryEnter(Patience))
        {
            return null;
        }

        try
        {
            if (current is not { } known || known.Find(keyId) is not null || IsTooSoon())
            {
                return current?.Find(keyId);
            }

            looked = time.GetTimestamp();
            return ReadAfter(known).Find(keyId);
        }
        finally
        {
            gate.Exit();
        }
    }

    private bool IsTooSoon() => looked is { } last && time.GetElapsedTime(last) < BetweenLooks;

    private sealed class Keys(SessionKeyRing ring, Guid used, Dictionary<Guid, IAuthenticatedEncryptor> known, long read) : IKeyRing
    {
        /// <summary>When it was last tried to read them.</summary>
        public long Read => read;

        public IAuthenticatedEncryptor DefaultAuthenticatedEncryptor => known[used];

        public Guid DefaultKeyId => used;

        public IAuthenticatedEncryptor? GetAuthenticatedEncryptorByKeyId(Guid keyId, out bool isRevoked)
        {
            // Revoked keys are left out: what they protected is worth nothing, like what no key protected.
            isRevoked = false;
            return Find(keyId) ?? ring.Look(keyId);
        }

        public IAuthenticatedEncryptor? Find(Guid keyId) => known.GetValueOrDefault(keyId);

        public Keys TriedAt(long tried) => new(ring, used, known, tried);
    }
}
