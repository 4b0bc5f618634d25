using System.Collections.Concurrent;
using DataSharing.Audit;
using DataSharing.Identity;
using DataSharing.Storage;

namespace DataSharing.Web.Security;

/// <summary>
/// A token that carries a partnership role's word: it confers nothing, and somebody should ask the tenant's administrator why it is there. One
/// entry a minute for each actor.
/// </summary>
public sealed class IgnoredRoleClaims(Journal journal, TimeProvider time)
{
    private const int MaximumRemembered = 10_000;
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, DateTimeOffset> noted = new(StringComparer.Ordinal);

    public async ValueTask NoteAsync(Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var now = time.GetUtcNow();
        if (
            noted.TryGetValue(caller.Actor, out var last)
                ? now - last < Pause || !noted.TryUpdate(caller.Actor, now, last)
                : !noted.TryAdd(caller.Actor, now)
        )
        {
            return;
        }

        if (noted.Count > MaximumRemembered)
        {
            Forget(now);
        }

        var act = new AuditAct { Act = "role-claim.ignored", Caller = caller };
        await journal.RecordAsync(Shards.Of(caller.Agency.Value), act, cancellationToken);
    }

    private void Forget(DateTimeOffset now)
    {
        foreach (var (actor, last) in noted)
        {
            if (now - last >= Pause)
            {
                noted.TryRemove(actor, out _);
            }
        }
    }
}
