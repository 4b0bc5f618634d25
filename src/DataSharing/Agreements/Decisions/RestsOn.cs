using System.Collections.Concurrent;

namespace DataSharing.Agreements;

/// <summary>Permissions that a decision rests on together. Immutable, so that every decision that rests on the same ones shares it.</summary>
/// <param name="Grounds">In order of rule id.</param>
/// <param name="Names">Of the same rules.</param>
/// <param name="Duties">All their duties at once; null where it depends on the moment which is stricter.</param>
internal sealed record RestsOn(Ground[] Grounds, string[] Names, Duties? Duties)
{
    public static RestsOn Nothing { get; } = new([], [], new Duties());

    public static RestsOn These(Ground[] grounds)
    {
        Duties[] duties = [.. grounds.Select(ground => ground.Duties)];
        var timeless = Timeless(duties.Select(one => one.RetainFor)) && Timeless(duties.Select(one => one.AcknowledgeWithin));
        // Whichever moment: only what any moment would decide alike is kept.
        return new RestsOn(
            grounds,
            [.. grounds.Select(ground => ground.Rule)],
            timeless ? DataSharing.Agreements.Duties.All(duties, DateTimeOffset.UnixEpoch) : null
        );
    }

    private static bool Timeless(IEnumerable<CalendarDuration?> durations)
    {
        CalendarDuration[] stated = [.. durations.OfType<CalendarDuration>().Distinct()];
        return stated.All(one => stated.All(other => CalendarDuration.AreInOrder(one, other)));
    }
}

/// <summary>What decisions rest on, by which of an agreement's permissions for a pair and purpose hold: made when it is first met, then shared.</summary>
/// <param name="permissions">In order of rule id.</param>
internal sealed class RestsOnCache(CompiledPermission[] permissions)
{
    /// <summary>Permissions that have a bit. An agreement with more for one pair and purpose has its answers made each time.</summary>
    public const int Bits = 64;

    // Few sets are ever met; a hostile agreement that has more of them pays for its own answers.
    private const int Kept = 256;

    private readonly ConcurrentDictionary<ulong, RestsOn> known = new();
    private int count;

    public RestsOn Of(ulong rules)
    {
        if (rules == 0)
        {
            return RestsOn.Nothing;
        }

        if ((rules & (rules - 1)) == 0)
        {
            return permissions[System.Numerics.BitOperations.TrailingZeroCount(rules)].Alone;
        }

        if (known.TryGetValue(rules, out var met))
        {
            return met;
        }

        var made = RestsOn.These([.. permissions.Where((_, place) => (rules & (1UL << place)) != 0).Select(rule => rule.Ground)]);
        if (Volatile.Read(ref count) < Kept && known.TryAdd(rules, made))
        {
            _ = Interlocked.Increment(ref count);
        }

        return made;
    }
}
